import type { WeightMap } from '../crossbar/weight-map'
import type { VariationSet } from './set'

/**
 * A set over devices summed into weights, where nothing stands between the two.
 * Source: METHODS 1: `dW = s sum share error / (2^M - 1)`. Sums run in one order, so that rounding keeps the interval that
 * those of the devices add up to. `within`: an interval that the sums have in exact arithmetic; they are cut at it.
 */
export function onWeights(inner: VariationSet, map: WeightMap, within?: Pick<VariationSet, 'low' | 'high'>): VariationSet {
  const cut = (dW: Float32Array): Float32Array => (within === undefined ? dW : cutAt(dW, within))
  const [low, high] = [cut(map.extreme(inner, 'low')), cut(map.extreme(inner, 'high'))]
  return {
    size: inner.size,
    low,
    high,
    groups: inner.groups,
    zero: () => inner.zero(),
    perturbation: (z) => cut(map.errors(inner.perturbation(z))),
    pullback: (z, gradient) => inner.pullback(z, map.adjoint(gradient)),
  }
}

/** Numbers cut at the ends of their intervals. */
export function cutAt(numbers: Float32Array, { low, high }: Pick<VariationSet, 'low' | 'high'>): Float32Array {
  return numbers.map((value, i) => Math.min(high[i] ?? 0, Math.max(low[i] ?? 0, value)))
}
