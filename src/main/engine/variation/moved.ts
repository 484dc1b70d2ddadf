import { CounterRandom } from '../../../shared/rng'
import type { Erring } from './erring'

/**
 * Numbers of the unit box, 0 where they move nothing: a restricted search may have started anywhere. What errs is asked, not
 * what an array makes of it, which is flat where a level is cut; and with slopes of no pattern, so that those of the two
 * devices of a pair do not cancel. Randomness: none that shows.
 */
export function moved({ set }: Pick<Erring, 'set'>, z: Float32Array): Float32Array {
  const random = new CounterRandom(0, 'start')
  const slopes = Float64Array.from({ length: set.low.length }, (_, i) => 1 + random.unit(0, i >>> 2, 0, i & 3))
  const reach = set.pullback(z, slopes)
  return z.map((value, i) => (reach[i] === 0 ? 0 : value))
}
