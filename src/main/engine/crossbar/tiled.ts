import { convertersOf, type Converters } from '../../../shared/converters'
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
}

export function tiledOf(design: Design, plan: CellPlan, scales: readonly number[]): Tiled {
  return { plan, rows: design['crossbar.rows'], converters: convertersOf(design), scales }
}
