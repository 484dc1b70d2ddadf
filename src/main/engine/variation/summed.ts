import { sliceWeights } from '../../../shared/device-math'
import type { Around } from './around'
import type { Draws } from './sample'

/**
 * z of a random chip of the plain box: every device's error drawn on its own and summed into weights, in units of what a
 * weight may err by. Source: METHODS 2: `sum_i (2^(iK) (2^K - 1) / (2^M - 1)) n_i / th`, both polarities of a pair
 * subtracted and halved, since the bound of a pair holds both. One entry a weight, in the order of `weightPlaces`.
 */
export function summed({ layout, plan }: Around, draws: Draws): Float32Array {
  const shares = sliceWeights(plan.bits, plan.bitsPerDevice)
  const pair = plan.mapping === 'differential'
  const z = new Float32Array(layout.deviceLength)
  let at = 0
  layout.arrays.forEach(({ kind, length }, array) => {
    if (kind !== 'device') return
    for (let i = 0; i < length; i++) {
      let sum = 0
      for (let slice = 0; slice < shares.length; slice++) {
        const share = shares[slice] ?? 0
        sum += share * draws.device(array, i, slice * 2)
        if (pair) sum -= share * draws.device(array, i, slice * 2 + 1)
      }
      const error = pair ? sum / 2 : sum
      z[at++] = draws.bounded ? Math.max(-1, Math.min(1, error)) : error
    }
  })
  return z
}

/** z of a random chip whose weights each have one number. */
export function single({ layout }: Around, draws: Draws): Float32Array {
  const z = new Float32Array(layout.deviceLength)
  let at = 0
  layout.arrays.forEach(({ kind, length }, array) => {
    if (kind === 'device') for (let i = 0; i < length; i++) z[at++] = draws.weight(array, i)
  })
  return z
}
