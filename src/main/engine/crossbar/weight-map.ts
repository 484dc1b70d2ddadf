import type { Layout } from '../network/layout'
import { cellLayout, contributionsOf, type CellPlan } from './cells'

/** From numbers of devices, flat in the order of `cellLayout`, to those of weights, flat in that of the layout. */
export interface WeightMap {
  /** The weights that levels make. */
  weights: (levels: Float32Array) => Float32Array
  /** The errors of weights that errors of levels make: the same without what is added digitally. */
  errors: (levels: Float32Array) => Float32Array
  /** The lowest or highest errors of weights that intervals of levels leave. */
  extreme: (interval: { low: Float32Array; high: Float32Array }, end: 'low' | 'high') => Float32Array
  /** From a gradient by weights, that by levels. */
  adjoint: (gradient: Float64Array) => Float64Array
}

/**
 * What devices add up to where nothing stands between them and their product: `w = s sum share g / (2^M - 1)`.
 * Source: METHODS 1. `scales` of each array in layout order. `gains`, where given: a factor on each device, flat as the
 * devices are, as a digital correction of what their tile reads has it.
 */
export function weightMap(layout: Layout, plan: CellPlan, scales: readonly number[], gains?: Float32Array): WeightMap {
  const to = cellLayout(layout, plan)
  const arrays = layout.arrays.map((array, a) => ({
    ...array,
    from: to.arrays[a]?.offset ?? 0,
    shares: array.kind === 'device' ? contributionsOf(plan, scales[a] ?? 0) : [1],
    base: array.kind === 'device' && plan.mapping === 'offset' ? -(scales[a] ?? 0) : 0,
  }))
  const factor = gains === undefined ? (): number => 1 : (i: number): number => gains[i] ?? 1
  const summed = (based: boolean, term: (share: number, i: number) => number): Float32Array => {
    const weights = new Float32Array(layout.length)
    for (const { offset, length, from, shares, base } of arrays)
      for (let i = 0; i < length; i++) {
        let sum = based ? base : 0
        for (let c = 0; c < shares.length; c++) {
          const at = from + i * shares.length + c
          sum += term((shares[c] ?? 0) * factor(at), at)
        }
        weights[offset + i] = sum
      }
    return weights
  }
  return {
    weights: (levels) => summed(true, (share, i) => share * (levels[i] ?? 0)),
    errors: (levels) => summed(false, (share, i) => share * (levels[i] ?? 0)),
    extreme: ({ low, high }, end) => summed(false, (share, i) => share * ((share < 0 === (end === 'low') ? high[i] : low[i]) ?? 0)),
    adjoint(gradient) {
      const levels = new Float64Array(to.length)
      for (const { offset, length, from, shares } of arrays)
        for (let i = 0; i < length; i++)
          for (let c = 0; c < shares.length; c++) {
            const at = from + i * shares.length + c
            levels[at] = (shares[c] ?? 0) * factor(at) * (gradient[offset + i] ?? 0)
          }
      return levels
    },
  }
}
