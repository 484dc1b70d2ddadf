import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracyAxis, logTicks, niceEnd, niceTicks, project, tickTexts } from '../../../src/renderer/charts/scale'

describe('scales', () => {
  it('spreads the tails of a probability scale alike: 2 % lies as far below 50 % as 98 % above', () => {
    expect(project('probability', 50)).toBeCloseTo(0, 12)
    expect(project('probability', 98)).toBeCloseTo(-project('probability', 2), 12)
    expect(project('probability', 98.6) - project('probability', 98.2)).toBeGreaterThan(0.2)
  })

  it('keeps 0 and 100 % at the edge of a probability scale, where a logit has no place', () => {
    expect(Number.isFinite(project('probability', 0))).toBe(true)
    expect(project('probability', 100)).toBe(project('probability', 99.95))
  })

  it('gives ticks that are round, ascending and inside the range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
        fc.integer({ min: 3, max: 12 }),
        (low, span, wanted) => {
          const high = low + span
          fc.pre(high > low && span > Math.abs(low) * 1e-6)
          const ticks = niceTicks(low, high, wanted)
          expect(ticks.length).toBeLessThanOrEqual(wanted * 2 + 2)
          ticks.forEach((tick, i) => {
            if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1] ?? 0)
            expect(tick).toBeGreaterThanOrEqual(low - span * 1e-6)
            expect(tick).toBeLessThanOrEqual(high + span * 1e-6)
          })
        },
      ),
    )
  })

  it('ends an axis of thresholds at a round number that holds them all', () => {
    expect(niceEnd(0.04)).toBe(0.04)
    expect(niceEnd(0.06)).toBe(0.06)
    expect(niceEnd(0.0413)).toBeGreaterThanOrEqual(0.0413)
  })

  it('marks 1, 2 and 5 of each decade on a log axis', () => {
    expect(logTicks(0.002, 0.06)).toEqual([0.002, 0.005, 0.01, 0.02, 0.05])
  })

  it('writes ticks of one axis with the same number of decimals, and zero bare', () => {
    expect(tickTexts([0, 0.05, 0.1])).toEqual(['0', '0.05', '0.10'])
    expect(tickTexts([0, 20, 100])).toEqual(['0', '20', '100'])
  })

  it('opens the probability axis only as far as the values need', () => {
    const axis = accuracyAxis('probability', [98.6, 60])
    expect(axis.min).toBeGreaterThan(20)
    expect(axis.max).toBeGreaterThan(98.6)
    expect(axis.ticks.every((tick) => tick >= axis.min && tick <= axis.max)).toBe(true)
    expect(accuracyAxis('linear', [98.6, 60])).toMatchObject({ min: 0, max: 100 })
  })
})
