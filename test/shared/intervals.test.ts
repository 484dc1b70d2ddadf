import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanInterval, quantileInterval, studentCdf, studentQuantile } from '../../src/shared/intervals'
import { normalCdf } from '../../src/shared/normal'

describe('Student t', () => {
  it('is the Cauchy distribution with one degree of freedom and algebraic with two', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (t) => {
        expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 13)
        expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 13)
      }),
    )
  })

  it('comes to the normal distribution with many', () => {
    for (const t of [-2, -0.5, 0.3, 1.96]) expect(studentCdf(t, 100_000)).toBeCloseTo(normalCdf(t), 5)
  })

  // Abramowitz and Stegun, Table 26.10.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 4, 2.776],
    [0.975, 19, 2.093],
    [0.95, 30, 1.697],
    [0.025, 19, -2.093],
  ])('has the quantile %d of %d degrees of freedom at %d', (p, freedom, t) => {
    expect(studentQuantile(p, freedom)).toBeCloseTo(t, 3)
  })
})

describe('confidence intervals', () => {
  it('of a mean are mean +- t sd / sqrt(n)', () => {
    expect(meanInterval([1], 0.95)).toBeUndefined()
    const { low, high } = meanInterval([1, 2, 3, 4, 5], 0.95) ?? { low: 0, high: 0 }
    expect((low + high) / 2).toBeCloseTo(3, 12)
    expect((high - low) / 2).toBeCloseTo((2.7764451052 * Math.sqrt(2.5)) / Math.sqrt(5), 8)
  })

  it('of the median of ten are its second and ninth value, as tables have it', () => {
    expect(quantileInterval([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5, 0.95)).toEqual({ low: 2, high: 9 })
  })

  it('of the 5 % quantile have no lower end below 72 values', () => {
    const values = Float64Array.from({ length: 72 }, (_, i) => i)
    expect(quantileInterval(values, 0.05, 0.95).low).toBe(0)
    expect(quantileInterval(values.slice(1), 0.05, 0.95).low).toBeUndefined()
  })

  it('of a quantile hold it at least as often as they say', () => {
    for (const [n, p] of [
      [100, 0.05],
      [200, 0.05],
      [41, 0.3],
    ] as const) {
      const { low = -1, high = n } = quantileInterval(
        Float64Array.from({ length: n }, (_, i) => i),
        p,
        0.95,
      )
      // P(low <= number below the quantile < high): binomial, summed term by term.
      let term = (1 - p) ** n
      let inside = 0
      for (let k = 0; k <= n; k++) {
        if (k > low && k <= high) inside += term
        term *= ((n - k) / (k + 1)) * (p / (1 - p))
      }
      expect(inside).toBeGreaterThanOrEqual(0.95)
      expect(inside).toBeLessThan(0.995)
    }
  })
})
