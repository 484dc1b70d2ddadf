import { mappingFactor } from '../../../shared/device-math'
import { topsOf } from '../crossbar/cells'
import type { Around } from './around'
import { boxBound } from './box'

/** Half-width of a device's box in levels, for one of weights of half-width `size`, kappa t: `t (2^K - 1)`. */
export function thresholdLevels({ plan }: Around, size: number): number {
  return Math.fround((size / mappingFactor(plan.mapping)) * topsOf(plan).device)
}

/** Bound of each weight of the plain box of half-width `size`, kappa t. */
export function weightBound({ programmed, layout, design, leeway }: Around, size: number): Float32Array {
  return withLeeway(boxBound(programmed, layout, { radius: size, zeroExact: design['weights.zeroExact'] }), leeway)
}

/** Bounds of which each number keeps its share. Changes and returns `bound`. */
export function withLeeway(bound: Float32Array, leeway: Float32Array | undefined): Float32Array {
  if (leeway !== undefined) for (let i = 0; i < bound.length; i++) bound[i] = (bound[i] ?? 0) * (leeway[i] ?? 1)
  return bound
}
