import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exp, ln, normalCdf, normalQuantile } from '../../src/shared/normal'

describe('the normal distribution in own arithmetic', () => {
  it('has the logarithm and exponential of the platform to 2e-15', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.double({ min: -700, max: 700, noNaN: true }), (x, y) => {
        expect(Math.abs(ln(x) - Math.log(x))).toBeLessThan(2e-15 * Math.max(1, Math.abs(Math.log(x))))
        expect(Math.abs(exp(y) / Math.exp(y) - 1)).toBeLessThan(5e-13)
      }),
    )
  })

  // Abramowitz and Stegun, Table 26.1 and 26.5.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [1.959963984540054, 0.975],
    [3, 0.99865010196837],
  ])('has P(%d) = %d', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 14)
    expect(normalCdf(-x)).toBeCloseTo(1 - p, 14)
  })

  it('inverts itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-14)
      }),
    )
  })
})
