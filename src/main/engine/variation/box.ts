import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import type { VariationSet } from './set'
import { diagonalSet } from './weights'

export interface BoxOptions {
  /** Bound as a share of full scale: kappa t. */
  radius: number
  /** Zero weights are left unprogrammed and do not err. */
  zeroExact: boolean
}

/** Bound of each number, `fround(kappa t s)`; 0 for digital ones. */
export function boxBound(programmed: Programmed, layout: Layout, { radius, zeroExact }: BoxOptions): Float32Array {
  const bound = new Float32Array(layout.length)
  layout.arrays.forEach(({ kind, offset, length }, a) => {
    if (kind !== 'device') return
    const widest = Math.fround(radius * (programmed.scales[a] ?? 0))
    for (let i = offset; i < offset + length; i++) bound[i] = zeroExact && programmed.values[i] === 0 ? 0 : widest
  })
  return bound
}

/**
 * The plain box `|dW| <= kappa t s` around the programmed weights, elementwise, in float32 `fround(kappa t s)`.
 * Source: [Y] Eq. 4-5; METHODS 1. Diagonal: `dW = z * bound`.
 */
export function boxSet(programmed: Programmed, layout: Layout, options: BoxOptions): VariationSet {
  return diagonalSet(layout, boxBound(programmed, layout, options))
}
