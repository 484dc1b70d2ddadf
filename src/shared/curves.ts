import { coreFields, type Value } from './fields'
import type { Point } from './results'
import type { Axis, Spec } from './spec'
import { valueText } from './spec-text'

/** One curve of a run: the points that differ in the x field only. */
export interface Family {
  key: string
  label: string
  /** Values of the other axes along this curve. */
  at: Record<string, Value>
  points: { x: number; point: Point }[]
}

export interface Curves {
  /** Field along x, absent for a single point. */
  x?: Axis
  families: Family[]
}

/** The axis drawn along x: the threshold where it is swept, else the first axis with numbers, else the first. */
export function curveAxis(spec: Spec): Axis | undefined {
  const numeric = spec.axes.filter((axis) => axis.values.every((v) => typeof v === 'number'))
  return numeric.find((axis) => axis.field === 'device.threshold') ?? numeric[0] ?? spec.axes[0]
}

/** How many curves a run has: one for each combination of values on its other axes. */
export function curveCount(spec: Spec): number {
  const x = curveAxis(spec)
  return spec.axes.filter((axis) => axis !== x).reduce((product, axis) => product * axis.values.length, 1)
}

/** Groups a run's points into curves along one axis, in plan order. An x without numbers takes positions 0, 1, 2. */
export function toCurves(spec: Spec, points: readonly Point[]): Curves {
  const x = curveAxis(spec)
  const families = new Map<string, Family>()
  for (const point of points) {
    const at = Object.fromEntries(Object.entries(point.at).filter(([name]) => name !== x?.field))
    const key = JSON.stringify(at)
    let family = families.get(key)
    if (family === undefined) {
      family = { key, label: curveLabel(spec, at), at, points: [] }
      families.set(key, family)
    }
    const value = x === undefined ? 0 : point.at[x.field]
    family.points.push({ x: typeof value === 'number' ? value : (x?.values.indexOf(value ?? '') ?? 0), point })
  }
  for (const family of families.values()) family.points.sort((a, b) => a.x - b.x)
  return x === undefined ? { families: [...families.values()] } : { x, families: [...families.values()] }
}

/** What a curve is called: its values on the axes other than x, or the network where there is none. */
export function curveLabel(spec: Spec, at: Record<string, Value>): string {
  const parts = Object.entries(at).map(([name, value]) => fieldValue(name, value))
  return parts.length > 0 ? parts.join(', ') : String(spec.fields['model'] ?? '')
}

/** A value that says what it is a value of: two fields may both count bits, and both may be `float`. */
function fieldValue(name: string, value: Value): string {
  if (typeof value === 'string' && value !== 'float' && value !== 'all') return value
  const { label, unit } = fieldWords(name)
  const counted = typeof value !== 'number' || label.toLowerCase().includes(unit)
  return `${label.toLowerCase()} ${valueText(value)}${counted ? '' : ` ${unit}`}`
}

const coreWords = new Map(Object.entries(coreFields).map(([name, schema]) => [name, schema.meta() as { label: string; unit?: string }]))

/** What a field is called along an axis. The form's name for the method, `Worst case`, would read there as a number. */
export function fieldWords(name: string): { label: string; unit: string } {
  const { label, unit = '' } = coreWords.get(name) ?? { label: name.slice(name.indexOf('.') + 1) }
  return { label: name === 'attack.method' ? 'Search method' : label, unit }
}

/**
 * Where a falling curve last meets the limit: linear between the two points around it, `tested` the last point that
 * passed; absent where none does. `exact` where no point failed.
 */
export function loosestPassing(family: Family, limit: number): { x: number; tested: number; exact: boolean } | undefined {
  let last: { x: number; y: number } | undefined
  for (const { x, point } of family.points) {
    if (point.worst === undefined) continue
    if (point.worst < limit) {
      if (last === undefined) return undefined
      return { x: last.x + ((x - last.x) * (last.y - limit)) / (last.y - point.worst), tested: last.x, exact: false }
    }
    last = { x, y: point.worst }
  }
  return last === undefined ? undefined : { x: last.x, tested: last.x, exact: true }
}
