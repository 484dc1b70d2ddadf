import { normalQuantile } from '../../../shared/normal'
import { CounterRandom } from '../../../shared/rng'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'

/** A way to move all numbers of a network, flat in layout order; digital ones stay. */
export type Direction = Float32Array | Float64Array

/**
 * A random direction `v ~ N(0, zeta |W|)`, each weight by its own size; weights that are 0 stay.
 * Source: [B]; METHODS 10. Randomness: keyed by (seed, which), so that a direction depends on no other.
 */
export function randomDirection({ values }: Programmed, layout: Layout, zeta: number, seed: number, which: number): Float64Array {
  const units = new Float64Array(layout.deviceLength)
  new CounterRandom(seed, 'landscape').fill(units, which, 0)
  const direction = new Float64Array(values.length)
  let drawn = 0
  for (const { kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    for (let i = offset; i < offset + length; i++) direction[i] = zeta * Math.abs(values[i] ?? 0) * normalQuantile(units[drawn++] ?? 0.5)
  }
  return direction
}

export function lengthOf(direction: Direction): number {
  let sum = 0
  for (let i = 0; i < direction.length; i++) sum += (direction[i] ?? 0) ** 2
  return Math.sqrt(sum)
}
