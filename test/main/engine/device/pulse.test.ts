import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterPulses, checkCurve, depressionPlace, deviceCurve, potentiationPlace } from '../../../../src/main/engine/device/pulse'
import { depressed, largestStep, potentiated, type PulseCurve } from '../../../../src/shared/pulse-curve'

const curves = fc
  .record({
    gMin: fc.double({ min: 0, max: 1e-5, noNaN: true }),
    window: fc.double({ min: 1e-8, max: 1e-4, noNaN: true }),
    pMax: fc.integer({ min: 2, max: 1000 }),
    bend: fc.double({ min: 0.01, max: 12, noNaN: true }),
    falls: fc.boolean(),
  })
  .map(({ gMin, window, pMax, bend, falls }): PulseCurve => ({ gMin, gMax: gMin + window, pMax, A: (falls ? -pMax : pMax) / bend }))

describe('pulse curve', () => {
  it('is the formula written out, and its mirror', () => {
    const curve = { gMin: 1, gMax: 5, A: 20, pMax: 64 }
    const B = (5 - 1) / (1 - Math.exp(-64 / 20))
    for (const P of [0, 1, 7.5, 63]) {
      expect(potentiated(curve, P)).toBeCloseTo(B * (1 - Math.exp(-P / 20)) + 1, 13)
      expect(depressed(curve, P)).toBeCloseTo(5 - B * (1 - Math.exp(-P / 20)), 13)
    }
  })

  it('starts and ends at the window exactly, in both directions', () => {
    fc.assert(
      fc.property(curves, (curve) => {
        expect(potentiated(curve, 0)).toBe(curve.gMin)
        expect(potentiated(curve, curve.pMax)).toBe(curve.gMax)
        expect(depressed(curve, 0)).toBe(curve.gMax)
        expect(depressed(curve, curve.pMax)).toBe(curve.gMin)
      }),
    )
  })

  it('gives back the pulses from the conductance', () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0, max: 1, noNaN: true }), (curve, share) => {
        const P = share * curve.pMax
        // The flat end hides up to exp(bend) of the place's digits, and so does Gmin above the window.
        const lost = Math.exp(Math.abs(curve.pMax / curve.A)) * (1 + curve.gMax / (curve.gMax - curve.gMin))
        const near = 1e-14 * lost * curve.pMax + 1e-12
        expect(Math.abs(potentiationPlace(curve, potentiated(curve, P)) - P)).toBeLessThan(near)
        expect(Math.abs(depressionPlace(curve, depressed(curve, P)) - P)).toBeLessThan(near)
      }),
    )
  })

  it('moves a state along the curve: n pulses from G(P) lead to G(P + n)', () => {
    fc.assert(
      fc.property(curves, fc.nat(1000), fc.integer({ min: 1, max: 30 }), (curve, from, n) => {
        const P = from % curve.pMax
        const to = Math.min(curve.pMax, P + n)
        const near = 1e-11 * curve.gMax
        expect(Math.abs(afterPulses(curve, potentiated(curve, P), n) - potentiated(curve, to))).toBeLessThan(near)
        expect(Math.abs(afterPulses(curve, depressed(curve, P), -n) - depressed(curve, to))).toBeLessThan(near)
      }),
    )
  })

  it('is straight where A is far above the number of pulses', () => {
    const curve = { gMin: 2, gMax: 4, A: 1e9, pMax: 100 }
    expect(potentiated(curve, 25)).toBeCloseTo(2.5, 6)
    expect(afterPulses(curve, 3, 1)).toBeCloseTo(3.02, 6)
  })

  it('refuses a curve that is none', () => {
    const curve = { gMin: 0, gMax: 1, A: 10, pMax: 50 }
    for (const wrong of [{ gMax: 0 }, { A: 0 }, { A: Number.NaN }, { A: 0.01 }, { pMax: 0 }, { gMin: Number.NaN }])
      expect(() => checkCurve({ ...curve, ...wrong })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})

const far = fc.double({ min: -9, max: 9, noNaN: true })

describe('device spread', () => {
  const nominal = { gMin: 0, gMax: 1, A: 30, pMax: 50 }

  it('shifts A by its share and the ends by shares of the window', () => {
    expect(deviceCurve(nominal, { A: 0.1, gMin: 0.02, gMax: 0.05 }, [2, 1, -1], -1)).toEqual({ gMin: 0.02, gMax: 0.95, A: 36, pMax: 50 })
  })

  it('keeps a device that can be programmed, however far out the numbers are drawn', () => {
    fc.assert(
      fc.property(fc.tuple(far, far, far), (normals) => {
        const curve = deviceCurve(nominal, { A: 1, gMin: 1, gMax: 1 }, normals, -0.1)
        checkCurve(curve)
        expect(curve.gMin).toBeGreaterThanOrEqual(-0.1)
      }),
    )
  })
})

describe('the largest step of one pulse', () => {
  it('is the first of a saturating curve, the last of a steepening one, and a share of the pulses on a straight one', () => {
    expect(largestStep({ A: 20, pMax: 50 })).toBeCloseTo(-Math.expm1(-1 / 20) / -Math.expm1(-50 / 20), 12)
    expect(largestStep({ A: -20, pMax: 50 })).toBeCloseTo(largestStep({ A: 20, pMax: 50 }), 12)
    expect(largestStep({ A: 64e6, pMax: 64 })).toBeCloseTo(1 / 64, 6)
  })
})
