import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { residualDistribution, sampleResidual } from '../../../../src/main/engine/device/residuals'
import { writeVerify } from '../../../../src/main/engine/device/write-verify'
import { mean, standardDeviation } from '../../../../src/shared/stats'

const grid = Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000)

function programmed(maxCycles: number): Float32Array {
  const { residuals = new Float32Array() } = writeVerify(
    {
      model: { curve: { gMin: 0, gMax: 1, A: 40, pMax: 64 }, spread: { A: 0.1, gMin: 0, gMax: 0 }, ccv: 0.02, zero: 0 },
      threshold: 0.03,
      maxCycles,
      pulses: 'one',
      readNoise: 0,
      start: 'erased',
      seed: 3,
    },
    { first: 0, targets: new Float64Array(20_000).fill(0.4), keepResiduals: true },
  )
  return residuals
}

describe('residual distribution', () => {
  it('gives back the mean, spread and failures of the devices it was made of', () => {
    for (const maxCycles of [15, 200]) {
      const residuals = programmed(maxCycles)
      const distribution = residualDistribution(residuals)
      const drawn = grid.map((u) => sampleResidual(distribution, u))
      const failed = (values: ArrayLike<number>): number => Array.from(values).filter((r) => Math.abs(r) > 1).length / values.length
      expect(mean(drawn)).toBeCloseTo(mean(residuals), 2)
      expect(standardDeviation(drawn)).toBeCloseTo(standardDeviation(residuals), 2)
      expect(Math.abs(failed(drawn) - failed(residuals))).toBeLessThan(1e-3)
      expect(failed(residuals) > 0).toBe(maxCycles === 15)
    }
  })

  it('rises with u, stays within what was seen and draws nothing between the box and the failures', () => {
    const some = fc.array(fc.double({ min: -0.99, max: 0.99, noNaN: true }), { minLength: 1, maxLength: 30 })
    const failures = fc.array(fc.double({ min: 3, max: 9, noNaN: true }), { maxLength: 5 })
    fc.assert(
      fc.property(some, failures, failures, (inside, above, below) => {
        const residuals = Float32Array.from([...inside, ...above, ...below.map((r) => -r)])
        const distribution = residualDistribution(residuals, 65)
        const drawn = grid.filter((_, i) => i % 40 === 0).map((u) => sampleResidual(distribution, u))
        drawn.forEach((value, i) => {
          expect(value).toBeGreaterThanOrEqual(drawn[i - 1] ?? -Infinity)
          expect(residuals.some((r) => r >= value - 1e-12) && residuals.some((r) => r <= value + 1e-12)).toBe(true)
          expect(Math.abs(value) < 1 || Math.abs(value) >= 2.99).toBe(true)
        })
      }),
    )
  })

  it('draws failures alone where every device failed', () => {
    const distribution = residualDistribution(Float32Array.of(-4, -3, 2, 5))
    expect(grid.map((u) => sampleResidual(distribution, u)).every((r) => r <= -3 || r >= 2)).toBe(true)
  })

  it('leaves the residuals as they were', () => {
    const residuals = Float32Array.of(0.5, -0.5, 0)
    residualDistribution(residuals)
    expect([...residuals]).toEqual([0.5, -0.5, 0])
  })
})
