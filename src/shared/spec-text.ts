import type { Value } from './fields'
import type { Axis, Spec } from './spec'

/** A value of a field in words, without its unit. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value).replace(/^-/, '\u2212')
}

const listed = 4

/** The values of an axis in words: `2, 4`, or `0.005 to 0.04, 8 points`, with `log` where they are spread so. */
export function axisText({ values, range }: Axis): string {
  const numbers = values.filter((value) => typeof value === 'number')
  if (values.length <= listed || numbers.length < values.length) return values.map(valueText).join(', ')
  const scale = range?.scale === 'log' ? ', log' : ''
  return `${valueText(Math.min(...numbers))} to ${valueText(Math.max(...numbers))}, ${values.length} points${scale}`
}

/** What a spec holds in a field: one value, or those of its axis. */
export function fieldText(spec: Spec, name: string): string {
  const axis = spec.axes.find((a) => a.field === name)
  return axis === undefined ? valueText(spec.fields[name]) : axisText(axis)
}
