import type { Executor } from '../compute/executor'
import { percentiles } from '../compute/percentiles'

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
  const found = await percentiles(executor, 'activations', weights, images, percentile)
  return found.map(Math.fround)
}
