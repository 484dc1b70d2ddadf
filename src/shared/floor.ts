import { percent } from './units'

/** A certified floor in a table: a floor of 0 says nothing, which is what vacuous means. Empty where there is none. */
export function floorText(floor: number | undefined): string {
  if (floor === undefined) return ''
  return floor === 0 ? 'vacuous' : percent(floor, 2)
}
