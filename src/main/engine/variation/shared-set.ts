import type { Around } from './around'
import { scopeOf, type ScopeId } from './scope'
import type { VariationSet } from './set'
import { weightBound } from './threshold-box'
import { weightPlaces } from './weights'

/** Shares of an error; those of a set add up to 1. */
export interface Shares {
  common: number
  own: number
}

/**
 * Weights whose errors have a part of their own and one that they share with all of their unit:
 * `dW = size s (common u + own z)`. z has the weights' own numbers first, then the shared ones.
 */
export function sharedSet(around: Around, size: number, scope: ScopeId, { common, own }: Shares): VariationSet {
  const { layout } = around
  const { places, groups } = weightPlaces(layout)
  const { units, count } = scopeOf(around, scope)
  const bound = weightBound(around, size)
  const total = places.length + count
  return {
    size: total,
    low: bound.map((b) => -b),
    high: bound,
    groups: [...groups, { name: 'shared', start: places.length, end: total }],
    zero: () => new Float32Array(total),
    perturbation(z) {
      const dW = new Float32Array(layout.length)
      for (let i = 0; i < places.length; i++) {
        const at = places[i] ?? 0
        // In float64 shares add up to 1 but for its last bit, which float32 rounds away: no z leaves the bound.
        dW[at] = (common * (z[places.length + (units[i] ?? 0)] ?? 0) + own * (z[i] ?? 0)) * (bound[at] ?? 0)
      }
      return dW
    },
    pullback(_z, gradient) {
      const back = new Float64Array(total)
      for (let i = 0; i < places.length; i++) {
        const at = places[i] ?? 0
        const slope = (gradient[at] ?? 0) * (bound[at] ?? 0)
        const unit = places.length + (units[i] ?? 0)
        back[i] = own * slope
        back[unit] = (back[unit] ?? 0) + common * slope
      }
      return back
    },
  }
}
