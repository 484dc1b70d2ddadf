import type { ScaleKind } from './scale'

/** A chart of accuracy curves as plain data: what to draw, not how. Accuracies in percent. */
export interface CurveChart {
  x: ChartX
  y: { kind: 'linear' | 'probability'; min: number; max: number; ticks: number[] }
  /** Lowest acceptable worst case: the line that divides pass, near and fail. */
  accuracySpec: number
  curves: ChartCurve[]
  /** References of the focused curve, grey; whose they are, where the curves have different ones. */
  referenceOf?: string
  clean?: { x: number; y: number }[]
  montecarlo?: { x: number; mean: number; low: number; high: number }[]
  /** One row a curve, on the same x: what is planned, under way and done. */
  cells: CellRow[]
  /** A place along x that is being read. */
  pinned?: number
}

export interface ChartTick {
  at: number
  text: string
}

export interface ChartX {
  kind: Exclude<ScaleKind, 'probability'>
  min: number
  max: number
  ticks: ChartTick[]
  title: string
  /** The same axis in another unit, above. */
  top?: { ticks: ChartTick[]; title: string }
  /** Places along x have no order, so no line joins them. */
  unordered?: boolean
}

export interface ChartPoint {
  x: number
  y: number
  id: string
}

export interface ChartCurve {
  key: string
  name: string
  /** Identity between views, as A, B, C in a comparison. */
  letter?: string
  /** Order within the view: colour and marker follow it. */
  index: number
  /** Order that the marker follows, where curves of one run share its colour. */
  marker?: number
  points: ChartPoint[]
  /** Where the curve starts by definition: without error the worst case is the clean accuracy. */
  start?: { x: number; y: number }
  /** Certified floor, where it has one. */
  floor?: { x: number; y: number }[]
  focused: boolean
  /** What to say at the end of a curve that is not finished. */
  note?: string
  /** Loosest place along x that still passes. */
  crossing?: { x: number; text: string }
}

/** What gives a curve its marker. */
export const markerOf = ({ index, marker = index }: ChartCurve): number => marker

export type CellState = 'done' | 'running' | 'queued' | 'missing' | 'infeasible' | 'failed'

export interface CellRow {
  index: number
  cells: { x: number; state: CellState }[]
}
