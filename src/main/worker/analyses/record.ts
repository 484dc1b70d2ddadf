import { recordOf } from '../../engine/analyse/record'
import { boundsOf, openChip } from './chip'
import { step, type Analyses, type AnalysisTools, type WorstChip } from './work'

/** The record of a worst chip over all scored images. */
export async function worstRecord(chip: WorstChip, tools: AnalysisTools): Promise<Analyses['record']> {
  const open = await openChip(chip, tools)
  const { family, erring, errors, weights, gains } = open
  const { executor, programmed, scored } = family
  await step(tools, { doing: 'the network as programmed', done: 0, of: 2 })
  const clean = await executor.logits(programmed.values, scored)
  await step(tools, { doing: 'the worst chip', done: 1, of: 2 })
  const worst = await executor.logits(weights, scored, gains && { gains })
  const { of, layout } = erring
  return recordOf({ clean, worst, images: scored, dataset: tools.dataset, of, errors, bounds: boundsOf(chip, open), layout })
}
