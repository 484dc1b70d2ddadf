import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import type { VariationSet } from './set'

export interface BoxOptions {
  /** Bound as a share of full scale: kappa t. */
  radius: number
  /** Zero weights are left unprogrammed and do not err. */
  zeroExact: boolean
}

/**
 * The plain box `|dW| <= kappa t s` around the programmed weights, elementwise, in float32 `fround(kappa t s)`.
 * Source: [Y] Eq. 4-5; METHODS 1. Diagonal: `dW = z * bound`.
 */
export function boxSet(programmed: Programmed, layout: Layout, options: BoxOptions): VariationSet {
  const bound = new Float32Array(layout.length)
  const places: number[] = []
  const groups: { name: string; start: number; end: number }[] = []
  layout.arrays.forEach(({ name, kind, offset, length }, a) => {
    if (kind !== 'device') return
    const radius = Math.fround(options.radius * (programmed.scales[a] ?? 0))
    for (let i = offset; i < offset + length; i++) bound[i] = options.zeroExact && programmed.values[i] === 0 ? 0 : radius
    groups.push({ name, start: places.length, end: places.length + length })
    for (let i = offset; i < offset + length; i++) places.push(i)
  })
  const place = Uint32Array.from(places)
  return {
    size: place.length,
    bound,
    groups,
    zero: () => new Float32Array(place.length),
    perturbation(z) {
      const dW = new Float32Array(layout.length)
      for (let i = 0; i < place.length; i++) {
        const at = place[i] ?? 0
        dW[at] = (z[i] ?? 0) * (bound[at] ?? 0)
      }
      return dW
    },
    pullback(_z, gradient) {
      const back = new Float64Array(place.length)
      for (let i = 0; i < place.length; i++) {
        const at = place[i] ?? 0
        back[i] = (gradient[at] ?? 0) * (bound[at] ?? 0)
      }
      return back
    },
  }
}
