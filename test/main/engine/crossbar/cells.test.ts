import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { createLocalExecutor } from '../../../../src/main/engine/compute/local'
import { cellLayout, cellsOf, topsOf } from '../../../../src/main/engine/crossbar/cells'
import { programmedWith, quantiseWeights, type Programmed } from '../../../../src/main/engine/network/quantise'
import { tiledProduct } from '../../../../src/main/engine/network/layers/tiled'
import { hardwareOf, type Hardware } from '../../../../src/main/engine/variation/hardware'
import type { Sampler } from '../../../../src/main/engine/variation/sample'
import technology from '../../../../src/main/engine/device/presets/ideal'
import { convertersOf } from '../../../../src/shared/converters'
import { setSize } from '../../../../src/shared/variation'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { contextOf, flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { relativeError, vectors } from '../../../support/vectors'

beforeAll(() => chooseBackend('wasm'))

const get = vectors('lenet_quant4')
// Converters take whole levels, so the image is quantised too.
const context = { ...contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 }), quantiseImage: true }
const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
const schemes = ['sign-magnitude', 'differential', 'offset'] as const
const slicings = [1, 2, 4] as const

/** The golden LeNet on the devices of a design, beside the same without converters. */
function both(fields: Record<string, unknown>): { design: Design; plain: Design; ideal: Hardware; devices: Hardware } {
  const spec = (adcBits: number | 'off'): Design =>
    parseSpec(createFieldTable(), { ...fields, 'crossbar.adcBits': adcBits }).fields as Design
  const design = spec(16)
  const plain = spec('off')
  const programmed = quantiseWeights(flat, layout, design)
  return {
    design,
    plain,
    ideal: hardwareOf(plain, programmed, layout, technology),
    devices: hardwareOf(design, programmed, layout, technology),
  }
}

/** The weights that levels of devices make. */
function weightsOf(levels: Float32Array, design: Design, { scales }: Programmed): Float64Array {
  const plan = { bits: design['weights.bits'], bitsPerDevice: design['device.bitsPerDevice'], mapping: design['mapping.scheme'] }
  const to = cellLayout(layout, plan)
  const cells = cellsOf(plan)
  const weights = new Float64Array(layout.length)
  layout.arrays.forEach(({ kind, offset, length }, a) => {
    const start = to.arrays[a]?.offset ?? 0
    const factor = ((plan.mapping === 'offset' ? 2 : 1) * (scales[a] ?? 0)) / topsOf(plan).weight
    for (let i = 0; i < length; i++) {
      if (kind !== 'device') weights[offset + i] = levels[start + i] ?? 0
      else {
        const sum = cells.reduce((total, { share }, c) => total + share * (levels[start + i * cells.length + c] ?? 0), 0)
        weights[offset + i] = factor * sum - (plan.mapping === 'offset' ? (scales[a] ?? 0) : 0)
      }
    }
  })
  return weights
}

const far = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0)

describe.each(schemes)('the devices of %s', (scheme) => {
  it.each(slicings)('hold the weights, in levels of %i bits', (K) => {
    const { design, ideal, devices } = both({ 'mapping.scheme': scheme, 'device.bitsPerDevice': K })
    const levels = devices.programmed.values
    expect(far(weightsOf(levels, design, ideal.programmed), ideal.programmed.values)).toBeLessThan(1e-6)
  })

  it.each(slicings)('err as the weights do at every point of the box, corners included, %i bits a device', (K) => {
    const { design, ideal, devices } = both({ 'mapping.scheme': scheme, 'device.bitsPerDevice': K, 'device.threshold': 0.03 })
    const [box, cells] = [ideal.set(setSize(design)), devices.set(setSize(design))]
    expect(cells.size).toBe(box.size)
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, corner) => {
        const z = box.zero().map((_, i) => (corner ? Math.sign(Math.sin(seed + i * 12.9898)) : Math.sin(seed + i * 78.233)))
        const error = cells.perturbation(z)
        expect(error.every((e, i) => e >= (cells.low[i] ?? 0) && e <= (cells.high[i] ?? 0))).toBe(true)
        const moved = weightsOf(programmedWith(devices.programmed, error), design, ideal.programmed)
        expect(far(moved, programmedWith(ideal.programmed, box.perturbation(z)))).toBeLessThan(1e-6)
      }),
      { numRuns: 5 },
    )
  })

  it.each(slicings)('are drawn as the chips of their weights are, %i bits a device', (K) => {
    const { design, plain, ideal, devices } = both({ 'mapping.scheme': scheme, 'device.bitsPerDevice': K, 'device.threshold': 0.03 })
    const sampler: Sampler = { kind: 'uniform', sigma: 0.5, seed: 5 }
    const cells = devices.set(setSize(design))
    const error = devices.chips(design, technology, setSize(design), sampler)(3).error
    expect(error.every((e, i) => e >= (cells.low[i] ?? 0) && e <= (cells.high[i] ?? 0))).toBe(true)
    const moved = weightsOf(programmedWith(devices.programmed, error), design, ideal.programmed)
    expect(far(moved, programmedWith(ideal.programmed, ideal.chips(plain, technology, setSize(design), sampler)(3).error))).toBeLessThan(
      1e-6,
    )
  })

  it('compute what the weights compute where converters tell all sums apart, and their gradient', async () => {
    const { design, ideal, devices } = both({ 'mapping.scheme': scheme, 'crossbar.rows': 50 })
    const radius = setSize(design)
    const plain = createLocalExecutor(context)
    const tiled = createLocalExecutor({ ...context, ...(devices.tiled === undefined ? {} : { tiled: devices.tiled }) })
    const found = await tiled.logits(devices.programmed.values, context.all)
    expect(relativeError(found, await plain.logits(ideal.programmed.values, context.all))).toBeLessThan(2e-6)
    const [expected, gradient] = [
      await plain.gradient(ideal.programmed.values, context.all, 'ce'),
      await tiled.gradient(devices.programmed.values, context.all, 'ce'),
    ]
    const back = devices.set(radius).pullback(new Float32Array(), gradient.gradient)
    expect(relativeError(back, ideal.set(radius).pullback(new Float32Array(), expected.gradient))).toBeLessThan(1e-4)
  })
})

it('an offset is taken off the inputs as the array saw them: cut at the clip where they are analog', () => {
  const plan = { bits: 'float', bitsPerDevice: 1, mapping: 'offset' } as const
  const converters = convertersOf(
    parseSpec(createFieldTable(), { 'weights.bits': 'float', 'activations.bits': 'float', 'crossbar.adcBits': 16 }).fields as Design,
  )
  tf.tidy(() => {
    const x = tf.tensor2d([1.5, 0.4], [1, 2])
    // w = s (2 g - 1): 0.6 and -0.2.
    const devices = tf.tensor2d([0.8, 0.4], [2, 1])
    const found = tiledProduct(x, devices, { plan, rows: 128, converters, scale: 1, clip: 1, levels: 0 })
    expect(found.dataSync<'float32'>()[0]).toBeCloseTo(0.6 * 1 - 0.2 * 0.4, 2)
  })
})

it('zero weights are exact where they are left out', () => {
  const { design, devices } = both({ 'weights.zeroExact': true })
  const set = devices.set(setSize(design))
  const error = set.perturbation(set.zero().fill(1))
  const { arrays } = cellLayout(layout, { bits: 4, bitsPerDevice: 2, mapping: 'sign-magnitude' })
  for (const { kind, offset, length } of arrays) {
    if (kind !== 'device') continue
    for (let i = offset; i < offset + length; i += 4) {
      const isZero = devices.programmed.values.subarray(i, i + 4).every((level) => level === 0)
      expect(error.subarray(i, i + 4).some((e) => e !== 0)).toBe(!isZero)
    }
  }
})
