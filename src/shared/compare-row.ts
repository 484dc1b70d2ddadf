/** One run in one row. `difference` is to the base run; `good` is 1 where it is to the better, -1 to the worse. */
export interface CompareCell {
  text: string
  value?: number
  difference?: string
  good?: -1 | 0 | 1
  /** Same as in the base run. */
  same: boolean
}

export interface CompareRow {
  /** A field's dotted name, or the name of a result. */
  key: string
  /** Of a result with the place it was read at. */
  label: string
  /** The same without the place, for tables that name it once. */
  short: string
  unit: string
  cells: CompareCell[]
  /** A result that was read at the common place, not over the whole run. */
  atPlace?: boolean
  differs: boolean
}
