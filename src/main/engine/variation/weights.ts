import type { Layout } from '../network/layout'
import type { VariationSet } from './set'

/** Places of all weights in the flat vector, and the stretch of them that each layer has. */
export function weightPlaces(layout: Layout): { places: Uint32Array; groups: VariationSet['groups'] } {
  const places = new Uint32Array(layout.deviceLength)
  const groups: { name: string; start: number; end: number }[] = []
  let at = 0
  for (const { name, kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    groups.push({ name, start: at, end: at + length })
    for (let i = 0; i < length; i++) places[at++] = offset + i
  }
  return { places, groups }
}

/**
 * Numbers that err each on its own: `error = z bound`, z-entry i at `places[i]`. `bound` holds one of each number, at least
 * 0, in float32; rounding is monotone, so that no z of the unit box leaves it.
 */
export function diagonal(bound: Float32Array, places: Uint32Array, groups: VariationSet['groups']): VariationSet {
  return {
    size: places.length,
    low: bound.map((b) => -b),
    high: bound,
    groups,
    zero: () => new Float32Array(places.length),
    perturbation(z) {
      const error = new Float32Array(bound.length)
      for (let i = 0; i < places.length; i++) {
        const at = places[i] ?? 0
        error[at] = (z[i] ?? 0) * (bound[at] ?? 0)
      }
      return error
    },
    pullback(_z, gradient) {
      const back = new Float64Array(places.length)
      for (let i = 0; i < places.length; i++) {
        const at = places[i] ?? 0
        back[i] = (gradient[at] ?? 0) * (bound[at] ?? 0)
      }
      return back
    },
  }
}

/** Every weight on its own, each up to a bound of its own, flat in layout order. */
export function diagonalSet(layout: Layout, bound: Float32Array): VariationSet {
  const { places, groups } = weightPlaces(layout)
  return diagonal(bound, places, groups)
}
