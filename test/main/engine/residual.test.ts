import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { backward, forward, toTensors } from '../../../src/main/engine/network/forward'
import { layoutOf } from '../../../src/main/engine/network/layout'
import { networkOf } from '../../../src/main/engine/network/zoo'
import { usableBackends } from '../../support/backends'
import { residualNetwork as small, wave, waveNumbers } from '../../support/small-networks'
import { relativeError } from '../../support/vectors'

const layout = layoutOf(small)
const batch = 5
const float = { clips: [], levels: 0 }

const image = wave(batch * 108, 1, 1)
const slopes = wave(batch * 4, 2, 1)
const flat = waveNumbers(small, 3)

function lossOf(values: Float32Array, training: boolean): number {
  return tf.tidy(() => {
    const { logits } = forward(small, toTensors(values, layout), tf.tensor4d(image, [batch, 6, 6, 3]), float, { training })
    return logits.dataSync<'float32'>().reduce((sum, o, i) => sum + o * (slopes[i] ?? 0), 0)
  })
}

function gradientOf(training: boolean): (Float32Array | undefined)[] {
  return tf.tidy(() => {
    const pass = forward(small, toTensors(flat, layout), tf.tensor4d(image, [batch, 6, 6, 3]), float, { training })
    const rows = Array.from({ length: batch }, (_, i) => i)
    return backward(pass, rows, tf.tensor2d(slopes, [batch, 4]), training).map((g) => g?.dataSync<'float32'>().slice())
  })
}

describe.each(await usableBackends())('a residual network on %s', (backend) => {
  it.each([false, true])('has the gradient of finite differences, training %s', async (training) => {
    await chooseBackend(backend)
    const gradients = gradientOf(training)
    let [checked, off] = [0, 0]
    layout.arrays.forEach(({ kind, offset, length }, a) => {
      if (kind === 'statistics' || (kind === 'digital' && !training)) return
      const gradient = gradients[a]
      for (let i = 0; i < length; i += Math.ceil(length / 8)) {
        const at = (h: number): number =>
          lossOf(
            flat.map((w, k) => (k === offset + i ? w + h : w)),
            training,
          )
        const difference = (at(5e-4) - at(-5e-4)) / 1e-3
        checked++
        if (Math.abs(difference - (gradient?.[i] ?? 0)) > 0.01 + 0.01 * Math.abs(difference)) off++
      }
    })
    expect(checked).toBeGreaterThan(30)
    // A rectifier whose sum crosses zero within the step has no difference quotient to compare with.
    expect(off).toBeLessThanOrEqual(0.1 * checked)
  })

  it.each([false, true])('agrees with backend-cpu, training %s', async (training) => {
    await chooseBackend(backend)
    const [fast, loss] = [gradientOf(training), lossOf(flat, training)]
    await chooseBackend('cpu')
    expect(Math.abs(loss - lossOf(flat, training))).toBeLessThan(1e-4)
    gradientOf(training).forEach((expected, a) => {
      if (expected !== undefined) expect(relativeError(fast[a] ?? [], expected)).toBeLessThan(2e-5)
    })
  })
})

it('ResNet-20 has the weights that its layers say', () => {
  const { length, deviceLength } = layoutOf(networkOf('resnet-20'))
  // 3x3x3x16, six of 3x3x16x16, then 16 to 32 and 32 to 64 with their shortcuts, and 64 x 10.
  const expected = 432 + 6 * 2304 + (4608 + 5 * 9216 + 512) + (18432 + 5 * 36864 + 2048) + 640
  expect(deviceLength).toBe(expected)
  expect(length - deviceLength).toBe(4 * (7 * 16 + 7 * 32 + 7 * 64) + 10)
})
