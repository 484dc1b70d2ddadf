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
      const { error } = open(design).chips(design, pcm, 0.03, { kind: 'pcm', sigma: 0.5, seed: 1 })(0)
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

describe('errors that are shares of what a device holds', () => {
  const ageless = { 'device.bitsPerDevice': 2, 'mapping.scheme': 'differential', 'device.driftCompensation': 'off' }

  it.each([{ 'device.stuckOn': 0.02 }, { 'device.time': 31_536_000 }, { 'device.stuckOn': 0.02, 'device.time': 31_536_000 }])(
    'stay such shares on stuck and aged devices: %j',
    (fields) => {
      for (const [kind, most] of [
        ['relative', 0.1],
        ['multiplicative', Math.exp(0.1) - 1],
      ] as const) {
        const design = designOf({ ...ageless, ...fields, 'variation.kind': kind, 'crossbar.adcBits': 16 })
        const hardware = open(design)
        const set = hardware.set(0.1)
        let errs = 0
        set.perturbation(set.zero().fill(1)).forEach((error, i) => {
          const level = Math.abs(hardware.programmed.values[i] ?? 0)
          expect(Math.abs(error)).toBeLessThanOrEqual(most * level * (1 + 1e-5) + 1e-6)
          if (error !== 0) errs++
        })
        expect(errs).toBeGreaterThan(10_000)
      }
    },
  )
})

describe('a chip that a search finds at an age', () => {
  it('is compensated by what it gives itself, as a random chip is', () => {
    const design = designOf({ 'device.time': 31_536_000, 'device.bitsPerDevice': 4, 'crossbar.rows': 4096, 'crossbar.columns': 4096 })
    const set = open(design).set(0.02)
    const clean = open(design).programmed.values
    // All weights of the layer grow: its outputs sum to more, and the factor falls.
    const aimed = quantiseWeights(flat, layout, design)
    const z = set.zero()
    set.groups.forEach(({ start, end }, g) => {
      const place = layout.arrays.filter(({ kind }) => kind === 'device')[g]
      for (let i = start; i < end; i++) z[i] = Math.sign(aimed.values[(place?.offset ?? 0) + i - start] ?? 0)
    })
    const error = set.perturbation(z)
    const sum = (values: Float32Array): number => {
      let total = 0
      for (let output = 0; output < 84; output++) {
        let column = 0
        for (let row = 0; row < 120; row++) column += values[offset + row * 84 + output] ?? 0
        total += Math.abs(column)
      }
      return total
    }
    const s = aimed.scales[at] ?? 1
    const reference = aimed.values.map((w, i) => w + Math.sign(w) * 0.02 * s * (i >= offset && i < offset + length ? 1 : 0))
    const now = clean.map((w, i) => w + (error[i] ?? 0))
    expect(sum(now) / sum(reference)).toBeCloseTo(1, 4)
  })
})

describe('the read noise of a chip', () => {
  it('is a little more where it is taken against the read time alone', () => {
    const chip = (reading: string): Float32Array => {
      const design = designOf({ 'device.time': 3600, 'sampling.kind': 'pcm', 'device.readNoise': reading })
      return open(design).chips(design, pcm, 0.03, { kind: 'pcm', sigma: 0.5, seed: 1 })(0).error
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
    const { error, gains } = b.chips(converted, pcm, 0.03, sampler)(2)
    expect(gains).toBeDefined()
    const chip = a.chips(plain, pcm, 0.03, sampler)(2)
    expect(chip.gains).toBeUndefined()
    const right = [
      await ideal.evaluate(programmedWith(a.programmed, chip.error), context.all),
      await tiles.evaluate(programmedWith(b.programmed, error), context.all, gains && { gains }),
    ]
    expect(Math.abs((right[0] ?? 0) - (right[1] ?? 99))).toBeLessThanOrEqual(2)
  })
})

describe('stuck devices', () => {
  it('are compensated for nothing: right after programming the factor of every tile is 1, on every chip', () => {
    for (const faults of [{ 'device.stuckOn': 0.02 }, { 'device.stuckOff': 0.1 }]) {
      const fields = { ...faults, 'device.time': 0, 'device.bitsPerDevice': 4 }
      const [on, off] = [open(designOf(fields)), open(designOf({ ...fields, 'device.driftCompensation': 'off' }))]
      expect(relativeError(on.programmed.values, off.programmed.values)).toBeLessThan(1e-6)
    }
  })

  it('are the same devices whatever a weight is mapped to', () => {
    const moved = (scheme: string): Set<number> => {
      const design = designOf({ 'device.stuckOff': 0.05, 'device.bitsPerDevice': 4, 'mapping.scheme': scheme })
      const { values } = open(design).programmed
      const aimed = quantiseWeights(flat, layout, design).values
      return new Set([...values.keys()].filter((i) => (aimed[i] ?? 0) > 0.01 && Math.abs((values[i] ?? 0) - (aimed[i] ?? 0)) > 1e-4))
    }
    const [a, b] = [moved('sign-magnitude'), moved('offset')]
    const both = [...a].filter((i) => b.has(i)).length
    expect(a.size).toBeGreaterThan(300)
    expect(both / a.size).toBeGreaterThan(0.9)
  })

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
    const chips = open(design).chips(design, pcm, 0.001, { kind: 'uniform', sigma: 0.5, seed: 1 })
    const [one, other] = [chips(0).error, chips(1).error]
    const moved = (error: Float32Array): Set<number> => new Set([...error.keys()].filter((i) => Math.abs(error[i] ?? 0) > 0.02))
    const both = [...moved(one)].filter((i) => moved(other).has(i)).length
    expect(moved(one).size).toBeGreaterThan(500)
    expect(both).toBeLessThan(moved(one).size)
    expect(open(designOf({})).programmed.values).toEqual(quantiseWeights(flat, layout, designOf({})).values)
  })
})

it('random chips have factors on what their own technology conducts', () => {
  const of = (preset: string): Design => designOf({ 'device.preset': preset, 'crossbar.chipVariation': 0.3 })
  const hardware = open(of('pcm'))
  const sampler = { kind: 'uniform', sigma: 0.5, seed: 1 } as const
  // With a Gmin the factor of an idle device counts too.
  const [a, b] = [hardware.chips(of('pcm'), pcm, 0.001, sampler)(0).error, hardware.chips(of('rram'), rram, 0.001, sampler)(0).error]
  expect(rms(b)).not.toBeCloseTo(rms(a), 3)
  expect(
    hardwareOf(of('rram'), quantiseWeights(flat, layout, of('rram')), layout, rram).chips(of('rram'), rram, 0.001, sampler)(0).error,
  ).toEqual(b)
})

it('a random chip has drifted wherever its own faults leave it free, whatever the searched chip has', () => {
  const fields = { 'device.stuckOff': 0.1, 'device.time': 31_536_000, 'device.bitsPerDevice': 4, 'device.driftCompensation': 'off' }
  const design = designOf(fields)
  const s = quantiseWeights(flat, layout, design).scales[at] ?? 1
  const { values } = quantiseWeights(flat, layout, design)
  const hardware = open(design)
  const { error } = hardware.chips(design, pcm, 1e-9, { kind: 'uniform', sigma: 0.5, seed: 1 })(0)
  let [stuck, drifts] = [0, 0]
  for (let i = offset; i < offset + length; i++) {
    const w = values[i] ?? 0
    if (w === 0) continue
    const now = (hardware.programmed.values[i] ?? 0) + (error[i] ?? 0)
    const g = Math.abs(w) / s
    const free = Math.sign(w) * s * drifted(g, driftExponent(g).mean, 31_536_000)
    if (Math.abs(now) < 1e-6) stuck++
    else {
      expect(Math.abs(now - free)).toBeLessThan(1e-5)
      drifts++
    }
  }
  expect(stuck / (stuck + drifts)).toBeGreaterThan(0.08)
  expect(stuck / (stuck + drifts)).toBeLessThan(0.12)
})

describe('chips that a write-verify loop left', () => {
  const [threshold, states] = [0.02, 16]
  const loop = { ...loopOf(rram, { maxCycles: 30, pulses: 'one', readNoise: true, seed: 1 }), threshold, start: 'erased' } as const
  const run = writeVerify(loop, { first: 0, targets: targetsInTurn(0, 64_000, 4), keepResiduals: true })
  const residuals = run.residuals ?? new Float32Array()
  const ofState = Array.from({ length: states }, (_, state) => residuals.filter((_, i) => i % states === state))
  const sampler = { kind: 'write-verify', sigma: 0.5, seed: 1, residuals: ofState.map((left) => residualDistribution(left)) } as const
  const fields = { 'device.threshold': threshold, 'device.bitsPerDevice': 4, 'sampling.kind': 'write-verify' }

  it('have the residuals of their states, by the sign of the weight, and as many devices outside the box', () => {
    const design = designOf(fields)
    const { values, scales } = quantiseWeights(flat, layout, design)
    const s = scales[at] ?? 1
    const { error } = open(design).chips(design, pcm, threshold, sampler)(0)
    for (const state of [1, 2, 3]) {
      const left = ofState[state] ?? new Float32Array()
      // A loop that starts erased comes from below: a conductance that falls short makes a weight of either sign smaller.
      for (const sign of [1, -1]) {
        const mine: number[] = []
        for (let i = offset; i < offset + length; i++)
          if (Math.round((15 * (values[i] ?? 0)) / s) === sign * state) mine.push(((error[i] ?? 0) / (threshold * s)) * sign)
        expect(mine.length).toBeGreaterThan(300)
        const spread = Math.sqrt(mean([...left].map((r) => r * r)) / mine.length)
        expect(Math.abs(mean(mine) - mean([...left]))).toBeLessThan(5 * spread)
        const outside = (list: ArrayLike<number>): number => Array.from(list).filter((r) => Math.abs(r) > 1 + 1e-5).length / list.length
        const share = outside(left)
        expect(Math.abs(outside(mine) - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / mine.length) + 1e-3)
      }
    }
    expect(ofState.some((left) => Math.abs(mean([...left])) > 0.2)).toBe(true)
  })

  it('are those of the network really programmed, device by device', () => {
    const design = designOf({ ...fields, 'crossbar.adcBits': 16 })
    const hardware = open(design)
    const errs = hardware.set(threshold).high.map((bound) => (bound > 0 ? 1 : 0))
    const levels = hardware.programmed.values
    const places = [...levels.keys()].filter((i) => errs[i] === 1)
    const truth = writeVerify(
      { ...loop, seed: 9 },
      { first: 0, targets: Float64Array.from(places, (i) => (levels[i] ?? 0) / 15), keepResiduals: true },
    )
    const drawn = hardware.chips(design, pcm, threshold, sampler)(0).error
    const mine = places.map((i) => (drawn[i] ?? 0) / (15 * threshold))
    const real = [...(truth.residuals ?? new Float32Array())]
    expect(mean(mine)).toBeCloseTo(mean(real), 1)
    expect(mean(mine.map((r) => r * r)) / mean(real.map((r) => r * r))).toBeGreaterThan(0.9)
    expect(mean(mine.map((r) => r * r)) / mean(real.map((r) => r * r))).toBeLessThan(1.1)
  })
})
