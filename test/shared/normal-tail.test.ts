import { describe, expect, it } from 'vitest'
import { lnUpperTail, normalDensity, upperTail } from '../../src/shared/normal-tail'

/** Q(x) = erfc(x / sqrt 2) / 2 and its logarithm, by mpmath with 40 digits. */
const known = [
  [-9, 0.99999999999999999989, -1.1285884059538406478e-19],
  [-3, 0.99865010196836990547, -0.0013508099647481937988],
  [-1, 0.84134474606854294859, -0.17275377902344988953],
  [0, 0.5, -0.69314718055994530942],
  [0.5, 0.30853753872598689636, -1.1759117615936186089],
  [1, 0.15865525393145705141, -1.8410216450092635058],
  [2, 0.0227501319481792072, -3.7831843336820319488],
  [2.4999, 0.0062114183749445860467, -5.081366007354047954],
  [2.5, 0.006209665325776135167, -5.0816482772786904984],
  [3, 0.0013498980316300945267, -6.6077262215103495433],
  [3.5, 0.00023262907903552503635, -8.366065308344092935],
  [5, 2.8665157187919391167e-7, -15.064998393988725736],
  [8, 6.2209605742717841235e-16, -35.013437159914549896],
  [12, 1.7764821120776789977e-33, -75.410673001568795939],
  [20, 2.7536241186062336951e-89, -203.91715537109726394],
  [37, 5.7255712225245768227e-300, -689.0305855768905936],
] as const
const farther = [
  [60, -1805.0135606805671387],
  [300, -45006.62273211866336],
  [5000, -12500009.436131764621],
] as const

describe('the upper tail of the standard normal', () => {
  it.each(known)('at %s is right to 1e-12 of itself, and so is its logarithm', (x, tail, ln) => {
    expect(Math.abs(upperTail(x) / tail - 1)).toBeLessThan(1e-12)
    expect(Math.abs(lnUpperTail(x) - ln)).toBeLessThan(1e-12 * Math.max(1, Math.abs(ln)))
  })

  it.each(farther)('has its logarithm at %s, where it underflows', (x, ln) => {
    expect(upperTail(x)).toBe(0)
    expect(Math.abs(lnUpperTail(x) / ln - 1)).toBeLessThan(1e-14)
  })

  it('falls by its density', () => {
    for (const x of [-4, -1.3, 0, 0.7, 2.2, 2.8, 6]) {
      const h = 1e-5
      expect((upperTail(x - h) - upperTail(x + h)) / (2 * h)).toBeCloseTo(normalDensity(x), 9)
    }
  })
})
