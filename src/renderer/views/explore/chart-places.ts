import type { ChartCurve, CurveChart } from '../../charts/curve-chart'
import type { Frame } from '../../charts/frame'
import { placeLabels } from '../../charts/layers/labels'
import type { RunCurve } from '../../charts/run-curves'

/** Pixels inside the chart. */
export interface Place {
  px: number
  py: number
}

const reach = 40

/** The place along x with a result that is nearest to the pointer, if one is near. */
export function nearestX(curves: readonly RunCurve[], frame: Frame, { px, py }: Place): number | undefined {
  const { left, right, top, bottom } = frame
  if (px < left - 8 || px > right + 8 || py < top || py > bottom) return undefined
  let best: { x: number; distance: number } | undefined
  for (const { x, point } of curves.flatMap((curve) => curve.points)) {
    const distance = Math.abs(frame.x(x) - px)
    if (point.worst !== undefined && (best === undefined || distance < best.distance)) best = { x, distance }
  }
  return best !== undefined && best.distance < reach ? best.x : undefined
}

/** The drawn point at a place along x whose curve is nearest to the pointer. */
export function nearestPoint(chart: CurveChart, frame: Frame, x: number, py: number): { curve: ChartCurve; id: string } | undefined {
  const found = chart.curves.flatMap((curve) => {
    const point = curve.points.find((p) => p.x === x)
    return point === undefined ? [] : [{ curve, id: point.id, distance: Math.abs(frame.y(point.y) - py) }]
  })
  return found.sort((a, b) => a.distance - b.distance)[0]
}

/** Key of the curve whose label in the gutter is at a place. */
export function labelAt(chart: CurveChart, frame: Frame, { px, py }: Place): string | undefined {
  if (px < frame.right) return undefined
  return placeLabels(chart, frame).find((label) => Math.abs(label.placed - py) <= 8)?.curve?.key
}

/** The widest stretch of the gutter that no label takes. */
export function freeStretch(chart: CurveChart, frame: Frame): { top: number; height: number } {
  const taken = [frame.top - 6, ...placeLabels(chart, frame).map((label) => label.placed), frame.bottom + 8]
  let best = { top: frame.top, height: 0 }
  taken.forEach((y, i) => {
    const top = taken[i - 1]
    if (top !== undefined && y - top > best.height) best = { top, height: y - top }
  })
  return best
}

const lineHeight = 16
const edges = 31

/** Where a pinned reading of so many lines docks in that stretch; it drops its minor lines where that is too short for all. */
export function dock(stretch: { top: number; height: number }, lines: { all: number; minor: number }): { top: number; tight: boolean } {
  const full = edges + (lines.all + 1) * lineHeight
  const tight = full > stretch.height - lineHeight
  const height = tight ? edges + (lines.all - lines.minor) * lineHeight : full
  return { top: stretch.top + Math.max(8, Math.min(20, (stretch.height - height) / 2)), tight }
}
