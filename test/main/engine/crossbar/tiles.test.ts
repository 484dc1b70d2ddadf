import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { columnSums, readProduct, type TilesAttributes } from '../../../../src/main/engine/backend/kernels/tiles'
import { CounterRandom } from '../../../../src/shared/rng'
import { usableBackends } from '../../../support/backends'

const usable = await usableBackends()
beforeAll(async () => {
  for (const backend of usable) await chooseBackend(backend)
})

const random = new CounterRandom(7, 'start')
let drawn = 0
const whole = (shape: number[], top: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => Math.floor(random.unit(drawn++, 0, 0, 0) * (top + 1))),
    shape,
  )

async function on(backend: string, work: () => tf.Tensor): Promise<Float32Array> {
  await chooseBackend(backend)
  return tf.tidy(work).dataSync<'float32'>().slice()
}

interface Case {
  x: number[]
  devices: number[]
  levelTop: number
  how: Partial<TilesAttributes>
}

const base = { rows: 16, clip: 2, levels: 15, digits: 4, base: 2, step: 1, codes: 1023, shares: [1, -1, 4, -4] }
const cases: Case[] = [
  { x: [5, 37], devices: [37, 3 * 4], levelTop: 3, how: {} },
  { x: [3, 37], devices: [37, 7 * 4], levelTop: 3, how: { step: 0.9937 } },
  { x: [3, 37], devices: [37, 61], levelTop: 3, how: { shares: [1], rows: 128, step: 0.9937 } },
  { x: [9, 40], devices: [40, 5 * 2], levelTop: 15, how: { shares: [1, -1], step: 7.3, codes: 63 } },
  { x: [4, 16], devices: [16, 6], levelTop: 15, how: { shares: [1], digits: 1, base: 16, step: 5, codes: 31 } },
  { x: [3, 50], devices: [50, 2 * 8], levelTop: 1, how: { shares: [1, -1, 2, -2, 4, -4, 8, -8], digits: 2, base: 4, rows: 64 } },
  { x: [2, 33], devices: [33, 4 * 4], levelTop: 3, how: { levels: 0, digits: 1, base: 2, step: 0.37, codes: 100 } },
  { x: [2, 8, 7, 3], devices: [3, 3, 3, 5 * 4], levelTop: 3, how: { convolution: { stride: 1, padding: 'same' }, rows: 10, step: 3 } },
  { x: [3, 9, 8, 2], devices: [5, 5, 2, 2 * 2], levelTop: 15, how: { convolution: { stride: 2, padding: 'valid' }, shares: [1, -1] } },
]

describe.each(usable)('tiles on %s', (backend) => {
  it.each(cases)('read what a plain loop reads: %j', async ({ x, devices, levelTop, how }) => {
    const { xs, ws, attributes } = given({ x, devices, levelTop, how })
    const [X, W] = [() => tf.tensor(xs, x), () => tf.tensor(ws, devices)]
    const found = await on(backend, () => readProduct(X(), W(), attributes))
    const { rows, k } = windowsOf(xs, x, devices, attributes)
    const columns = devices.at(-1) ?? 0
    const expected = rows.map((row) => plain(row, ws, k, columns, attributes)).flat()
    expect(found).toHaveLength(expected.length)
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 4))
  })

  it.each(cases)('count each column of each tile with its gain, after its code: %j', async ({ x, devices, levelTop, how }) => {
    const { xs, ws, attributes } = given({ x, devices, levelTop, how })
    const { rows, k } = windowsOf(xs, x, devices, attributes)
    const columns = devices.at(-1) ?? 0
    const gains = Float32Array.from({ length: Math.ceil(k / attributes.rows) * columns }, () => 0.5 + random.unit(drawn++, 0, 0, 0))
    const read = (factors?: Float32Array): Promise<Float32Array> =>
      on(backend, () => readProduct(tf.tensor(xs, x), tf.tensor(ws, devices), { ...attributes, ...(factors && { gains: factors }) }))
    const found = await read(gains)
    const expected = rows.map((row) => plain(row, ws, k, columns, { ...attributes, gains })).flat()
    expect(found).toHaveLength(expected.length)
    const largest = Math.max(...expected.map(Math.abs))
    found.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-6 * largest))
    expect(await read(gains.map(() => 1))).toEqual(await read())
    await expect(read(gains.subarray(1))).rejects.toThrow('gains for')
  })

  it.each(cases)('have the column sums of a plain loop, digit by digit and tile by tile: %j', async ({ x, devices, levelTop, how }) => {
    const { xs, ws, attributes } = given({ x, devices, levelTop, how })
    const found = await on(backend, () => tf.stack([...columnSums(tf.tensor(xs, x), tf.tensor(ws, devices), attributes)]))
    const { rows, k } = windowsOf(xs, x, devices, attributes)
    const expected: number[] = []
    for (let d = 0; d < attributes.digits; d++)
      for (let from = 0; from < k; from += attributes.rows)
        for (const row of rows)
          for (let column = 0; column < (devices.at(-1) ?? 0); column++)
            expected.push(columnOf(row, ws, { from, digit: d, column, columns: devices.at(-1) ?? 0 }, attributes))
    expect(found).toHaveLength(expected.length)
    const largest = Math.max(...expected)
    found.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(1e-6 * largest))
  })
})

/** Random inputs on their levels, or analog and partly above the clip, and devices a little off theirs. */
function given({ x, devices, levelTop, how }: Case): { xs: Float32Array; ws: Float32Array; attributes: TilesAttributes } {
  // The same numbers whatever test ran before: a sum half way between two codes rounds either way in float32 and float64.
  drawn = 0
  const attributes = { ...base, ...how }
  const { clip, levels } = attributes
  const inputs = levels === 0 ? tf.div(whole(x, 100), 60) : tf.mul(whole(x, levels), clip / levels)
  const cells = tf.add(whole(devices, levelTop), tf.div(whole(devices, 40), 1000))
  return { xs: inputs.dataSync<'float32'>().slice(), ws: cells.dataSync<'float32'>().slice(), attributes }
}

/** The rows of inputs that a layer multiplies. */
function windowsOf(x: Float32Array, shape: number[], devices: number[], { convolution }: TilesAttributes): { rows: number[][]; k: number } {
  const k = devices.slice(0, -1).reduce((a, b) => a * b, 1)
  if (convolution === undefined) return { k, rows: Array.from({ length: shape[0] ?? 0 }, (_, n) => [...x.subarray(n * k, (n + 1) * k)]) }
  const [batch = 0, height = 0, width = 0, channels = 0] = shape
  const [fh = 0, fw = 0] = devices
  const info = tf.backend_util.computeConv2DInfo(
    [batch, height, width, channels],
    [fh, fw, channels, 1],
    convolution.stride,
    1,
    convolution.padding,
  )
  const rows: number[][] = []
  for (let n = 0; n < batch; n++)
    for (let y = 0; y < info.outHeight; y++)
      for (let z = 0; z < info.outWidth; z++) {
        const row: number[] = []
        for (let u = 0; u < fh; u++)
          for (let v = 0; v < fw; v++)
            for (let c = 0; c < channels; c++) {
              const [i, j] = [y * convolution.stride + u - info.padInfo.top, z * convolution.stride + v - info.padInfo.left]
              const inside = i >= 0 && i < height && j >= 0 && j < width
              row.push(inside ? (x[((n * height + i) * width + j) * channels + c] ?? 0) : 0)
            }
        rows.push(row)
      }
  return { rows, k }
}

const halfToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))

/** METHODS 7, one row, in float64. */
function plain(row: number[], devices: Float32Array, k: number, columns: number, a: TilesAttributes): number[] {
  const outputs = columns / a.shares.length
  return Array.from({ length: outputs }, (_, o) => {
    let sum = 0
    for (let d = 0; d < a.digits; d++)
      for (let from = 0; from < k; from += a.rows)
        a.shares.forEach((share, c) => {
          const column = columnOf(row, devices, { from, digit: d, column: o * a.shares.length + c, columns }, a)
          const gain = a.gains?.[(from / a.rows) * columns + o * a.shares.length + c] ?? 1
          sum += a.base ** d * share * gain * Math.min(a.codes, Math.max(0, halfToEven(column / a.step)))
        })
    return sum
  })
}

/** What one digit gives in one column of the tile that begins at row `from`. */
function columnOf(
  row: number[],
  devices: Float32Array,
  { from, digit: d, column, columns }: { from: number; digit: number; column: number; columns: number },
  a: TilesAttributes,
): number {
  let sum = 0
  for (let i = from; i < Math.min(row.length, from + a.rows); i++) {
    const level = ((row[i] ?? 0) / a.clip) * (a.levels || 1)
    const digit = a.levels === 0 ? Math.min(1, level) : Math.floor(Math.round(level) / a.base ** d) % a.base
    sum += digit * (devices[i * columns + column] ?? 0)
  }
  return sum
}
