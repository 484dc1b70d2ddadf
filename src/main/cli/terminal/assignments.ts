import { NadirError } from '../../../shared/errors'
import type { Value } from '../../../shared/fields'

/** One `name=value` of the command line, split. */
export interface Assignment {
  field: string
  value: unknown
}

/** Collects an option that may be given several times. */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function split(text: string, form: string): [field: string, value: string] {
  const at = text.indexOf('=')
  const [field, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (at > 0 && field !== '' && value !== '') return [field, value]
  throw new NadirError('bad-value', `${JSON.stringify(text)} is not ${form}.`, { hint: 'For example device.threshold=0.03.' })
}

/** A value as it is written: a number (NaN and Infinity too, which the core refuses by name), true or false, else text. */
export function readValue(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true'
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) || /^[-+]?(NaN|Infinity)$/.test(text)) return Number(text)
  return text
}

/** Reads `--set name=value`, or `name=a,b,c` for a list. Throws bad-value. */
export function readSet(text: string): Assignment {
  const [field, value] = split(text, 'name=value')
  return { field, value: value.includes(',') ? readList(field, value) : readValue(value) }
}

/** Reads `--set name=value` where a list has no meaning. Throws bad-value. */
export function readSingle(text: string): { field: string; value: Value } {
  const [field, value] = split(text, 'name=value')
  return { field, value: readValue(value) }
}

/** Reads `--axis name=from:to:steps`, with `:log` for a logarithmic one, or `name=a,b,c`. Throws bad-value. */
export function readAxis(text: string): Assignment {
  const [field, value] = split(text, 'name=from:to:steps or name=a,b,c')
  if (!value.includes(':')) return { field, value: readList(field, value) }
  const [from, to, steps, scale = 'linear', ...rest] = value.split(':')
  const numbers = [from, to, steps].map((part) => (part === undefined ? undefined : readValue(part)))
  const known = scale === 'linear' || scale === 'log'
  if (rest.length > 0 || !known || numbers.some((part) => typeof part !== 'number')) {
    throw new NadirError('bad-value', `The axis ${field} cannot be ${JSON.stringify(value)}.`, {
      hint: 'An axis is from:to:steps, as 0.005:0.04:8, with :log behind it for a logarithmic one, or a list.',
    })
  }
  return { field, value: { from: numbers[0], to: numbers[1], steps: numbers[2], scale } }
}

function readList(field: string, text: string): Value[] {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.includes(''))
    throw new NadirError('bad-value', `The list of ${field} has an empty place: ${JSON.stringify(text)}.`, {
      hint: 'Separate values by single commas.',
    })
  return parts.map(readValue)
}
