import { area, engineering, nbsp } from './units'

/** A constant of the cost model with its unit, as people write it. */
export function constantText(value: number, unit: string): string {
  if (unit === 'm2') return area(value)
  return unit === 'J' || unit === 's' ? engineering(value, unit) : `${Number(value.toPrecision(4))}${nbsp}${unit}`
}
