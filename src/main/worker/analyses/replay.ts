import { requireSamePlaces, type Origin } from '../../engine/analyse/same-places'
import { openChip } from './chip'
import { step, type Analyses, type AnalysisTools, type WorstChip } from './work'

/**
 * A corner on another design: each device errs by the same share of its bound there, so the chip lies in that design's set.
 * Throws bad-value where its numbers stand for other weights or devices.
 */
export async function replay(chip: WorstChip, origin: Origin, tools: AnalysisTools): Promise<Analyses['replay']> {
  const { family, weights, gains } = await openChip(chip, tools, (size) => requireSamePlaces(origin, chip.design, size), 'all')
  const { executor, programmed, scored } = family
  const percent = (right: number): number => (100 * right) / scored.length
  await step(tools, { doing: 'the network as programmed', done: 0, of: 2 })
  const clean = percent(await executor.evaluate(programmed.values, scored))
  await step(tools, { doing: 'the corner', done: 1, of: 2 })
  return { images: scored.length, clean, accuracy: percent(await executor.evaluate(weights, scored, gains && { gains })) }
}
