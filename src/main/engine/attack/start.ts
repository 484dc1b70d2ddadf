import { normalQuantile } from '../../../shared/normal'
import { CounterRandom } from '../../../shared/rng'
import type { VariationSet } from '../variation/set'

/** A random vertex of the unit box, that of a restart. */
export function randomVertex(set: VariationSet, random: CounterRandom, restart: number): Float32Array {
  const z = set.zero()
  for (let i = 0; i < z.length; i++) z[i] = random.unit(restart, i >>> 2, 0, i & 3) < 0.5 ? -1 : 1
  return z
}

/**
 * A point beside the centre, for a surrogate that is flat there: Gaussian, `size` its standard deviation in radii, cut at
 * the box. Source: [B] Algorithm 1, start `eps |W| R`; METHODS 3. Randomness: from the seed.
 */
export function noisyStart(set: VariationSet, size: number, seed: number): Float32Array {
  const random = new CounterRandom(seed, 'start')
  const z = set.zero()
  // Restart 0 is no restart: its numbers are nobody else's.
  for (let i = 0; i < z.length; i++) {
    const value = size * normalQuantile(random.unit(0, i >>> 2, 0, i & 3))
    z[i] = value > 1 ? 1 : value < -1 ? -1 : value
  }
  return z
}
