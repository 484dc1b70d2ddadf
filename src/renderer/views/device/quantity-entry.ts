import type { Quantity } from '../../../shared/device'
import { parseEngineering } from '../../../shared/units'
import { siScale } from './si-scale'

/** A quantity as it is typed: a number in the unit beside it. */
export interface Entry {
  text: string
  /** The unit with its prefix, as it stands beside the number. */
  unit: string
  factor: number
}

const prefixed: ReadonlySet<string> = new Set(['S', 's', 'J'])

/** Siemens, seconds and joules take an engineering prefix, all else stands as it is; what is longer than its field is rounded. */
export function entryOf({ value, unit }: Pick<Quantity, 'value' | 'unit'>): Entry {
  const { factor, prefix } = prefixed.has(unit) ? siScale(value) : { factor: 1, prefix: '' }
  const exact = String(Number((value / factor).toPrecision(6)))
  return { text: exact.length > 6 ? String(Number((value / factor).toPrecision(4))) : exact, unit: `${prefix}${unit}`, factor }
}

/** What was typed, in SI: a bare number is in the unit shown, `30n` names its own prefix. NaN where it is no number. */
export function readEntry(text: string, { factor }: Pick<Entry, 'factor'>): number {
  const trimmed = text.trim()
  const value = parseEngineering(trimmed)
  const ownPrefix = /[a-z\u00b5\u03bc]$/i.test(trimmed)
  return ownPrefix || Number.isNaN(value) ? value : Number((value * factor).toPrecision(12))
}
