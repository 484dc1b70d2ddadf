import type { Design, FieldInfo, Value } from '../../shared/fields'
import { axisValues, maxAxes, type Axis, type AxisRange, type Spec } from '../../shared/spec'
import { NadirError } from '../../shared/errors'

/** The design in the form. Like any spec; all functions here return a new one and leave theirs as it was. */
export type Draft = Spec

export function axisOf(draft: Draft, field: string): Axis | undefined {
  return draft.axes.find((axis) => axis.field === field)
}

/** The single design that derived values are shown for: the fields without their axes. */
export function baseDesign(draft: Draft): Design {
  return draft.fields as Design
}

/**
 * Puts a value into a field. A new threshold unit converts the threshold, so that the box stays the same:
 * th_level = th_window (2^K - 1).
 */
export function setField(draft: Draft, name: string, value: Value): Draft {
  const fields = { ...draft.fields, [name]: value }
  if (name !== 'device.thresholdUnit' || value === draft.fields[name]) return { ...draft, fields }
  const spacings = 2 ** Number(draft.fields['device.bitsPerDevice'] ?? 1) - 1
  const factor = value === 'level' ? spacings : 1 / spacings
  const convert = (v: Value): Value => (typeof v === 'number' ? Number((v * factor).toPrecision(12)) : v)
  fields['device.threshold'] = convert(draft.fields['device.threshold'] ?? 0)
  const axes = draft.axes.map((axis): Axis => {
    if (axis.field !== 'device.threshold') return axis
    if (axis.range === undefined) return { ...axis, values: axis.values.map(convert) }
    return rangeAxis(axis.field, { ...axis.range, from: Number(convert(axis.range.from)), to: Number(convert(axis.range.to)) }, false)
  })
  return { fields, axes }
}

/** An axis from a range; whole-number fields keep whole numbers, and none twice. */
export function rangeAxis(field: string, range: AxisRange, whole: boolean): Axis {
  const usable = range.steps >= 1 && range.steps <= 100_000 && Number.isFinite(range.from) && Number.isFinite(range.to)
  const logarithmic = range.scale === 'log' && (range.from <= 0 || range.to <= 0)
  const values = usable && !logarithmic ? axisValues(range).map((v) => (whole ? Math.round(v) : v)) : []
  return { field, range, values: [...new Set(values)] }
}

export function setAxis(draft: Draft, axis: Axis): Draft {
  const known = draft.axes.some((a) => a.field === axis.field)
  if (!known && draft.axes.length >= maxAxes) {
    throw new NadirError('too-many-axes', `A sweep has at most ${maxAxes} axes.`, {
      hint: 'Turn another axis back into a single value first.',
    })
  }
  return { ...draft, axes: known ? draft.axes.map((a) => (a.field === axis.field ? axis : a)) : [...draft.axes, axis] }
}

export function dropAxis(draft: Draft, field: string): Draft {
  return { ...draft, axes: draft.axes.filter((axis) => axis.field !== field) }
}

const slots = (low: number, high: number, list: number[]): number[] => list.filter((v) => v >= low && v <= high)

/** The axis a field starts with when it is turned into one: what its range and scale suggest around its value. */
export function firstAxis(info: FieldInfo, value: Value, options: readonly Value[], bits: Value | undefined): Axis {
  if (info.kind === 'flag') return { field: info.name, values: [false, true] }
  if (info.kind === 'choice') return { field: info.name, values: [...info.options] }
  if (info.kind === 'text') return { field: info.name, values: options.length > 1 ? [...options].slice(0, 8) : [value] }
  if (info.usual !== undefined) return { field: info.name, values: [...info.usual] }
  const [low, high] = info.slider ?? [info.min ?? 0, info.max ?? 100]
  const at = typeof value === 'number' ? value : high
  if (info.name === 'device.bitsPerDevice' && typeof bits === 'number') {
    return { field: info.name, values: slots(1, bits, [1, 2, 4, 8]).filter((k) => bits % k === 0) }
  }
  if (info.kind === 'integer' && high - low <= 8) return { field: info.name, values: slots(low, high, [1, 2, 4, 6, 8]) }
  if (info.scale === 'log2') return { field: info.name, values: slots(low, high, [at / 4, at / 2, at, at * 2, at * 4].map(Math.round)) }
  const whole = info.kind === 'integer'
  const spread = info.scale === 'log' ? 3 : 2
  const from = Math.max(low, Number((at / spread).toPrecision(1)))
  const to = Math.min(high, Number((at * spread).toPrecision(1)))
  return rangeAxis(
    info.name,
    { from, to: to > from ? to : high, steps: 5, scale: info.scale === 'log' && from > 0 ? 'log' : 'linear' },
    whole,
  )
}
