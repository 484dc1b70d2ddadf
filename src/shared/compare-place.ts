import { coreFields } from './fields'
import { overlay, placeOf, type OverlayAxis } from './overlay'
import type { Point, RunDetail } from './results'
import { threshold } from './units'

/** A place along the curves of several runs. */
export interface Place {
  x: number
  /** All places where every curve of every run has a result, ascending. */
  choices: number[]
  axis: OverlayAxis
}

/**
 * The places where every curve of every run has a result, those left out that have none anywhere. Taken is `wanted` where
 * it is one of them, else the default of the field along x (for the threshold 0.03, at which models are measured), else
 * the last.
 */
export function commonPlace(runs: readonly RunDetail[], wanted?: number): Place | undefined {
  const { x: axis, curves } = overlay(runs)
  const found = curves.filter((curve) => curve.points.length > 0)
  if (runs.some((_, index) => found.every((curve) => curve.run !== index))) return undefined
  const sets = found.map((curve) => new Set(curve.points.map((one) => one.x)))
  const choices = [...(sets[0] ?? [])].filter((x) => sets.every((set) => set.has(x))).sort((a, b) => a - b)
  const x = [wanted, usual(axis), choices.at(-1)].find((one) => one !== undefined && choices.includes(one))
  return x === undefined ? undefined : { x, choices, axis }
}

function usual({ field, names }: OverlayAxis): number | undefined {
  const name = field ?? 'device.threshold'
  const value: unknown = Object.entries(coreFields)
    .find(([known]) => known === name)?.[1]
    .parse(undefined)
  if (names !== undefined) return names.indexOf(String(value))
  return typeof value === 'number' ? value : undefined
}

/** A place in words: `t = 0.0300 window`, `Weights = 4 bit`. */
export function placeText({ axis, x }: Pick<Place, 'axis' | 'x'>): string {
  if (axis.field === undefined) return `t = ${threshold(x)} window`
  return `${axis.label} = ${axis.names?.[x] ?? String(x)}${axis.unit ? ` ${axis.unit}` : ''}`
}

/** The lowest finding at a place among the points of a run or of one of its curves; among all of them without a place. */
export function lowestAt(points: readonly Point[], place: Place | undefined): (Point & { worst: number }) | undefined {
  const found = points.flatMap((point) => {
    const here = place === undefined || placeOf(point, place.axis) === place.x
    return here && point.worst !== undefined ? [{ ...point, worst: point.worst }] : []
  })
  return found.sort((a, b) => a.worst - b.worst)[0]
}
