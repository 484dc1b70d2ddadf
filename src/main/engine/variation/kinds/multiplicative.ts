import { exp } from '../../../../shared/normal'
import type { Around } from '../around'
import { onDevices } from '../on-devices'
import type { VariationSet } from '../set'
import { single } from '../summed'
import { weightPlaces } from '../weights'
import { countDevices, defineVariation } from './define'

/**
 * Multiplicative: `dW = W (e^(c z) - 1)`, interval `|W| [-(1 - e^-c), e^c - 1] sign(W)`: not the same to both sides, and
 * zero weights are exact. A random chip has one number a weight.
 */
export default defineVariation({
  label: 'Multiplicative',
  source: 'METHODS 1',
  summary: 'Each weight is multiplied by a factor between e^-c and e^c.',
  set(around, size) {
    const weights = factorSet(around, size)
    return countDevices(around) ? onDevices(weights, around, 'proportional') : weights
  },
  chip(around, size) {
    const set = this.set(around, size)
    return (draws) => set.perturbation(single(around, draws))
  },
})

function factorSet({ layout, programmed: { values }, leeway }: Around, c: number): VariationSet {
  const { places, groups } = weightPlaces(layout)
  const widest = Float64Array.from(places, (at) => c * (leeway?.[at] ?? 1))
  const errorOf = (w: number, exponent: number): number => Math.fround(w * (exp(exponent) - 1))
  const [low, high] = [new Float32Array(layout.length), new Float32Array(layout.length)]
  places.forEach((at, i) => {
    const w = values[at] ?? 0
    const ends = [errorOf(w, -(widest[i] ?? 0)), errorOf(w, widest[i] ?? 0)]
    low[at] = Math.min(...ends)
    high[at] = Math.max(...ends)
  })
  return {
    size: places.length,
    low,
    high,
    groups,
    zero: () => new Float32Array(places.length),
    perturbation(z) {
      const dW = new Float32Array(layout.length)
      places.forEach((at, i) => {
        const error = errorOf(values[at] ?? 0, (widest[i] ?? 0) * (z[i] ?? 0))
        // The exponential is right to a unit in the last place, not monotone to it.
        dW[at] = Math.abs(z[i] ?? 0) > 1 ? error : Math.min(high[at] ?? 0, Math.max(low[at] ?? 0, error))
      })
      return dW
    },
    pullback(z, gradient) {
      return Float64Array.from(places, (at, i) => {
        const c = widest[i] ?? 0
        return c * (values[at] ?? 0) * exp(c * (z[i] ?? 0)) * (gradient[at] ?? 0)
      })
    },
  }
}
