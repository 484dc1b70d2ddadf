import { errorFile } from './file'
import { lossLandscape } from './landscape'
import { featureMargins } from './margins'
import { worstRecord } from './record'
import { replay } from './replay'
import { partSensitivity } from './sensitivity'
import type { Analysed, AnalysisTools, AnalysisWork, WorstChip } from './work'

/** Looks at a worst chip. Throws `cancelled`, and as opening its family does. */
export async function analyse(chip: WorstChip, work: AnalysisWork, tools: AnalysisTools): Promise<Analysed> {
  switch (work.kind) {
    case 'record':
      return { kind: 'record', value: await worstRecord(chip, tools) }
    case 'sensitivity':
      return { kind: 'sensitivity', value: await partSensitivity(chip, tools) }
    case 'landscape': {
      const { kind, ...asked } = work
      return { kind, value: await lossLandscape(chip, asked, tools) }
    }
    case 'margins':
      return { kind: 'margins', value: await featureMargins(chip, work.images, tools) }
    case 'file':
      return { kind: 'file', value: await errorFile(chip, work.format, tools) }
    case 'replay':
      return { kind: 'replay', value: await replay(chip, work.origin, tools) }
  }
}
