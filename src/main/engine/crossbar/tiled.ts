import { convertersOf, rangedTo, type Converters } from '../../../shared/converters'
import type { Design } from '../../../shared/fields'
import type { CellPlan } from './cells'

/** How tiles compute a product: what a forward pass has to know beside the levels of the devices. */
export interface Tiled {
  plan: CellPlan
  /** Rows of a tile. */
  rows: number
  converters: Converters
  /** Full scale of each array, in layout order. */
  scales: readonly number[]
  /** Range of the converters of each array, in layout order, where that is not the one of `converters`. */
  ranges?: readonly (number | undefined)[]
  /** Gains of each array, in layout order; without them columns count as they are read. */
  gains?: readonly (Float32Array | undefined)[]
}

/** A layer on tiles: how its devices make its weights, how its columns are read, and the full scale of its weights. */
export interface TiledArray {
  plan: CellPlan
  rows: number
  converters: Converters
  scale: number
  /** Factor on what each column of each tile reads, after its code is rounded and cut: [tiles, columns], digital. */
  gains?: Float32Array
}

export function tiledOf(design: Design, plan: CellPlan, scales: readonly number[]): Tiled {
  return { plan, rows: design['crossbar.rows'], converters: convertersOf(design), scales }
}

/** What of it belongs to the array at a place of the layout. */
export function tiledArray({ plan, rows, converters, scales, ranges, gains }: Tiled, at: number): TiledArray {
  const range = ranges?.[at]
  const own = gains?.[at]
  return {
    plan,
    rows,
    converters: range === undefined ? converters : rangedTo(converters, range),
    scale: scales[at] ?? 0,
    ...(own === undefined ? {} : { gains: own }),
  }
}
