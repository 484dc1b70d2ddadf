import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { activate, activationGradient, type ActivationAttributes } from '../../../src/main/engine/backend/kernels/activation'
import { takeRows } from '../../../src/main/engine/backend/kernels/rows'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { usableBackends } from '../../support/backends'
import { relativeError } from '../../support/vectors'

/** Numbers on a coarse grid, so that quantised activations tie often. */
const grid = (shape: number[], seed: number, step = 0.25): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.round((Math.sin(seed + i * 78.233) * 4) / step) * step),
    shape,
  )

const halfToEven = (x: number): number => (x % 1 === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))

async function on(backend: string, work: () => tf.Tensor): Promise<Float32Array> {
  await chooseBackend(backend)
  return tf.tidy(work).dataSync<'float32'>().slice()
}

type Four = [number, number, number, number]

const usable = await usableBackends()

beforeAll(async () => {
  for (const backend of usable) await chooseBackend(backend)
})

describe('convolutions on wasm', () => {
  const shapes: ['same' | 'valid', number, [number, number, number, number], [number, number, number, number]][] = [
    ['same', 1, [3, 9, 8, 2], [5, 5, 2, 3]],
    ['valid', 1, [3, 9, 8, 2], [5, 5, 2, 3]],
    ['same', 1, [2, 7, 7, 4], [3, 3, 4, 5]],
    ['valid', 1, [4, 6, 5, 1], [1, 3, 1, 2]],
    ['same', 2, [2, 8, 8, 3], [3, 3, 3, 16]],
    ['same', 2, [2, 9, 7, 4], [3, 3, 4, 9]],
    ['same', 2, [2, 6, 6, 8], [1, 1, 8, 12]],
    ['valid', 3, [2, 11, 8, 2], [4, 2, 2, 7]],
    ['valid', 1, [2, 4, 3, 1], [2, 2, 1, 1]],
  ]
  // The gradients go over all slopes, or where few are not zero over those: both ways are held to backend-cpu.
  const densities = [1, 0.15]

  it.each(shapes)('and their gradients agree with backend-cpu: %s, stride %i, %j by %j', async (pad, strides, xShape, filterShape) => {
    const attrs = { strides, pad, dataFormat: 'NHWC', dilations: 1 }
    const [x, filter] = [() => grid(xShape, 1) as tf.Tensor4D, () => grid(filterShape, 2) as tf.Tensor4D]
    const product = (): tf.Tensor => tf.conv2d(x(), filter(), strides, pad)
    expect(relativeError(await on('wasm', product), await on('cpu', product))).toBeLessThan(1e-6)
    for (const density of densities)
      for (const kernel of [tf.Conv2DBackpropFilter, tf.Conv2DBackpropInput]) {
        const gradient = (): tf.Tensor => {
          const slopes = grid(product().shape, 3)
          const dy = tf.mul(slopes, tf.cast(tf.less(grid(slopes.shape, 7, 1e-3), 8 * density - 4), 'float32'))
          const inputs: tf.NamedTensorMap = kernel === tf.Conv2DBackpropFilter ? { x: x(), dy } : { dy, filter: filter() }
          return tf.engine().runKernel<tf.Tensor>(kernel, inputs, { ...attrs, filterShape, inputShape: xShape })
        }
        expect(relativeError(await on('wasm', gradient), await on('cpu', gradient))).toBeLessThan(1e-6)
      }
  })

  const depthwise: ['same' | 'valid', [number, number], Four, Four][] = [
    ['same', [1, 1], [2, 6, 7, 3], [3, 3, 3, 1]],
    ['valid', [2, 2], [2, 7, 8, 2], [3, 2, 2, 3]],
    ['same', [2, 2], [1, 8, 5, 4], [5, 5, 4, 2]],
  ]

  it.each(depthwise)(
    'one a channel: gradients agree with backend-cpu: %s, strides %j, %j by %j',
    async (pad, strides, xShape, filterShape) => {
      for (const kernel of [tf.DepthwiseConv2dNativeBackpropFilter, tf.DepthwiseConv2dNativeBackpropInput]) {
        const gradient = (): tf.Tensor => {
          const [x, filter] = [grid(xShape, 1) as tf.Tensor4D, grid(filterShape, 2) as tf.Tensor4D]
          const dy = grid(tf.depthwiseConv2d(x, filter, strides, pad).shape, 3)
          const inputs: tf.NamedTensorMap = kernel === tf.DepthwiseConv2dNativeBackpropFilter ? { x, dy } : { dy, filter }
          return tf.engine().runKernel<tf.Tensor>(kernel, inputs, { strides, dilations: 1, pad, filterShape, inputShape: xShape })
        }
        expect(relativeError(await on('wasm', gradient), await on('cpu', gradient))).toBeLessThan(1e-6)
      }
    },
  )

  // backend-cpu leaves the dilation out of these gradients.
  it.each([1, 2])('one a channel: gradients agree with finite differences, dilation %i', async (dilation) => {
    await chooseBackend('wasm')
    tf.tidy(() => {
      const [x, filter, slopes] = [grid([1, 5, 4, 2], 1), grid([3, 3, 2, 2], 2), grid([1, 5, 4, 4], 3)]
      const loss = (a: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        tf.sum(tf.mul(tf.depthwiseConv2d(a as tf.Tensor4D, w as tf.Tensor4D, 1, 'same', 'NHWC', dilation), slopes))
      const attributes = { strides: 1, pad: 'same', dilations: dilation, filterShape: filter.shape, inputShape: x.shape }
      const gradients = [
        tf.engine().runKernel<tf.Tensor>(tf.DepthwiseConv2dNativeBackpropInput, { dy: slopes, filter }, attributes),
        tf.engine().runKernel<tf.Tensor>(tf.DepthwiseConv2dNativeBackpropFilter, { x, dy: slopes }, attributes),
      ]
      // The loss is linear in either, so that a difference is exact but for rounding.
      ;[x, filter].forEach((variable, which) => {
        const step = grid(variable.shape, 5)
        const moved = tf.add(variable, step)
        const change = tf.sub(which === 0 ? loss(moved, filter) : loss(x, moved), loss(x, filter)).dataSync<'float32'>()[0] ?? NaN
        const told = tf.sum(tf.mul(gradients[which] ?? 0, step)).dataSync<'float32'>()[0] ?? NaN
        expect(told).toBeCloseTo(change, 3)
      })
    })
  })

  it('agree with backend-cpu for transposed products', async () => {
    for (const [a, b] of [
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ] as const) {
      const product = (): tf.Tensor => tf.matMul(grid(a ? [5, 7] : [7, 5], 1), grid(b ? [4, 5] : [5, 4], 2), a, b)
      expect(relativeError(await on('wasm', product), await on('cpu', product))).toBeLessThan(1e-6)
    }
  })
})

describe.each(usable)('the activation on %s', (backend) => {
  const cases: ActivationAttributes[] = [
    { clip: 2, levels: 15, pool: 1 },
    { clip: 2, levels: 15, pool: 2 },
    { clip: 1.5, levels: 3, pool: 2 },
    { clip: 3, levels: 1, pool: 3 },
    { clip: 0, levels: 0, pool: 1 },
    { clip: 0, levels: 0, pool: 2 },
  ]
  // Three channels go one by one, six in vectors that overlap.
  const channelCounts = [3, 6]

  it.each(cases)('is bias, quantiser, then pooling, done in that plain order: %j', async (attributes) => {
    const { clip, levels, pool } = attributes
    for (const channels of channelCounts) {
      const shape = [2, 7, 6, channels]
      const fast = await on(backend, () => activate(grid(shape, 1), grid([channels], 2), attributes))
      const plain = await on('cpu', () => {
        const z = tf.add(grid(shape, 1), grid([channels], 2))
        const y = levels === 0 ? tf.relu(z) : tf.mul(tf.round(tf.mul(tf.clipByValue(z, 0, clip), levels / clip)), clip / levels)
        return pool === 1 ? y : tf.maxPool(y as tf.Tensor4D, pool, pool, 'valid')
      })
      expect(relativeError(fast, plain)).toBeLessThan(2e-7)
    }
  })

  it.each(cases)('gives its slope to the first of tied maxima, inside the clip only: %j', async (attributes) => {
    const { clip, levels, pool } = attributes
    for (const C of channelCounts) {
      const [B, H, W] = [2, 7, 6]
      const values = await on('cpu', () => tf.add(grid([B, H, W, C], 1), grid([C], 2)))
      const out = [B, Math.floor(H / pool), Math.floor(W / pool), C] as const
      const slopes = await on('cpu', () => grid([...out], 3))
      const expected = new Float32Array(values.length)
      const level = (z: number): number => (levels === 0 ? Math.max(z, 0) : halfToEven((Math.min(Math.max(z, 0), clip) / clip) * levels))
      let ties = 0
      let i = 0
      for (let b = 0; b < B; b++)
        for (let r = 0; r < out[1]; r++)
          for (let q = 0; q < out[2]; q++)
            for (let c = 0; c < C; c++, i++) {
              const window: number[] = []
              for (let u = 0; u < pool; u++) for (let v = 0; v < pool; v++) window.push(((b * H + r * pool + u) * W + q * pool + v) * C + c)
              const levelsHere = window.map((at) => level(values[at] ?? 0))
              const best = Math.max(...levelsHere)
              if (levelsHere.filter((l) => l === best).length > 1) ties++
              const at = window[levelsHere.indexOf(best)] ?? 0
              const z = values[at] ?? 0
              if (levels === 0 ? z > 0 : z >= 0 && z <= clip) expected[at] = (slopes[i] ?? 0) + 0
            }
      if (pool > 1) expect(ties).toBeGreaterThan(10)
      const measured = await on(backend, () => activationGradient(grid([B, H, W, C], 1), grid([C], 2), grid([...out], 3), attributes))
      expect(measured.map((slope) => slope + 0)).toEqual(expected)
    }
  })

  it('takes whole images out of a batch', async () => {
    const taken = await on(backend, () => takeRows(grid([4, 2, 3], 1), [3, 1]))
    const all = await on('cpu', () => grid([4, 2, 3], 1))
    expect([...taken]).toEqual([...all.slice(18, 24), ...all.slice(6, 12)])
  })
})
