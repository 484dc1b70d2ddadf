import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { argmax, surrogates } from '../../../src/main/engine/attack/surrogate'

const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 4, maxLength: 4 })

describe.each(Object.entries(surrogates))('surrogate %s', (_, surrogate) => {
  it('has the slope of its value, by finite differences', () => {
    fc.assert(
      fc.property(logits, fc.integer({ min: 0, max: 3 }), (row, t) => {
        const others = row.filter((_, j) => j !== t).sort((a, b) => b - a)
        // Kinks: a tie for the best other class, or the edge of a clipped surrogate.
        fc.pre(Math.abs((others[0] ?? 0) - (others[1] ?? 0)) > 1e-3 && Math.abs((row[t] ?? 0) - (others[0] ?? 0)) > 1e-3)
        const slope = new Float64Array(4)
        const clean = Float64Array.from([0.5, -1, 2, 0])
        const at = surrogate.value(Float64Array.from(row), t, slope, clean)
        const e = Math.exp((row[t] ?? 0) - Math.max(...row)) / row.reduce((s, o) => s + Math.exp(o - Math.max(...row)), 0)
        fc.pre(Math.abs(e - 0.5) > 1e-3)
        expect(Number.isFinite(at)).toBe(true)
        const scratch = new Float64Array(4)
        for (let j = 0; j < 4; j++) {
          const moved = (h: number): number =>
            surrogate.value(
              Float64Array.from(row, (o, k) => (k === j ? o + h : o)),
              t,
              scratch,
              clean,
            )
          expect(Math.abs((moved(1e-5) - moved(-1e-5)) / 2e-5 - (slope[j] ?? 0))).toBeLessThan(1e-6)
        }
      }),
    )
  })
})

describe('the closed forms', () => {
  const row = Float64Array.from([2, 1, 0])
  const clean = Float64Array.from([0, 1, 0.5])
  const value = (id: string, t: number): number => surrogates[id]?.value(row, t, new Float64Array(3), clean) ?? Number.NaN
  const Z = [2, 1, 0].map((o) => Math.exp(o) / (Math.exp(2) + Math.exp(1) + 1))
  const P = [0, 1, 0.5].map((o) => Math.exp(o) / (1 + Math.exp(1) + Math.exp(0.5)))

  it.each([
    ['p1', 1 + Math.log2(Z[0] ?? 0)],
    ['p2', 1],
    ['p3', Math.log1p(Math.E) - Math.LN2],
    ['p4', (Z[0] ?? 0) - 0.5],
    ['p5', Math.log(2 * (Z[0] ?? 0))],
    ['p6', (Z[0] ?? 0) - (Z[1] ?? 0)],
    ['p7', Math.log1p(Math.exp((Z[0] ?? 0) - (Z[1] ?? 0))) - Math.LN2],
    ['ce', Math.log(Z[0] ?? 0)],
    ['kl', -P.reduce((sum, p, j) => sum + p * Math.log(p / (Z[j] ?? 0)), 0)],
  ])('%s', (id, expected) => {
    expect(value(id, 0)).toBeCloseTo(expected, 12)
  })

  it('of the divergence is zero, slope and all, at the programmed network itself', () => {
    const slope = new Float64Array(3).fill(1)
    expect(surrogates['kl']?.value(row, 0, slope, row)).toBeCloseTo(0, 15)
    expect([...slope]).toEqual([0, 0, 0])
  })

  it('vanishes under p2 where the answer is wrong', () => {
    expect(value('p2', 1)).toBe(0)
  })
})

describe('the answer of a network', () => {
  it('is the lowest class where several tie', () => {
    expect(argmax([1, 3, 3, 2])).toBe(1)
  })
})
