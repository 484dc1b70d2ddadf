import type { RunSummary } from '../../../shared/results'

/** A column of the library: what a run shows there, and by what it is sorted. */
export interface Column {
  key: string
  label: string
  unit: string
  numeric: boolean
  /** Pixels. */
  width: number
  text: (run: RunSummary) => string
  sort: (run: RunSummary) => number | string | undefined
  /** Why it is called so, for the header's tooltip. */
  help?: string
  /** Drawn by its own kind of cell. */
  cell?: 'id' | 'name' | 'tags' | 'worst' | 'verdict' | 'spark' | 'age'
}
