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
  label: string
  unit: string
  cells: CompareCell[]
  differs: boolean
}
