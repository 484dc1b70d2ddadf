import { expect, it } from 'vitest'
import { floorText } from '../../src/shared/floor'

it('a floor of 0 is called vacuous, and where there is none nothing is said', () => {
  expect([undefined, 0, 0.01, 96.5].map(floorText)).toEqual(['', 'vacuous', '0.01', '96.50'])
})
