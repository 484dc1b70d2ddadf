import { curveAxis, fieldWords, toCurves } from './curves'
import type { Value } from './fields'
import type { Point, RunDetail } from './results'

/** What runs have in common along x: the threshold in window units, or another field that all of them sweep. */
export interface OverlayAxis {
  /** Absent where x is the threshold. */
  field?: string
  label: string
  unit: string
  /** Values of a field without numbers, at x = 0, 1, 2. */
  names?: string[]
}

/** One curve of one run: its points with a result, ascending in x. */
export interface OverlayCurve {
  run: number
  /** Values of the run's other axes along this curve, in words; empty where it is the only one. */
  label: string
  /** Values of the other axes along this curve. */
  at: Record<string, Value>
  points: { x: number; point: Point }[]
  /** Points of the plan, with or without a result. */
  planned: readonly Point[]
}

export interface Overlay {
  x: OverlayAxis
  curves: OverlayCurve[]
}

/**
 * The curves of several runs over one x. Thresholds swept in level units are placed by t, so that they meet those in
 * window units; where runs sweep different fields, each point stands at its own t.
 */
export function overlay(runs: readonly RunDetail[]): Overlay {
  const x = sharedAxis(runs)
  const curves = runs.flatMap((run, index) => {
    const { families } = toCurves(run.spec, run.points)
    return families.map(({ label, at: values, points }): OverlayCurve => {
      const placed = points.flatMap(({ point }) => {
        const at = placeOf(point, x)
        return at === undefined ? [] : [{ x: at, point }]
      })
      return {
        run: index,
        label: families.length > 1 ? label : '',
        at: values,
        points: placed.sort((a, b) => a.x - b.x),
        planned: points.map(({ point }) => point),
      }
    })
  })
  return { x, curves }
}

export function sharedAxis(runs: readonly RunDetail[]): OverlayAxis {
  const axes = runs.map((run) => curveAxis(run.spec))
  const first = axes[0]
  if (first === undefined || first.field === 'device.threshold' || axes.some((axis) => axis?.field !== first.field)) {
    return { label: 'threshold t', unit: 'fraction of the conductance window' }
  }
  const { field } = first
  const values = [...new Set(axes.flatMap((axis) => axis?.values ?? []))]
  const numeric = values.every((value) => typeof value === 'number')
  return { field, ...fieldWords(field), ...(numeric ? {} : { names: values.map(String) }) }
}

/** Where a point with a result stands. Thresholds are rounded, so that 0.09 level at K = 2 is 0.03 window. */
export function placeOf(point: Point, axis: OverlayAxis): number | undefined {
  if (point.result === undefined) return undefined
  if (axis.field === undefined) return Number(point.result.t.toPrecision(9))
  return positionOf(point.at[axis.field], axis)
}

function positionOf(value: Value | undefined, { names }: OverlayAxis): number | undefined {
  if (names === undefined) return typeof value === 'number' ? value : undefined
  const at = value === undefined ? -1 : names.indexOf(String(value))
  return at < 0 ? undefined : at
}
