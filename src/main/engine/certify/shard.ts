import type { NetworkDefinition } from '../network/definition'
import type { ActivationQuantiser } from '../network/forward'
import { certificateOf } from './index'
import { boundedNetwork, type BoundedNetwork, type WeightInterval } from './bounds/network'
import { exactImages } from './bounds/propagate'

/** Numbers of all values of a batch, low and high ends, that stay in the caches near a core. */
const batchNumbers = 400_000

/** The leads of some images over all weights of an interval, by a certificate; batch by batch. `pixels` [images, numbers], as the network takes them. */
export function leadsOf(
  method: string,
  network: NetworkDefinition,
  weights: WeightInterval,
  quantiser: ActivationQuantiser,
  { pixels, labels }: { pixels: Float32Array; labels: Uint8Array },
): Float64Array {
  const bounded = boundedNetwork(network, weights, quantiser)
  const batch = batchOf(bounded)
  const leads = new Float64Array(labels.length)
  for (let first = 0; first < labels.length; first += batch) {
    const own = labels.subarray(first, first + batch)
    const images = exactImages(pixels.subarray(first * bounded.input, (first + own.length) * bounded.input), own.length)
    leads.set(certificateOf(method).leads({ network: bounded, images, labels: own }), first)
  }
  return leads
}

function batchOf({ input, steps }: BoundedNetwork): number {
  const numbers = steps.reduce((sum, step) => sum + step.size, input)
  return Math.max(4, Math.min(32, Math.floor(batchNumbers / 2 / numbers)))
}
