import { polarities, sliceWeights } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import type { Around } from './around'

/** What shares a part of an error. */
export type ScopeId = Design['variation.scope']

/** What shares the common part of correlated errors: the unit of each weight, in the order of `weightPlaces`, and how many there are. */
export interface Scope {
  units: Uint32Array
  count: number
}

/**
 * Units of a scope. A weight lies where the first of its devices lies: on the word line of its row in a tile, on
 * the bit lines of its output in a tile, and in that tile. Layers have tiles of their own. Source: METHODS 1 and 7.
 */
export function scopeOf({ design, layout, plan }: Pick<Around, 'design' | 'layout' | 'plan'>, scope: ScopeId): Scope {
  const units = new Uint32Array(layout.deviceLength)
  if (scope === 'chip') return { units, count: 1 }
  const [R, C] = [design['crossbar.rows'], design['crossbar.columns']]
  const width = widthOf(plan)
  let [at, first] = [0, 0]
  for (const { kind, shape, length } of layout.arrays) {
    if (kind !== 'device') continue
    const outputs = shape.at(-1) ?? 1
    const across = Math.ceil((outputs * width) / C)
    const rows = length / outputs
    for (let i = 0; i < length; i++) {
      const [row, output] = [Math.floor(i / outputs), i % outputs]
      const { down, across: right } = tileOf({ design, plan }, i, outputs)
      const unit = scope === 'row' ? row * across + right : scope === 'column' ? down * outputs + output : down * across + right
      units[at++] = first + unit
    }
    const down = Math.ceil(rows / R)
    first += scope === 'row' ? rows * across : scope === 'column' ? down * outputs : down * across
  }
  return { units, count: first }
}

/** Columns of the devices of a weight. */
function widthOf(plan: Around['plan']): number {
  return sliceWeights(plan.bits, plan.bitsPerDevice).length * polarities(plan.mapping)
}

/** The tile of its layer that weight `i` lies in, of a layer with so many outputs. */
export function tileOf({ design, plan }: Pick<Around, 'design' | 'plan'>, i: number, outputs: number): { down: number; across: number } {
  return {
    down: Math.floor(Math.floor(i / outputs) / design['crossbar.rows']),
    across: Math.floor(((i % outputs) * widthOf(plan)) / design['crossbar.columns']),
  }
}
