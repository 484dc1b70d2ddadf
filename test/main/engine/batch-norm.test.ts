import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { affine, channelSums, normalise, normaliseGradient } from '../../../src/main/engine/backend/kernels/channels'
import { usableBackends } from '../../support/backends'
import { relativeError } from '../../support/vectors'

const usable = await usableBackends()

beforeAll(async () => {
  for (const backend of usable) await chooseBackend(backend)
})

const numbers = (shape: number[], seed: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => 3 * Math.sin(seed + i * 78.233) + seed),
    shape,
  )

async function on(backend: string, work: () => tf.Tensor[]): Promise<Float32Array[]> {
  await chooseBackend(backend)
  return tf.tidy(work).map((tensor) => tensor.dataSync<'float32'>().slice())
}

/** Four channels go in vectors, three one by one; 700 rows are more than one block of a sum. */
const cases = [
  [4, [7, 10, 10, 4]],
  [3, [2, 5, 3, 3]],
  [8, [6, 8]],
] as [number, number[]][]

describe.each(usable)('batch norm on %s', (backend) => {
  it.each(cases)('has the closed form’s value and statistics, %i channels', async (channels, shape) => {
    const [x, scale, shift] = [numbers(shape, 1), numbers([channels], 2), numbers([channels], 0.5)].map((t) =>
      t.dataSync<'float32'>().slice(),
    )
    if (x === undefined || scale === undefined || shift === undefined) throw new Error('no numbers')
    const rows = x.length / channels
    const [value, mean, inverse, variance] = await on(backend, () => {
      const result = normalise(numbers(shape, 1), numbers([channels], 2), numbers([channels], 0.5), 1e-5)
      return [result.value, result.mean, result.inverse, result.variance]
    })
    for (let c = 0; c < channels; c++) {
      const column = Array.from({ length: rows }, (_, r) => x[r * channels + c] ?? 0)
      const m = column.reduce((a, b) => a + b, 0) / rows
      const square = column.reduce((a, b) => a + (b - m) ** 2, 0)
      const inv = 1 / Math.sqrt(square / rows + 1e-5)
      expect(mean?.[c]).toBeCloseTo(m, 5)
      expect((inverse?.[c] ?? 0) / inv).toBeCloseTo(1, 5)
      expect((variance?.[c] ?? 0) / (square / (rows - 1))).toBeCloseTo(1, 5)
      column.forEach((v, r) => expect(value?.[r * channels + c]).toBeCloseTo((v - m) * inv * (scale[c] ?? 0) + (shift[c] ?? 0), 4))
    }
  })

  it.each(cases)('carries slopes back as backend-cpu does, %i channels', async (channels, shape) => {
    const work = (): tf.Tensor[] => {
      const [x, scale, dy] = [numbers(shape, 1), numbers([channels], 2), numbers(shape, 5)]
      const { mean, inverse } = normalise(x, scale, numbers([channels], 0.5), 1e-5)
      const gradient = normaliseGradient(x, dy, scale, mean, inverse)
      return [gradient.input, gradient.scale, gradient.shift, channelSums(dy), affine(x, scale, mean)]
    }
    const [fast, plain] = [await on(backend, work), await on('cpu', work)]
    plain.forEach((expected, i) => expect(relativeError(fast[i] ?? [], expected)).toBeLessThan(1e-5))
  })
})
