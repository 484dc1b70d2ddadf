import { errorArrays, errorsAsCsv, errorsAsNpz } from '../../engine/analyse/error-arrays'
import { aimOf, boundsOf, openChip } from './chip'
import type { Analyses, AnalysisTools, WorstChip } from './work'

/** The errors of a worst chip as a file; bounds are those of the point that quotes it. */
export async function errorFile(chip: WorstChip, format: 'npz' | 'csv', tools: AnalysisTools): Promise<Analyses['file']> {
  const open = await openChip(chip, tools)
  const { family, erring, errors, design } = open
  const arrays = errorArrays({ ...erring, set: boundsOf(chip, open) }, errors, aimOf(chip, family), family.layout, design)
  const bytes = format === 'npz' ? errorsAsNpz(arrays, chip.z) : new TextEncoder().encode(errorsAsCsv(arrays))
  return new Uint8Array(bytes)
}
