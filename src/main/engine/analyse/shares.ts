import type { LayerShare } from '../../../shared/worst-case'
import type { Layout } from '../network/layout'
import type { VariationSet } from '../variation/set'

/** Equal bins between no error and the bound; one for either end comes on top. */
export const shareBins = 20
/** From this share of its bound on, an error is at it. */
const atBound = 1 - 1e-6

/** How errors lie in their intervals. */
export interface ErrorShares {
  /** First exact zeros, then equal bins of |error| over its bound, at last those at the bound. */
  histogram: number[]
  /** Those that can err, the sum of the histogram, and those whose interval is nothing. */
  weights: number
  exact: number
  layers: LayerShare[]
}

/**
 * Errors over the bound on their side, which need not be that of the other. Source: METHODS 3, "Worst-case record"; [Y] Fig. 5.
 * `errors` flat, as `layout` has them.
 */
export function sharesOf(errors: Float32Array, { low, high }: Pick<VariationSet, 'low' | 'high'>, layout: Layout): ErrorShares {
  const histogram = new Array<number>(shareBins + 2).fill(0)
  let exact = 0
  const layers = layout.arrays.flatMap(({ name, kind, offset, length }): LayerShare[] => {
    if (kind !== 'device') return []
    const layer = { name: layerName(name), weights: 0, perturbed: 0, atBound: 0 }
    for (let i = offset; i < offset + length; i++) {
      const [error, down, up] = [errors[i] ?? 0, low[i] ?? 0, high[i] ?? 0]
      if (down === 0 && up === 0) {
        exact++
        continue
      }
      const share = error === 0 ? 0 : error / (error > 0 ? up : down)
      const bin = error === 0 ? 0 : share >= atBound ? shareBins + 1 : 1 + Math.floor(share * shareBins)
      histogram[bin] = (histogram[bin] ?? 0) + 1
      layer.weights++
      if (bin > 0) layer.perturbed++
      if (bin > shareBins) layer.atBound++
    }
    return [layer]
  })
  return { histogram, exact, weights: histogram.reduce((a, b) => a + b, 0), layers }
}

/** `conv1` of `conv1.weight`. */
export function layerName(array: string): string {
  return array.replace(/\.weight$/, '')
}
