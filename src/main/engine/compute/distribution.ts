import type * as tf from '@tensorflow/tfjs-core'
import { columnSums } from '../network/column-sums'
import type { ForwardPass } from '../network/forward'

/** What is looked at: hidden activations before quantisation, or the sums that converters read, layer by layer. */
export type Distributed = 'activations' | 'columns'

/** Equal bins of a histogram from 0 up to a top for each layer; what lies outside counts in the bin at its end. */
export interface Bins {
  count: number
  tops: readonly number[]
}

/**
 * The largest value of each layer of a pass, or with `bins` how many values lie in each. Counts add up over shards whatever
 * their size. Activations are those of a pass with float ones, columns those of a pass on tiles.
 */
export function distributionOf(pass: ForwardPass, of: Distributed, bins?: Bins): { tops: number[] } | { histograms: Float64Array[] } {
  const parts = of === 'columns' ? columnSums(pass) : activations(pass)
  const tops: number[] = []
  const histograms: Float64Array[] = []
  for (const { layer, values } of parts) {
    const data = values.dataSync<'float32'>()
    if (bins === undefined) tops[layer] = Math.max(largest(data), tops[layer] ?? 0)
    else count(data, bins.tops[layer] ?? 1, (histograms[layer] ??= new Float64Array(bins.count)))
    if (of === 'columns') values.dispose()
  }
  return bins === undefined ? { tops } : { histograms }
}

function* activations(pass: ForwardPass): Generator<{ layer: number; values: tf.Tensor }> {
  for (const [i, { operation, clip }] of pass.graph.nodes.entries()) {
    const values = pass.values[i + 1]
    if (operation === 'activation' && values !== undefined) yield { layer: clip - 1, values }
  }
}

/** Counts into the bins of a histogram; values below 0 with the lowest, those above the top with the highest. */
function count(values: Float32Array, top: number, counts: Float64Array): void {
  const last = counts.length - 1
  for (const value of values) {
    const bin = Math.max(0, Math.min(last, Math.floor((value / top) * counts.length)))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
}

function largest(values: Float32Array): number {
  let top = 0
  for (const value of values) if (value > top) top = value
  return top
}
