import { prefixes } from '../../shared/units'

/** An engineering prefix for a whole axis: what a value is divided by, and what stands before the unit. */
export interface SiScale {
  factor: number
  prefix: string
}

/** The unit of an axis of durations: seconds with a prefix, minutes, or hours. */
export function timeScale(longest: number): { factor: number; unit: string } {
  if (longest >= 6000) return { factor: 3600, unit: 'h' }
  if (longest >= 200) return { factor: 60, unit: 'min' }
  const { factor, prefix } = siScale(longest)
  return { factor, unit: `${prefix}s` }
}

/** The prefix with which the largest of the values reads 1 to 1000. */
export function siScale(largest: number): SiScale {
  const size = Math.abs(largest)
  if (size === 0 || !Number.isFinite(size)) return { factor: 1, prefix: '' }
  const [factor, prefix] = prefixes.find(([step]) => Number(size.toPrecision(4)) >= step) ?? [1e-18, 'a']
  return { factor, prefix }
}
