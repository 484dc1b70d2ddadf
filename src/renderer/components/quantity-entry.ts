import { parseEngineering } from '../../shared/units'
import { siScale } from './si-scale'

/** A quantity as it is typed: a number in the unit beside it. */
export interface Entry {
  text: string
  /** The unit with its prefix, as it stands beside the number. */
  unit: string
  factor: number
  /** Whether a number may name a prefix of its own; of an area it would have to count twice. */
  prefixed: boolean
}

/** A number with its unit, as a device or the cost has them. */
export interface UnitNumber {
  value: number
  unit: string
}

const prefixed: ReadonlySet<string> = new Set(['S', 's', 'J'])

/** Siemens, seconds and joules take an engineering prefix, areas are in square micrometres, all else stands as it is; what is longer than its field is rounded. */
export function entryOf({ value, unit: si }: UnitNumber): Entry {
  const area = si === 'm2'
  const { factor, prefix } = area ? { factor: 1e-12, prefix: '' } : prefixed.has(si) ? siScale(value) : { factor: 1, prefix: '' }
  const unit = area ? '\u00b5m\u00b2' : si
  const exact = String(Number((value / factor).toPrecision(6)))
  return {
    text: exact.length > 6 ? String(Number((value / factor).toPrecision(4))) : exact,
    unit: `${prefix}${unit}`,
    factor,
    prefixed: !area,
  }
}

/** What was typed, in SI: a bare number is in the unit shown, `30n` names its own prefix where it may. NaN where it is no number. */
export function readEntry(text: string, { factor, prefixed: may }: Pick<Entry, 'factor' | 'prefixed'>): number {
  const trimmed = text.trim()
  const value = parseEngineering(trimmed)
  const ownPrefix = /[a-z\u00b5\u03bc]$/i.test(trimmed)
  if (ownPrefix && !may) return NaN
  return ownPrefix || Number.isNaN(value) ? value : Number((value * factor).toPrecision(12))
}
