import type { Value } from '../../shared/fields'
import type { Axis, Spec } from '../../shared/spec'
import { longTime } from '../../shared/units'

/** A short name from what makes a run its own: `lenet-w4a4, threshold 0.005 to 0.04`. */
export function runName(spec: Spec): string {
  const models = spec.axes.find((axis) => axis.field === 'model')
  const others = spec.axes.filter((axis) => axis.field !== 'model').map(axisText)
  const subject = models === undefined ? String(spec.fields['model'] ?? '') : listed(models.values)
  const name = others.length > 0 ? [subject, ...others].join(', ') : `${subject} at threshold ${String(spec.fields['device.threshold'])}`
  return name.length <= 200 ? name : `${name.slice(0, 199)}…`
}

function axisText(axis: Axis): string {
  const label = axis.field === 'device.time' ? 'age' : words(axis.field)
  const text = (value: Value): Value => (axis.field === 'device.time' && typeof value === 'number' ? longTime(value) : value)
  const numbers = axis.values.filter((value) => typeof value === 'number')
  if (numbers.length < axis.values.length || numbers.length <= 3) return `${label} ${listed(axis.values.map(text))}`
  return `${label} ${String(text(numbers[0] ?? ''))} to ${String(text(numbers.at(-1) ?? ''))}`
}

function listed(values: readonly Value[]): string {
  return values.length <= 3 ? values.join(' / ') : `${values.slice(0, 2).join(' / ')} and ${values.length - 2} more`
}

/** `device.bitsPerDevice` reads "bits per device"; `data.score.images` "score images". */
function words(field: string): string {
  return field
    .slice(field.indexOf('.') + 1)
    .replaceAll('.', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
