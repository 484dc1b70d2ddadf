import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { targetsInTurn } from '../../../../src/main/engine/device/levels'
import { afterPulses, potentiationPlace, type PulseModel } from '../../../../src/main/engine/device/pulse'
import { potentiated } from '../../../../src/shared/pulse-curve'
import { deviceStreams } from '../../../../src/main/engine/device/streams'
import { mergeTallies } from '../../../../src/main/engine/device/tally'
import { writeVerify, type WriteVerify } from '../../../../src/main/engine/device/write-verify'
import { normalQuantile } from '../../../../src/shared/normal'
import { philox, toUnit } from '../../../../src/shared/rng'
import { mean, standardDeviation } from '../../../../src/shared/stats'

const model: PulseModel = { curve: { gMin: 0, gMax: 1, A: 40, pMax: 64 }, spread: { A: 0, gMin: 0, gMax: 0 }, ccv: 0, zero: -0.1 }
const spec: WriteVerify = { model, threshold: 0.03, maxCycles: 100, pulses: 'one', readNoise: 0, start: 'erased', seed: 7 }
const varied: PulseModel = { ...model, ccv: 0.02, spread: { A: 0.2, gMin: 0.03, gMax: 0.03 } }

const specs = fc
  .record({
    threshold: fc.double({ min: 0.005, max: 0.2, noNaN: true }),
    ccv: fc.constantFrom(0, 0.01, 0.05),
    spread: fc.constantFrom(0, 0.05, 0.2),
    readNoise: fc.constantFrom(0, 0.01),
    pulses: fc.constantFrom('one' as const, 'inverse' as const),
    start: fc.constantFrom('erased' as const, 'random' as const),
    maxCycles: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(),
  })
  .map(({ ccv, spread, ...rest }): WriteVerify => ({
    ...rest,
    model: { ...model, ccv, spread: { A: spread, gMin: spread, gMax: spread } },
  }))

describe('write-verify without variation', () => {
  it('takes the pulses that the curve asks for, and leaves what the curve leaves', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.integer({ min: 8, max: 200 }), (target, A) => {
        const curve = { ...model.curve, A }
        const { tally, residuals } = writeVerify(
          { ...spec, model: { ...model, curve } },
          { first: 0, targets: Float64Array.of(target), keepResiduals: true },
        )
        const cycles = Math.ceil(potentiationPlace(curve, target - spec.threshold))
        const left = (potentiated(curve, cycles) - target) / spec.threshold
        // A curve steeper than the box is wide jumps over it: then no closed form.
        fc.pre(left <= 1 && target > spec.threshold)
        expect(tally.cycles[cycles]).toBe(1)
        expect(residuals?.[0]).toBeCloseTo(left, 5)
      }),
    )
  })

  it('takes no cycle where the device already is, and one where the inverse knows the curve', () => {
    expect(writeVerify(spec, { first: 0, targets: new Float64Array(5) }).tally.cycles[0]).toBe(5)
    const { tally } = writeVerify({ ...spec, pulses: 'inverse' }, { first: 0, targets: Float64Array.of(0.3, 0.6, 1) })
    expect(tally.cycles[1]).toBe(3)
  })

  it('counts a device whose steps jump over the box as failed, with its real residual', () => {
    const steep = { ...model, curve: { ...model.curve, pMax: 4, A: 100 } }
    const result = writeVerify({ ...spec, model: steep }, { first: 0, targets: Float64Array.of(0.4), keepResiduals: true })
    expect(result.tally).toMatchObject({ failures: 1, exhausted: 1 })
    expect(result.tally.worst).toBeGreaterThan(1)
    expect(Math.abs(result.residuals?.[0] ?? 0)).toBeCloseTo(result.tally.worst, 5)
  })
})

describe('write-verify', () => {
  it('leaves no residual above the threshold that is not reported as failed', () => {
    fc.assert(
      fc.property(specs, (some) => {
        const { tally, residuals = new Float32Array() } = writeVerify(some, {
          first: 3,
          targets: targetsInTurn(3, 200, 3),
          keepResiduals: true,
        })
        expect(residuals.filter((r) => Math.abs(r) > 1).length).toBe(tally.failures)
        expect(tally.below + tally.above).toBe(tally.failures)
        expect(tally.residuals.reduce((a, b) => a + b) + tally.failures).toBe(200)
        expect(tally.cycles.reduce((a, b) => a + b)).toBe(200)
        if (some.readNoise === 0) expect(tally.exhausted).toBe(tally.failures)
        if (some.pulses === 'one') expect(tally.pulses).toBe(tally.cycles.reduce((sum, count, k) => sum + count * k, 0))
      }),
    )
  })

  it('gives the same devices in shards as in one piece', () => {
    fc.assert(
      fc.property(specs, fc.integer({ min: 1, max: 299 }), (some, cut) => {
        const targets = targetsInTurn(0, 300, 2)
        const whole = writeVerify(some, { first: 0, targets, keepResiduals: true })
        const a = writeVerify(some, { first: 0, targets: targets.subarray(0, cut), keepResiduals: true })
        const b = writeVerify(some, { first: cut, targets: targets.subarray(cut), keepResiduals: true })
        expect(mergeTallies([b.tally, a.tally])).toEqual(whole.tally)
        expect([...(a.residuals ?? []), ...(b.residuals ?? [])]).toEqual([...(whole.residuals ?? [])])
      }),
      { numRuns: 50 },
    )
  })

  it('agrees with the loop written slowly: place on the curve, one pulse further, noise by hand', () => {
    const ccv = 0.015
    const targets = targetsInTurn(0, 400, 3)
    const { residuals = [] } = writeVerify({ ...spec, model: { ...model, ccv } }, { first: 50, targets, keepResiduals: true })
    targets.forEach((target, i) => {
      let g = 0
      for (let cycle = 0; Math.abs(g - target) > spec.threshold; cycle++) {
        const words = new Uint32Array(4)
        philox(words, spec.seed, deviceStreams.writeVerify, 50 + i, cycle >> 2, 0, 0)
        const up = g < target
        const from = up ? g : 1 - g
        const moved = potentiated(model.curve, potentiationPlace(model.curve, from) + 1)
        g = (up ? moved : 1 - moved) + ccv * normalQuantile(toUnit(words[cycle & 3] ?? 0))
        g = Math.min(1, Math.max(0, g))
      }
      expect(residuals[i]).toBeCloseTo((g - target) / spec.threshold, 5)
    })
  })

  it('adds noise of sigma_c a pulse, and of sqrt(n) sigma_c where a cycle has n pulses', () => {
    const n = 40_000
    const ccv = 0.004
    const noisy = { ...spec, model: { ...model, ccv }, maxCycles: 1, threshold: 1e-6 }
    const targets = new Float64Array(n).fill(0.5)
    const after = (pulses: 'one' | 'inverse'): Float32Array =>
      (writeVerify({ ...noisy, pulses }, { first: 0, targets, keepResiduals: true }).residuals ?? new Float32Array()).map(
        (r) => r * 1e-6 + 0.5,
      )
    const inverse = Math.round(potentiationPlace(model.curve, 0.5))
    for (const [values, pulses] of [
      [after('one'), 1],
      [after('inverse'), inverse],
    ] as const) {
      const sd = ccv * Math.sqrt(pulses)
      expect(Math.abs(mean(values) - afterPulses(model.curve, 0, pulses))).toBeLessThan((4 * sd) / Math.sqrt(n))
      expect(Math.abs(standardDeviation(values) / sd - 1)).toBeLessThan(4 / Math.sqrt(2 * n))
    }
  })

  it('counts devices that a noisy read accepted outside the box, and a guard band makes them rarer', () => {
    const noisy = { ...spec, readNoise: 0.01, maxCycles: 400 }
    const shard = { first: 0, targets: new Float64Array(20_000).fill(0.5) }
    const plain = writeVerify(noisy, shard).tally
    const guarded = writeVerify({ ...noisy, guard: 0.015 }, shard).tally
    expect(plain.exhausted).toBe(0)
    expect(plain.failures).toBeGreaterThan(1000)
    expect(guarded.failures).toBeLessThan(plain.failures / 3)
  })

  it('fails every device whose own range ends short of the target', () => {
    const short = { ...model, spread: { A: 0, gMin: 0, gMax: 0.2 } }
    const n = 20_000
    const { tally } = writeVerify({ ...spec, model: short }, { first: 0, targets: new Float64Array(n).fill(1) })
    // P(Gmax < 1 - th) = Phi(-0.03 / 0.2).
    expect(Math.abs(tally.failures / n - 0.4404)).toBeLessThan(0.015)
    expect(tally.below).toBe(tally.failures)
  })

  it('draws other devices for another seed and another chip, and the same for the same', () => {
    const shard = { first: 0, targets: targetsInTurn(0, 100, 2), keepResiduals: true }
    const run = (change: Partial<WriteVerify>): Float32Array | undefined =>
      writeVerify({ ...spec, model: varied, ...change }, shard).residuals
    expect(run({})).toEqual(run({}))
    expect(run({ seed: 8 })).not.toEqual(run({}))
    expect(run({ chip: 1 })).not.toEqual(run({}))
  })

  it('leaves its targets alone', () => {
    const targets = targetsInTurn(0, 50, 2)
    writeVerify({ ...spec, model: varied }, { first: 0, targets })
    expect(targets).toEqual(targetsInTurn(0, 50, 2))
  })

  it('refuses a threshold, count or noise that is none', () => {
    const shard = { first: 0, targets: Float64Array.of(0.5) }
    const wrong: Partial<WriteVerify>[] = [
      { threshold: 0 },
      { threshold: Number.NaN },
      { threshold: 0.6 },
      { maxCycles: 0 },
      { maxCycles: 1.5 },
      { readNoise: -1 },
      { guard: 0.03 },
      { model: { ...model, ccv: Number.NaN } },
    ]
    for (const change of wrong)
      expect(() => writeVerify({ ...spec, ...change }, shard)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
