import type { Restriction } from '../../../shared/restriction'
import { layerName, type Layout } from '../network/layout'
import type { Around } from './around'
import { tileOf } from './scope'

/** Share of its bound that each number of a network may err by, in layout order: 0 is exact, 1 all of it. */
export type Leeway = Float32Array

/** Weights that a restricted search may move: 1, the others 0. `largest` counts in each layer, the first of equal ones. */
export function restricted(
  { layers, tiles, largest }: Restriction,
  around: Pick<Around, 'design' | 'layout' | 'plan' | 'programmed'>,
): Leeway {
  const { layout, programmed } = around
  const leeway = new Float32Array(layout.length)
  for (const { name, kind, shape, offset, length } of layout.arrays) {
    const layer = layerName(name)
    const own = tiles?.get(layer)
    if (kind !== 'device' || layers?.has(layer) === false || (tiles !== undefined && own === undefined)) continue
    const outputs = shape.at(-1) ?? 1
    for (let i = 0; i < length; i++) {
      const { down, across } = tileOf(around, i, outputs)
      if (own === undefined || own.has(`${down}/${across}`)) leeway[offset + i] = 1
    }
    if (largest === undefined) continue
    const values = programmed.values.subarray(offset, offset + length)
    const small = highest(values.map(Math.abs), length).subarray(Math.max(1, Math.round(largest * length)))
    for (const i of small) leeway[offset + i] = 0
  }
  return leeway
}

/** The share `left` for the `percent` of all weights that rank highest, all of their bound for the others. */
export function protectedBy(ranking: Float64Array, layout: Layout, percent: number, left: number): Leeway {
  const leeway = new Float32Array(layout.length).fill(1)
  const count = Math.round((percent / 100) * layout.deviceLength)
  for (const i of highest(ranking, count)) leeway[i] = left
  return leeway
}

/** What a search of a protected network may move. */
export function both(a: Leeway | undefined, b: Leeway | undefined): Leeway | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a.map((share, i) => share * (b[i] ?? 1))
}

/** Places of the highest numbers, highest first; of equal ones the first. */
function highest(numbers: Float32Array | Float64Array, count: number): Uint32Array {
  return Uint32Array.from(numbers.keys())
    .sort((a, b) => (numbers[b] ?? 0) - (numbers[a] ?? 0) || a - b)
    .subarray(0, count)
}
