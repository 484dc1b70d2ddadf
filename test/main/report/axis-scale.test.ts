import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearScale, logScale, nameScale, niceStep } from '../../../src/main/report/sheet/axis-scale'

describe('the axes of a printed figure', () => {
  it('have steps of 1, 2 or 5', () => {
    expect(niceStep(100, 5)).toBe(20)
    expect(niceStep(0.04, 6)).toBe(0.01)
    expect(niceStep(7, 6)).toBe(2)
  })

  it('end at ticks and hold every value between them', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (low, range) => {
        const scale = linearScale(low, low + range, 40, 500)
        const [first = Number.NaN, last = Number.NaN] = [scale.ticks[0], scale.ticks.at(-1)]
        expect(scale.at(first)).toBeCloseTo(40, 3)
        expect(scale.at(last)).toBeCloseTo(500, 3)
        for (const value of [low, low + range]) {
          expect(scale.at(value)).toBeGreaterThanOrEqual(40 - 1e-3)
          expect(scale.at(value)).toBeLessThanOrEqual(500 + 1e-3)
        }
        expect(scale.ticks.length).toBeGreaterThan(1)
        expect(scale.ticks.length).toBeLessThan(16)
      }),
    )
  })

  it('write their ticks with just the decimals that the step needs', () => {
    const { ticks, text } = linearScale(0, 0.04, 0, 100)
    expect(ticks.map(text)).toEqual(['0', '0.01', '0.02', '0.03', '0.04'])
    expect(linearScale(0, 100, 0, 1, 5).ticks.map(linearScale(0, 100, 0, 1, 5).text)).toEqual(['0', '20', '40', '60', '80', '100'])
  })

  it('spread a logarithmic range by ratio', () => {
    const scale = logScale(0.001, 0.1, 0, 200)
    expect(scale.at(0.01)).toBeCloseTo(100, 9)
    expect(scale.ticks).toEqual([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1])
  })

  it('give each name the middle of its share', () => {
    const scale = nameScale(['a', 'b'], 0, 100)
    expect([scale.at(0), scale.at(1), scale.text(1)]).toEqual([25, 75, 'b'])
  })
})
