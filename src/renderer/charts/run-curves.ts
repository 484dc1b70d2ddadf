import { curveAxis, toCurves } from '../../shared/curves'
import type { Design, Value } from '../../shared/fields'
import type { Point, RunDetail } from '../../shared/results'
import { designAt, type Axis } from '../../shared/spec'

/** What is drawn along x: the threshold in either unit, or another field as it is. */
export type XView = 'window' | 'level' | 'log' | 'linear'

export interface RunPoint {
  x: number
  point: Point
  design: Design
}

/** One curve of a run with its planned points, finished or not, ascending in x. */
export interface RunCurve {
  key: string
  at: Record<string, Value>
  points: RunPoint[]
  /** Level spacings in the conductance window along this curve, 2^K - 1. */
  spacings: number
}

export interface RunCurves {
  /** What x holds: the threshold (a single point has no other), numbers of another field, or its values in their order. */
  along: 'threshold' | 'number' | 'choice'
  axis: Axis | undefined
  curves: RunCurve[]
}

/** The threshold in both units, also of a design that cannot be built. */
export function thresholdsOf(design: Design): { window: number; level: number; spacings: number } {
  const spacings = 2 ** design['device.bitsPerDevice'] - 1
  const given = design['device.threshold']
  const inWindow = design['device.thresholdUnit'] === 'window'
  const exact = (value: number): number => Number(value.toPrecision(12))
  return { window: inWindow ? given : exact(given / spacings), level: inWindow ? exact(given * spacings) : given, spacings }
}

/** The curves of a run along its x axis. `fixed` keeps only the curves with these values on the other axes. */
export function runCurves(run: Pick<RunDetail, 'spec' | 'points'>, view: XView, fixed: Record<string, Value> = {}): RunCurves {
  const axis = curveAxis(run.spec)
  const along =
    axis === undefined || axis.field === 'device.threshold'
      ? 'threshold'
      : axis.values.every((v) => typeof v === 'number')
        ? 'number'
        : 'choice'
  const { families } = toCurves(run.spec, run.points)
  const curves = families
    .filter((family) => Object.entries(fixed).every(([name, value]) => !(name in family.at) || family.at[name] === value))
    .map((family): RunCurve => {
      const points = family.points.map(({ x, point }): RunPoint => {
        const design = designAt(run.spec, point.at)
        const both = thresholdsOf(design)
        return { x: along === 'threshold' ? (view === 'level' ? both.level : both.window) : x, point, design }
      })
      const first = points[0]
      return {
        key: family.key,
        at: family.at,
        points: points.sort((a, b) => a.x - b.x),
        spacings: first === undefined ? 1 : thresholdsOf(first.design).spacings,
      }
    })
  return { along, axis, curves }
}
