import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binomialInterval, incompleteBeta } from '../../src/shared/binomial'

/** P(at least a of n) term by term. */
function atLeast(a: number, n: number, p: number): number {
  let sum = 0
  let term = (1 - p) ** n
  for (let k = 0; k <= n; k++) {
    if (k >= a) sum += term
    term *= ((n - k) / (k + 1)) * (p / (1 - p))
  }
  return sum
}

describe('the exact interval of a binomial probability', () => {
  it('of none in n ends at 1 - (alpha / 2)^(1 / n), and of all begins at (alpha / 2)^(1 / n)', () => {
    for (const n of [1, 5, 20, 200, 100_000]) {
      const end = 0.025 ** (1 / n)
      expect(binomialInterval(0, n, 0.95).low).toBe(0)
      expect(Math.abs(binomialInterval(0, n, 0.95).high - (1 - end))).toBeLessThan(1e-12)
      expect(binomialInterval(n, n, 0.95).high).toBe(1)
      expect(Math.abs(binomialInterval(n, n, 0.95).low - end)).toBeLessThan(1e-12)
    }
  })

  it('has ends at which what was seen or more has half of what is left', () => {
    for (const [k, n] of [
      [1, 2],
      [3, 20],
      [19, 20],
      [50, 200],
      [400, 1000],
    ] as const) {
      const { low, high } = binomialInterval(k, n, 0.95)
      expect(Math.abs(atLeast(k, n, low) - 0.025)).toBeLessThan(1e-10)
      expect(Math.abs(atLeast(k + 1, n, high) - 0.975)).toBeLessThan(1e-10)
    }
  })

  it('rests on a function that is the sum of its terms', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, x) => {
          expect(Math.abs(incompleteBeta(x, a, b) - atLeast(a, a + b - 1, x))).toBeLessThan(1e-11)
        },
      ),
    )
  })
})
