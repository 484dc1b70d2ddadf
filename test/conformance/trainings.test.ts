import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../src/main/engine/backend/choose'
import { createLocalExecutor } from '../../src/main/engine/compute/local'
import { trainings } from '../../src/main/engine/train'
import { trainNetwork } from '../../src/main/engine/train/loop'
import { NadirError } from '../../src/shared/errors'

beforeAll(() => chooseBackend('wasm'))

/** A thousand pictures of bars: one of ten columns is bright. */
const length = 1000
const labels = Uint8Array.from({ length }, (_, i) => (i * 7) % 10)
const images = Uint8Array.from({ length: length * 784 }, (_, k) => {
  const [image, column] = [Math.floor(k / 784), k % 28]
  return Math.floor(column / 2.8) === labels[image] ? 200 + ((k * 31) % 50) : (k * 17) % 40
})

describe.each([...trainings])('the training %s', (_, training) => {
  const params = training.params.parse({ epochs: 2, images: length, batch: 100, seed: 3 })
  const train = (checkpoint = () => Promise.resolve()) =>
    trainNetwork({
      training,
      params,
      executorFor: (quantiser) => createLocalExecutor({ network: 'lenet', quantiser, quantiseImage: true, images, labels }),
      checkpoint,
      report: () => undefined,
    })

  it('learns, gives the same weights for the same seed, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors
    const [a, b] = [await train(), await train()]
    expect(b).toEqual(a)
    expect(a.weights.every(Number.isFinite)).toBe(true)
    expect(a.clips).toHaveLength(5)
    expect(a.clips.every((clip) => clip > 0)).toBe(true)
    expect(a.log.at(-1)?.loss).toBeLessThan(a.log[0]?.loss ?? 0)
    expect(tf.memory().numTensors).toBe(before)
  })

  it('stops when it is cancelled', async () => {
    let steps = 0
    await expect(
      train(() => (++steps > 3 ? Promise.reject(new NadirError('cancelled', 'enough')) : Promise.resolve())),
    ).rejects.toMatchObject({ code: 'cancelled' })
    expect(steps).toBe(4)
  })
})
