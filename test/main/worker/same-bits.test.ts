import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { createObjective } from '../../../src/main/engine/attack/objective'
import fLwc from '../../../src/main/engine/attack/f-lwc'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import type { Executor } from '../../../src/main/engine/compute/executor'
import { createLocalExecutor } from '../../../src/main/engine/compute/local'
import type { ComputeContext } from '../../../src/main/engine/compute/shard'
import { monteCarlo } from '../../../src/main/engine/likelihood/monte-carlo'
import { layoutOf } from '../../../src/main/engine/network/layout'
import { networkOf } from '../../../src/main/engine/network/zoo'
import { quantiseWeights } from '../../../src/main/engine/network/quantise'
import { trainings } from '../../../src/main/engine/train'
import { trainNetwork, type Trained } from '../../../src/main/engine/train/loop'
import { boxSet } from '../../../src/main/engine/variation/box'
import { createPool } from '../../../src/main/worker/pool'
import { builtEntry } from '../../support/built'
import { usableBackends } from '../../support/backends'
import { boxChips } from '../../support/box-chips'

const layout = layoutOf(networkOf('lenet'))
const free = (): Promise<void> => Promise.resolve()

/** Pictures of bars: one of ten columns is bright. In shared memory, as data sets are. */
const length = 1000
const labels = Uint8Array.from({ length }, (_, i) => (i * 7) % 10)
const images = new Uint8Array(new SharedArrayBuffer(length * 784))
for (let k = 0; k < images.length; k++) {
  const [image, column] = [Math.floor(k / 784), k % 28]
  images[k] = Math.floor(column / 2.8) === labels[image] ? 200 + ((k * 31) % 50) : (k * 17) % 40
}

function train(executorOf: (context: ComputeContext) => Executor, params: Record<string, number>): ReturnType<typeof trainNetwork> {
  const training = trainings.get('standard')
  if (training === undefined) throw new Error('no standard training')
  return trainNetwork({
    training,
    params: training.params.parse({ images: length, seed: 3, ...params }),
    executorFor: (quantiser) => executorOf({ network: 'lenet', quantiser, quantiseImage: true, images, labels }),
    checkpoint: free,
    report: () => undefined,
  })
}

/** A hundred times slower than the others: its training is one gradient of weights that nobody trained. */
async function oneGradient(executorOf: (context: ComputeContext) => Executor): Promise<Pick<Trained, 'weights' | 'clips'>> {
  const clips = [1, 4, 4, 4, 4]
  const start = Float32Array.from({ length: layout.length }, (_, i) => ((i % 31) - 15) / 100)
  const executor = executorOf({ network: 'lenet', quantiser: { clips, levels: 15 }, quantiseImage: true, images, labels })
  const batch = Uint32Array.from({ length: 12 }, (_, i) => i)
  const { gradient } = await executor.gradient(start, batch, 'ce', { training: true, shard: 4 })
  return { clips, weights: start.map((value, i) => value + 0.01 * (gradient[i] ?? 0)) }
}

/** A training, the worst case and random chips of what was trained, on so many threads. */
async function everything(backend: string, workers: number): Promise<unknown> {
  const pool = createPool({ shard: builtEntry('shard'), backend, workers })
  try {
    const executorOf = (context: ComputeContext): Executor => pool.executor(context, free)
    const trained = backend === 'cpu' ? await oneGradient(executorOf) : await train(executorOf, { epochs: 1, batch: 128 })
    const programmed = quantiseWeights(trained.weights, layout, {
      'weights.bits': 4,
      'weights.scale': 'layer',
      'mapping.scheme': 'sign-magnitude',
    })
    const executor = executorOf({
      network: 'lenet',
      quantiser: { clips: trained.clips, levels: 15 },
      quantiseImage: true,
      images,
      labels,
    })
    const set = boxSet(programmed, layout, { radius: 0.03, zeroExact: false })
    const searched = Uint32Array.from({ length: backend === 'cpu' ? 8 : 600 }, (_, i) => i)
    const objective = createObjective({ executor, programmed, set, surrogate: 'p2', attack: searched, scored: searched })
    const finding = await fLwc.run({
      set,
      objective,
      params: { steps: 2, reading: 'per-epoch', batch: 250 },
      radius: 0.03,
      seed: 1,
      report: () => undefined,
    })
    const sampler = { kind: 'uniform', sigma: 0.5, seed: 1 } as const
    const chips = await monteCarlo({
      executor,
      programmed,
      kind: sampler.kind,
      chip: boxChips(programmed, 0.03, sampler),
      draws: 20,
      width: 0.01,
      statistic: 'mean',
      images: searched,
      checkpoint: free,
      drawn: () => undefined,
    })
    return { trained, finding, chips, lowest: objective.lowest }
  } finally {
    await pool.close()
  }
}

describe.each(await usableBackends())('a training, a search and random chips on %s', (backend) => {
  it('have the same bits with one, two and three workers', async () => {
    const one = await everything(backend, 1)
    expect(await everything(backend, 2)).toEqual(one)
    expect(await everything(backend, 3)).toEqual(one)
  })
})

describe('4,000 steps of training', () => {
  it('leave no tensor behind, and after the first thousand no memory', async () => {
    await chooseBackend('wasm')
    const used = (): number => {
      globalThis.gc?.()
      const { rss } = process.memoryUsage()
      return rss
    }
    let steps = 0
    let [tensors, resident] = [0, 0]
    const executorOf = (context: ComputeContext): Executor => {
      const local = createLocalExecutor(context)
      return {
        ...local,
        gradient(weights, some, surrogate, options) {
          if (++steps === 1000) [tensors, resident] = [tf.memory().numTensors, used()]
          return local.gradient(weights, some, surrogate, options)
        },
      }
    }
    // 917 images in batches of 4 are 229 steps an epoch.
    await train(executorOf, { epochs: 18, batch: 4 })
    expect(steps).toBeGreaterThan(4000)
    expect(tf.memory().numTensors).toBe(tensors)
    expect(used() - resident).toBeLessThan(60e6)
  })
})
