import type { Point, PointResult, RunDetail } from '../../../shared/results'
import { runCurves, type RunCurve, type RunCurves, type RunPoint } from '../../charts/run-curves'

/** A point that has a result. */
export type FoundPoint = Point & { result: PointResult; worst: number }

export function isFound(point: Point | undefined): point is FoundPoint {
  return point?.result !== undefined && point.worst !== undefined
}

/** The point of a run where the least was found; of those that quote it, the one that found it. */
export function lowestPoint(points: readonly Point[]): FoundPoint | undefined {
  return points.filter(isFound).reduce<FoundPoint | undefined>((best, point) => {
    if (best === undefined || point.worst < best.worst) return point
    return point.worst === best.worst && best.carriedFrom !== undefined && point.carriedFrom === undefined ? point : best
  }, undefined)
}

/** Where a point stands in its run, and the points with a result around it. */
export interface PointPlace {
  curves: RunCurves
  curve: RunCurve
  /** Order of the curve in the run: its colour follows it. */
  index: number
  here: RunPoint
  before?: RunPoint
  after?: RunPoint
  /** The nearest along x on the curve before and after. */
  above?: RunPoint
  below?: RunPoint
}

/** Pure; undefined where the run has no such point. */
export function pointPlace(run: Pick<RunDetail, 'spec' | 'points'>, id: string): PointPlace | undefined {
  const curves = runCurves(run, 'window')
  const index = curves.curves.findIndex((curve) => curve.points.some(({ point }) => point.id === id))
  const curve = curves.curves[index]
  const here = curve?.points.find(({ point }) => point.id === id)
  if (curve === undefined || here === undefined) return undefined
  const along = curve.points.filter(({ point }) => isFound(point))
  const at = along.findIndex(({ point }) => point.id === id)
  const nearest = (other: RunCurve | undefined): RunPoint | undefined =>
    other?.points
      .filter(({ point }) => isFound(point))
      .reduce<RunPoint | undefined>((best, p) => (best && Math.abs(best.x - here.x) <= Math.abs(p.x - here.x) ? best : p), undefined)
  const around = {
    before: at < 0 ? undefined : along[at - 1],
    after: at < 0 ? undefined : along[at + 1],
    above: nearest(curves.curves[index - 1]),
    below: nearest(curves.curves[index + 1]),
  }
  const known = Object.fromEntries(Object.entries(around).filter(([, value]) => value !== undefined))
  return { curves, curve, index, here, ...known }
}
