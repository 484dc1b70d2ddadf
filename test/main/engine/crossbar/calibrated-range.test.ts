import ideal from '../../../../src/main/engine/device/presets/ideal'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { calibrateRanges } from '../../../../src/main/engine/compute/calibrate-ranges'
import { createExecutor, type Executor } from '../../../../src/main/engine/compute/executor'
import { createLocalExecutor } from '../../../../src/main/engine/compute/local'
import { runShard } from '../../../../src/main/engine/compute/shard'
import { cellLayout, planOf } from '../../../../src/main/engine/crossbar/cells'
import type { Tiled } from '../../../../src/main/engine/crossbar/tiled'
import { imageTable, quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { usableBackends } from '../../../support/backends'
import { contextOf, flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { relativeError, vectors } from '../../../support/vectors'

beforeAll(() => chooseBackend('wasm'))

const get = vectors('lenet_quant4')
const clips = [1, ...get('clips')]
// Converters take whole levels, so the image is quantised too.
const context = { ...contextOf('lenet_quant4', { clips, levels: 15 }), quantiseImage: true }
const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
const few = context.all.subarray(0, 4)

/** The golden LeNet on the tiles of a design, read by converters of its full range. */
function open(fields: Record<string, unknown>): { design: Design; tiled: Tiled; weights: Float32Array } {
  const design = parseSpec(createFieldTable(), { 'crossbar.adcBits': 5, ...fields }).fields as Design
  const { tiled, programmed } = hardwareOf(design, quantiseWeights(flat, layout, design), layout, ideal)
  if (tiled === undefined) throw new Error('no converters')
  return { design, tiled, weights: programmed.values }
}

const levelsIn = ({ 'activations.bits': bits }: Design): number => (bits === 'float' ? 0 : 2 ** bits - 1)

function executorFor(design: Design, tiled: Tiled): Executor {
  return createLocalExecutor({ ...context, quantiser: { clips, levels: levelsIn(design) }, tiled })
}

function calibrate({ design, tiled, weights }: ReturnType<typeof open>, images: Uint32Array): Promise<(number | undefined)[]> {
  return calibrateRanges(design, tiled, layout, { executorWith: (tiles) => executorFor(design, tiles), weights, images })
}

/** Sums of all columns of the first layer, in float64 and one by one: 5 x 5 windows of images with a border of two. */
function firstSums({ design, weights }: ReturnType<typeof open>, images: Uint32Array): number[] {
  const levels = levelsIn(design)
  const table = imageTable(1, levels).map((value) => (levels === 0 ? value : Math.round(value * levels)))
  const place = cellLayout(layout, planOf(design)).arrays[0]
  const columns = place?.shape.at(-1) ?? 0
  const sums: number[] = []
  for (const image of images)
    for (let y = 0; y < 28; y++)
      for (let x = 0; x < 28; x++)
        for (let digit = 0; digit < (levels === 0 ? 1 : 4); digit++) {
          const column = new Float64Array(columns)
          for (let row = 0; row < 25; row++) {
            const [i, j] = [y + Math.floor(row / 5) - 2, x + (row % 5) - 2]
            if (i < 0 || i > 27 || j < 0 || j > 27) continue
            const level = table[context.images[image * 784 + i * 28 + j] ?? 0] ?? 0
            const value = levels === 0 ? level : Math.floor(level / 2 ** digit) % 2
            column.forEach((sum, c) => (column[c] = sum + value * (weights[row * columns + c] ?? 0)))
          }
          sums.push(...column)
        }
  return sums.sort((a, b) => a - b)
}

describe('the calibrated range of a layer', () => {
  it.each([0.9, 0.99, 0.999, 1])('is the smallest that holds a share of %d of its sums, by sorting them all', async (percentile) => {
    const tiles = open({ 'crossbar.adcPercentile': percentile })
    const sums = firstSums(tiles, few)
    expect((await calibrate(tiles, few))[0]).toBe(sums[Math.ceil(percentile * sums.length) - 1])
  })

  it('is exact to a 4096th of the largest sum where inputs are analog', async () => {
    const tiles = open({ 'activations.bits': 'float', 'crossbar.adcPercentile': 0.99 })
    const sums = firstSums(tiles, few)
    const [range = NaN] = await calibrate(tiles, few)
    const largest = sums.at(-1) ?? NaN
    const wanted = sums[Math.ceil(0.99 * sums.length) - 1] ?? NaN
    expect(range).toBeGreaterThanOrEqual(wanted - largest * 1e-6)
    expect(range).toBeLessThanOrEqual(wanted + largest / 4000)
  })

  it('is one for every array of devices, below what R rows can give, and none for digital numbers', async () => {
    const tiles = open({})
    const ranges = await calibrate(tiles, context.all)
    layout.arrays.forEach(({ kind }, a) => {
      if (kind !== 'device') expect(ranges[a]).toBeUndefined()
      else expect(ranges[a]).toBeLessThan(tiles.tiled.converters.range / 2)
    })
  })

  it('depends neither on the bits of the converters nor on how images are cut into shards and who computes them', async () => {
    const tiles = open({})
    const whole = await calibrate(tiles, context.all)
    expect(await calibrate(open({ 'crossbar.adcBits': 9 }), context.all)).toEqual(whole)
    const { design, tiled, weights } = tiles
    const executorWith = (tiles: Tiled): Executor =>
      createExecutor(
        {
          // One image a task, the last task first.
          run: (numbers, tasks) =>
            Promise.resolve(
              tasks
                .flatMap((task) => Array.from(task.images, (image) => ({ ...task, images: Uint32Array.of(image) })))
                .reverse()
                .map((task) => runShard({ ...context, tiled: tiles }, numbers, task)),
            ),
          release: () => undefined,
        },
        3,
      )
    expect(await calibrateRanges(design, tiled, layout, { executorWith, weights, images: context.all })).toEqual(whole)
  })

  it('stays in the full range where it would be too many bins: coarser, and never below the share', async () => {
    const wide = { 'crossbar.dacBits': 4, 'device.bitsPerDevice': 4, 'crossbar.rows': 4096, 'crossbar.adcPercentile': 1 }
    const tiles = open(wide)
    const full = tiles.tiled.converters.range
    expect(full).toBeGreaterThan(65_536)
    const largest = await executorFor(tiles.design, { ...tiles.tiled, converters: { ...tiles.tiled.converters, step: 1, codes: full } })
      .distribution('columns', tiles.weights, few)
      .then(({ tops }) => tops)
    const ranges = (await calibrate(tiles, few)).filter((range) => range !== undefined)
    ranges.forEach((range, layer) => {
      expect(range).toBeGreaterThanOrEqual(largest[layer] ?? NaN)
      expect(range).toBeLessThan((largest[layer] ?? NaN) + full / 32_768)
    })
  })
})

describe('converters of a calibrated range', () => {
  it('read exactly what the full range reads with exact bits, once they hold all sums and have a code for each', async () => {
    const exact = open({ 'crossbar.adcBits': 9 })
    const full = await executorFor(exact.design, exact.tiled).logits(exact.weights, context.all)
    const tight = open({ 'crossbar.adcBits': 7, 'crossbar.adcPercentile': 1 })
    const ranges = await calibrate(tight, context.all)
    expect(Math.max(...ranges.map((range) => range ?? 0))).toBeLessThanOrEqual(127)
    const calibrated = executorFor(tight.design, { ...tight.tiled, ranges })
    expect(await calibrated.logits(tight.weights, context.all)).toEqual(full)
    expect(await executorFor(tight.design, tight.tiled).logits(tight.weights, context.all)).not.toEqual(full)
    const [given, expected] = [
      await calibrated.gradient(tight.weights, context.all, 'ce'),
      await executorFor(exact.design, exact.tiled).gradient(exact.weights, context.all, 'ce'),
    ]
    expect(given).toEqual(expected)
  })

  it('answer more images right with few bits than those of the full range', async () => {
    const tiles = open({})
    const ranges = await calibrate(tiles, context.all)
    const full = await executorFor(tiles.design, tiles.tiled).evaluate(tiles.weights, context.all)
    const calibrated = await executorFor(tiles.design, { ...tiles.tiled, ranges }).evaluate(tiles.weights, context.all)
    expect(full).toBeLessThan(50)
    expect(calibrated).toBeGreaterThan(60)
  })

  it('cut what is above their largest code, at a percentile of 0.9 some sums of every layer, and pass gradients all the same', async () => {
    const tiles = open({ 'crossbar.adcBits': 4, 'crossbar.adcPercentile': 0.9 })
    const { converters } = tiles.tiled
    const ranges = await calibrate(tiles, context.all)
    const executor = executorFor(tiles.design, { ...tiles.tiled, ranges })
    const { tops } = await executor.distribution('columns', tiles.weights, context.all)
    const found = ranges.filter((range) => range !== undefined)
    found.forEach((range, layer) => expect(tops[layer]).toBeGreaterThan(converters.codes * Math.max(1, range / converters.codes)))
    const { gradient } = await executor.gradient(tiles.weights, context.all, 'ce')
    const { arrays } = cellLayout(layout, planOf(tiles.design))
    for (const { kind, offset, length } of arrays)
      if (kind === 'device') {
        const part = gradient.subarray(offset, offset + length)
        expect(part.every(Number.isFinite)).toBe(true)
        expect(part.some((slope) => slope !== 0)).toBe(true)
      }
  })
})

describe('calibration on all backends', async () => {
  const usable = await usableBackends()
  beforeAll(async () => {
    for (const backend of usable) await chooseBackend(backend)
  })

  it('finds the same ranges, and what is read by them agrees', async () => {
    const tiles = open({ 'crossbar.rows': 64 })
    const results: { ranges: (number | undefined)[]; logits: Float32Array }[] = []
    for (const backend of usable) {
      await chooseBackend(backend)
      const ranges = await calibrate(tiles, few)
      results.push({ ranges, logits: await executorFor(tiles.design, { ...tiles.tiled, ranges }).logits(tiles.weights, few) })
    }
    for (const { ranges, logits } of results) {
      expect(ranges).toEqual(results[0]?.ranges)
      expect(relativeError(logits, results[0]?.logits ?? [])).toBeLessThan(1e-5)
    }
  })
})
