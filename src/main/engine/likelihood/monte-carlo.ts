import type { ChipStatistic, MonteCarlo } from '../../../shared/results'
import { meanInterval, quantileInterval, type Interval } from '../../../shared/intervals'
import { drawBlock, drawConfidence } from '../../../shared/sampling'
import { mean, quantile, standardDeviation } from '../../../shared/stats'
import type { Executor } from '../compute/executor'
import { programmedWith, type Programmed } from '../network/quantise'
import type { ChipError } from '../variation/hardware'
import type { SampleKind } from '../variation/sample'
import { inParallel } from './blocks'

export interface MonteCarloOptions {
  executor: Executor
  programmed: Programmed
  /** The chip of a draw, in the numbers that the executor takes. */
  chip: (draw: number) => ChipError
  kind: SampleKind
  /** Chips that are drawn at most. */
  draws: number
  /** What the interval is of. */
  statistic: ChipStatistic
  /** Drawing stops where the interval is no wider than this, percent points; absent: all are drawn. */
  width?: number
  images: Uint32Array
  checkpoint: () => Promise<void>
  /** Told after each draw. */
  drawn: (done: number) => void
}

/**
 * Accuracy of random chips, percent: mean, spread, extremes, quantiles, and the confidence interval of one statistic.
 * Source: METHODS 2. Draw k is the same chip whatever else is drawn and in whatever order draws end. With a width,
 * blocks of `drawBlock` draws are taken until the interval is narrow enough: a block is drawn whole before its interval
 * is looked at, so the number of draws does not depend on the workers. Looking often makes the interval a little too
 * narrow, as every sequential stop does.
 */
export async function monteCarlo(options: MonteCarloOptions): Promise<MonteCarlo> {
  const { kind, statistic, width } = options
  const right: number[] = []
  let accuracies: number[]
  const block = width === undefined ? options.draws : drawBlock
  let interval: Interval
  do {
    const from = right.length
    right.push(...(await drawChips(options, from, Math.min(from + block, options.draws))))
    accuracies = right.map((correct) => (100 * correct) / options.images.length)
    interval = intervalOf(accuracies, statistic)
  } while (accuracies.length < options.draws && interval.high - interval.low > (width ?? 0))
  const sorted = Float64Array.from(accuracies).sort()
  return {
    kind,
    draws: accuracies.length,
    mean: mean(accuracies),
    sd: standardDeviation(accuracies),
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    quantiles: { p05: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) },
    interval: { of: statistic, confidence: drawConfidence, ...interval },
    counts: countsOf(right),
  }
}

/** Images answered right by the draws from one number up to another, in order. */
function drawChips(
  { executor, programmed, chip, images, checkpoint, drawn }: MonteCarloOptions,
  from: number,
  to: number,
): Promise<number[]> {
  let done = from
  return inParallel(from, to, executor.width, async (draw) => {
    await checkpoint()
    const { error, gains } = chip(draw)
    const correct = await executor.evaluate(programmedWith(programmed, error), images, gains && { gains })
    drawn(++done)
    return correct
  })
}

/** How many chips answer so many images right, ascending. */
function countsOf(right: readonly number[]): [right: number, chips: number][] {
  const counts = new Map<number, number>()
  for (const correct of right) counts.set(correct, (counts.get(correct) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b)
}

/** Accuracies are percent, so an end that the draws cannot bound is 0 or 100. */
function intervalOf(accuracies: readonly number[], statistic: ChipStatistic): Interval {
  const found =
    statistic === 'p05'
      ? quantileInterval(Float64Array.from(accuracies).sort(), 0.05, drawConfidence)
      : meanInterval(accuracies, drawConfidence)
  return { low: Math.max(0, found?.low ?? 0), high: Math.min(100, found?.high ?? 100) }
}
