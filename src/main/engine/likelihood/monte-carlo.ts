import type { MonteCarlo } from '../../../shared/results'
import { mean, quantile, standardDeviation } from '../../../shared/stats'
import type { Executor } from '../compute/executor'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import { sampleChip, type Sampler } from '../variation/sample'
import type { VariationSet } from '../variation/set'

export interface MonteCarloOptions {
  executor: Executor
  programmed: Programmed
  layout: Layout
  set: VariationSet
  sampler: Sampler
  draws: number
  images: Uint32Array
  checkpoint: () => Promise<void>
  /** Told after each draw. */
  drawn: (done: number) => void
}

/**
 * Accuracy of random chips, percent: mean, spread, extremes and quantiles.
 * Source: METHODS 2. Draw k is the same chip whatever else is drawn and in whatever order draws end.
 */
export async function monteCarlo(options: MonteCarloOptions): Promise<MonteCarlo> {
  const { executor, programmed, layout, set, sampler, draws, images } = options
  const accuracies = new Float64Array(draws)
  let next = 0
  let done = 0
  const worker = async (): Promise<void> => {
    for (let draw = next++; draw < draws; draw = next++) {
      await options.checkpoint()
      const dW = sampleChip(set, layout, sampler, draw)
      const correct = await executor.evaluate(
        dW.map((d, i) => (programmed.values[i] ?? 0) + d),
        images,
      )
      accuracies[draw] = (100 * correct) / images.length
      options.drawn(++done)
    }
  }
  await Promise.all(Array.from({ length: Math.min(draws, executor.width) }, worker))
  const sorted = accuracies.slice().sort()
  return {
    kind: sampler.kind,
    draws,
    mean: mean(accuracies),
    sd: standardDeviation(accuracies),
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    quantiles: { p05: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) },
  }
}
