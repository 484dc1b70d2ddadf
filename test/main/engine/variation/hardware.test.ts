import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { createLocalExecutor } from '../../../../src/main/engine/compute/local'
import pcm from '../../../../src/main/engine/device/presets/pcm'
import { driftExponent, drifted } from '../../../../src/main/engine/device/pcm'
import { residualDistribution } from '../../../../src/main/engine/device/residuals'
import { writeVerify } from '../../../../src/main/engine/device/write-verify'
import { loopOf } from '../../../../src/main/engine/device/define'
import { targetsInTurn } from '../../../../src/main/engine/device/levels'
import rram from '../../../../src/main/engine/device/presets/rram'
import { programmedWith, quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf, type Hardware } from '../../../../src/main/engine/variation/hardware'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { mean } from '../../../../src/shared/stats'
import { createFieldTable } from '../../../../src/shared/spec'
import { contextOf, flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { relativeError, vectors } from '../../../support/vectors'

beforeAll(() => chooseBackend('wasm'))

const get = vectors('lenet_quant4')
const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
const designOf = (fields: Record<string, unknown>): Design =>
  parseSpec(createFieldTable(), { 'device.preset': 'pcm', ...fields }).fields as Design
const open = (design: Design): Hardware => hardwareOf(design, quantiseWeights(flat, layout, design), layout, pcm)
/** One layer of the LeNet, 120 x 84, and its full scale. */
const at = layout.arrays.findIndex(({ length }) => length === 120 * 84)
const { offset, length } = layout.arrays[at] ?? { offset: 0, length: 0 }
const rms = (a: Float32Array): number => Math.sqrt(mean([...a].map((x) => x * x)))

describe('phase-change memory at an age', () => {
  const year = 31_536_000
  const fields = { 'mapping.scheme': 'differential', 'crossbar.rows': 4096, 'crossbar.columns': 4096 }

  it('drifts each device by the exponent of its target', () => {
    const design = designOf({ ...fields, 'device.time': year, 'device.driftCompensation': 'off', 'device.bitsPerDevice': 4 })
    const hardware = open(design)
    const programmed = quantiseWeights(flat, layout, design)
    const s = programmed.scales[at] ?? 1
    for (let i = offset; i < offset + length; i += 97) {
      const g = Math.abs(programmed.values[i] ?? 0) / s
      const expected = Math.sign(programmed.values[i] ?? 0) * s * drifted(g, driftExponent(g).mean, year)
      expect(hardware.programmed.values[i]).toBeCloseTo(expected, 6)
    }
  })

  it('is compensated tile by tile: summed outputs of an all-ones input are those of before', () => {
    const rows = 64
    const design = designOf({ ...fields, 'device.time': year, 'device.bitsPerDevice': 4, 'crossbar.rows': rows })
    const now = open(design).programmed.values
    const before = quantiseWeights(flat, layout, design).values
    const summed = (values: Float32Array, tile: number): number => {
      let sum = 0
      for (let output = 0; output < 84; output++) {
        let column = 0
        for (let row = tile * rows; row < Math.min(120, (tile + 1) * rows); row++) column += values[offset + row * 84 + output] ?? 0
        sum += Math.abs(column)
      }
      return sum
    }
    for (const tile of [0, 1]) expect(summed(now, tile) / summed(before, tile)).toBeCloseTo(1, 5)
  })

  it('is drawn by its laws: the spread of programming at once, wider with time, and the same chip at every time', () => {
    const spread = (time: number): { error: Float32Array; own: number } => {
      const design = designOf({ ...fields, 'device.time': time, 'device.bitsPerDevice': 4, 'sampling.kind': 'pcm' })
      const { error } = open(design).chips(design, 0.03, { kind: 'pcm', sigma: 0.5, seed: 1 })(0)
      return { error: error.subarray(offset, offset + length), own: rms(error.subarray(offset, offset + length)) }
    }
    const [early, late] = [spread(25), spread(year)]
    // Sigmas of [J] are 1 to 4 % of Gmax a device, two devices a weight.
    const s = quantiseWeights(flat, layout, designOf(fields)).scales[at] ?? 1
    expect(early.own / s).toBeGreaterThan(0.02)
    expect(early.own / s).toBeLessThan(0.07)
    expect(late.own).toBeGreaterThan(1.2 * early.own)
    const together = early.error.reduce((sum, e, i) => sum + e * (late.error[i] ?? 0), 0) / length
    expect(together / (early.own * late.own)).toBeGreaterThan(0.5)
  })
})

describe('the read noise of a chip', () => {
  it('is a little more where it is taken against the read time alone', () => {
    const chip = (reading: string): Float32Array => {
      const design = designOf({ 'device.time': 3600, 'sampling.kind': 'pcm', 'device.readNoise': reading })
      return open(design).chips(design, 0.03, { kind: 'pcm', sigma: 0.5, seed: 1 })(0).error
    }
    const [joshi, buchel] = [chip('joshi'), chip('buchel')]
    expect(buchel).not.toEqual(joshi)
    expect(rms(buchel) / rms(joshi)).toBeGreaterThan(1)
    expect(rms(buchel) / rms(joshi)).toBeLessThan(1.015)
  })
})

describe('phase-change memory behind converters', () => {
  const context = { ...contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 }), quantiseImage: true }
  const fields = { 'device.time': 86_400, 'mapping.scheme': 'differential', 'crossbar.rows': 64, 'crossbar.columns': 48 }
  const plain = designOf(fields)
  // Drifted levels are not whole: of 16 bits a code is far below what they differ by.
  const converted = designOf({ ...fields, 'crossbar.adcBits': 16, 'crossbar.dacBits': 4 })
  const [a, b] = [open(plain), open(converted)]
  const sampler = { kind: 'pcm', sigma: 0.5, seed: 1 } as const

  it('computes what it computes without, where converters are fine, its compensation behind them', async () => {
    const tiled = b.tiled
    expect(tiled?.gains).toBeDefined()
    const [ideal, tiles] = [createLocalExecutor(context), createLocalExecutor({ ...context, ...(tiled === undefined ? {} : { tiled }) })]
    const [x, y] = [await ideal.logits(a.programmed.values, context.all), await tiles.logits(b.programmed.values, context.all)]
    expect(relativeError(y, x)).toBeLessThan(0.15)
    const { error, gains } = b.chips(converted, 0.03, sampler)(2)
    expect(gains).toBeDefined()
    const chip = a.chips(plain, 0.03, sampler)(2)
    expect(chip.gains).toBeUndefined()
    const right = [
      await ideal.evaluate(programmedWith(a.programmed, chip.error), context.all),
      await tiles.evaluate(programmedWith(b.programmed, error), context.all, gains && { gains }),
    ]
    expect(Math.abs((right[0] ?? 0) - (right[1] ?? 99))).toBeLessThanOrEqual(2)
  })
})

describe('stuck devices', () => {
  it('hold either end of the window, in the share that is asked for, and do not err', () => {
    const design = designOf({ 'device.stuckOn': 0.1, 'device.stuckOff': 0.2, 'device.bitsPerDevice': 4, 'crossbar.adcBits': 16 })
    const hardware = open(design)
    const clean = open(designOf({ 'device.bitsPerDevice': 4, 'crossbar.adcBits': 16 }))
    const set = hardware.set(0.03)
    let [devices, on, changed, still] = [0, 0, 0, 0]
    // Devices that are there: those that can err where none is stuck.
    clean.set(0.03).high.forEach((bound, i) => {
      if (bound === 0) return
      devices++
      const [level, aim] = [hardware.programmed.values[i] ?? 0, clean.programmed.values[i] ?? 0]
      if ((set.high[i] ?? 0) === 0) still++
      if (level === 15 && aim !== 15) on++
      if (level !== aim) {
        changed++
        expect([0, 15]).toContain(level)
        expect(set.high[i]).toBe(0)
      }
    })
    expect(still / devices).toBeGreaterThan(0.29)
    expect(still / devices).toBeLessThan(0.31)
    expect(on / devices).toBeGreaterThan(0.09)
    expect(changed).toBeGreaterThan(on)
  })

  it('are others on every random chip, and on none where the share is nothing', () => {
    const design = designOf({ 'device.stuckOn': 0.02 })
    const chips = open(design).chips(design, 0.001, { kind: 'uniform', sigma: 0.5, seed: 1 })
    const [one, other] = [chips(0).error, chips(1).error]
    const moved = (error: Float32Array): Set<number> => new Set([...error.keys()].filter((i) => Math.abs(error[i] ?? 0) > 0.02))
    const both = [...moved(one)].filter((i) => moved(other).has(i)).length
    expect(moved(one).size).toBeGreaterThan(500)
    expect(both).toBeLessThan(moved(one).size)
    expect(open(designOf({})).programmed.values).toEqual(quantiseWeights(flat, layout, designOf({})).values)
  })
})

describe('chips that a write-verify loop left', () => {
  it('have its residuals: their spread, and as many devices outside the box', () => {
    const threshold = 0.02
    const run = writeVerify(
      { ...loopOf(rram, { maxCycles: 30, pulses: 'one', readNoise: true, seed: 1 }), threshold, start: 'erased' },
      { first: 0, targets: targetsInTurn(0, 20_000, 4), keepResiduals: true },
    )
    const residuals = run.residuals ?? new Float32Array()
    const failed = residuals.filter((r) => Math.abs(r) > 1).length / residuals.length
    expect(failed).toBeGreaterThan(0.01)
    const design = designOf({ 'device.threshold': threshold, 'device.bitsPerDevice': 4, 'sampling.kind': 'write-verify' })
    const hardware = open(design)
    const chips = hardware.chips(design, threshold, {
      kind: 'write-verify',
      sigma: 0.5,
      seed: 1,
      residuals: residualDistribution(residuals),
    })
    const s = quantiseWeights(flat, layout, design).scales[at] ?? 1
    const errors = chips(0)
      .error.subarray(offset, offset + length)
      .map((e) => e / (threshold * s))
    const outside = errors.filter((e) => Math.abs(e) > 1 + 1e-5).length / length
    expect(Math.abs(outside - failed)).toBeLessThan(4 * Math.sqrt(failed / length))
    expect(mean([...errors])).toBeCloseTo(mean([...residuals]), 1)
  })
})
