import { histogramQuantile } from '../../../shared/stats'
import type { Executor } from '../compute/executor'

const bins = 4096

/**
 * Upper clips of the hidden activation quantisers: a percentile of what training images give, METHODS 1.
 * `executor` must compute with float activations. Exact to a 4096th of the largest activation.
 */
export async function calibrateClips(
  executor: Executor,
  weights: Float32Array,
  images: Uint32Array,
  percentile: number,
): Promise<number[]> {
  const { tops } = await executor.activations(weights, images, bins)
  const safe = tops.map((top) => (top > 0 ? top : 1))
  const { histograms } = await executor.activations(weights, images, bins, safe)
  return histograms.map((counts, layer) => Math.fround(histogramQuantile(counts, safe[layer] ?? 1, percentile)))
}
