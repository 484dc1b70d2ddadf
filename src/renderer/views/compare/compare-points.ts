import { letterOf } from '../../../shared/compare'
import type { Overlay } from '../../../shared/overlay'
import type { Point, RunDetail } from '../../../shared/results'
import { percent, threshold } from '../../../shared/units'

/** One curve of one run as a column: a letter, and what tells it from the run's other curves. */
export interface PointColumn {
  key: string
  run: number
  letter: string
  label: string
  /** Order of its marker, as the chart has it. */
  marker: number
}

/** One place along x with what each curve has there. */
export interface PlaceRow {
  x: number
  text: string
  cells: (Point | undefined)[]
}

/** The points of the runs side by side, a row a place where any of them has a result. */
export function comparePoints(runs: readonly RunDetail[], { x: axis, curves }: Overlay): { columns: PointColumn[]; rows: PlaceRow[] } {
  // A curve whose points could all not be built would be an empty column.
  const marked = curves.map((curve, i) => ({ ...curve, marker: curve.run + i - curves.findIndex(({ run }) => run === curve.run) }))
  const drawn = marked.filter((curve) => curve.label === '' || curve.points.length > 0)
  const columns = drawn.map(({ run, label, marker }) => ({
    key: `${runs[run]?.id ?? ''} ${label}`,
    run,
    letter: letterOf(run),
    label,
    marker,
  }))
  const places = [...new Set(drawn.flatMap((curve) => curve.points.map((one) => one.x)))].sort((a, b) => a - b)
  const rows = places.map((x): PlaceRow => {
    const text = axis.field === undefined ? threshold(x) : (axis.names?.[x] ?? String(x))
    return { x, text, cells: drawn.map((curve) => curve.points.find((one) => one.x === x)?.point) }
  })
  return { columns, rows }
}

/** The same as rows of text. */
export function pointTable(runs: readonly RunDetail[], overlay: Overlay): string[][] {
  const { columns, rows } = comparePoints(runs, overlay)
  const { label, unit } = overlay.x
  const heads = columns.flatMap(({ letter, run, label: curve }) => {
    const name = [`${letter} ${runs[run]?.id ?? ''}`, curve].filter(Boolean).join(', ')
    return [`${name}: worst, %`, `${name}: Monte Carlo mean, %`]
  })
  const write = (value: number | undefined): string => (value === undefined ? '' : percent(value, 2))
  return [
    [unit ? `${label}, ${unit}` : label, ...heads],
    ...rows.map(({ text, cells }) => [text, ...cells.flatMap((point) => [write(point?.worst), write(point?.result?.montecarlo?.mean)])]),
  ]
}
