import { histogramQuantile } from '../../../shared/stats'
import type { Bins, Distributed } from './distribution'
import type { Executor } from './executor'

/** Bins that a percentile is read off where none are given. */
const count = 4096

/**
 * A percentile of what the images give in each layer: the upper edge of the bin that reaches it. Without `bins` a first
 * pass finds the largest values, and the result is exact to a 4096th of them. The same bits on any number of workers.
 */
export async function percentiles(
  executor: Executor,
  of: Distributed,
  weights: Float32Array,
  images: Uint32Array,
  percentile: number,
  bins?: Bins,
): Promise<number[]> {
  const known = bins ?? (await upToLargest(executor, of, weights, images))
  const { histograms } = await executor.distribution(of, weights, images, known)
  return histograms.map((counts, layer) => histogramQuantile(counts, known.tops[layer] ?? 1, percentile))
}

async function upToLargest(executor: Executor, of: Distributed, weights: Float32Array, images: Uint32Array): Promise<Bins> {
  const { tops } = await executor.distribution(of, weights, images)
  return { count, tops: tops.map((top) => (top > 0 ? top : 1)) }
}
