import { sensitivity } from '../../engine/analyse/sensitivity'
import { openChip } from './chip'
import { step, type Analyses, type AnalysisTools, type WorstChip } from './work'

/** Which layers and tiles a worst chip hurts through, over all scored images. */
export async function partSensitivity(chip: WorstChip, tools: AnalysisTools): Promise<Analyses['sensitivity']> {
  const { design, family, erring, errors } = await openChip(chip, tools)
  const checkpoint = (doing: string, done: number, of: number): Promise<void> => step(tools, { doing, done, of })
  return sensitivity({ ...family, design, erring, errors, images: family.scored, checkpoint })
}
