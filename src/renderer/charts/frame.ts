import type { CurveChart } from './curve-chart'
import { project, type ScaleKind } from './scale'

/** Free space around the plot, pixels. */
export interface Margins {
  top: number
  right: number
  bottom: number
  left: number
}

/** The plot in pixels, and where values lie in it. */
export interface Frame {
  left: number
  right: number
  top: number
  bottom: number
  x: (value: number) => number
  y: (value: number) => number
}

const rowHeight = 6
const mostCellHeight = 48

/** Height of the rows of cells under the plot, and of one of them. */
export function cellHeights(rows: number): { row: number; all: number } {
  const row = rows === 0 ? 0 : Math.min(rowHeight, mostCellHeight / rows)
  return { row, all: row * rows }
}

/** The gutter at the right holds the labels of the curves. */
export function marginsOf(chart: CurveChart, gutter = 196): Margins {
  const cells = cellHeights(chart.cells.length).all
  return { top: chart.x.top === undefined ? 30 : 44, right: gutter, bottom: 30 + (cells > 0 ? cells + 10 : 0), left: 52 }
}

/** What of an axis decides where a value lies. */
interface Along {
  kind: ScaleKind
  min: number
  max: number
}

/** Where things are drawn in a picture of this size. */
export function frameOf(chart: { x: Along; y: Along }, margins: Margins, width: number, height: number): Frame {
  const left = margins.left
  const right = Math.max(left + 40, width - margins.right)
  const top = margins.top
  const bottom = Math.max(top + 40, height - margins.bottom)
  const { x, y } = chart
  const share = (kind: ScaleKind, min: number, max: number) => {
    const a = project(kind, min)
    const span = project(kind, max) - a || 1
    return (value: number): number => (project(kind, value) - a) / span
  }
  const alongX = share(x.kind, x.min, x.max)
  const alongY = share(y.kind, y.min, y.max)
  return {
    left,
    right,
    top,
    bottom,
    x: (value) => left + alongX(value) * (right - left),
    y: (value) => bottom - Math.min(1.02, Math.max(0, alongY(value))) * (bottom - top),
  }
}
