import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { Executor } from '../../../src/main/engine/compute/executor'
import { datasetOf, loadDataset } from '../../../src/main/engine/data/datasets'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { createPool, type Pool } from '../../../src/main/worker/pool'
import { builtEntry, mnistFolder, shippedModels } from '../../support/built'
import { whyNotNative } from '../../support/backends'
import { relativeError } from '../../support/vectors'

const why = await whyNotNative()
beforeEach(({ skip }) => skip(why !== undefined, why))

const folder = join(shippedModels, 'lenet-w4a4')
const model = parseModel(readFileSync(join(folder, 'model.json'), 'utf8'), readFileSync(join(folder, 'weights.bin')), 'lenet-w4a4')
const { images, labels } = await loadDataset(datasetOf('mnist'), mnistFolder)
const some = Uint32Array.from({ length: 1000 }, (_, i) => 60_000 + i)

function open(backend: string, workers: number): { pool: Pool; executor: Executor } {
  const pool = createPool({ shard: builtEntry('shard'), backend, workers })
  onTestFinished(() => pool.close())
  // Activations as they come: a quantiser turns a last bit into a whole level.
  const quantiser = { clips: model.manifest.clips, levels: 0 }
  return { pool, executor: pool.executor({ network: 'lenet', quantiser, quantiseImage: false, images, labels }, () => Promise.resolve()) }
}

describe('native TensorFlow in worker threads', () => {
  it('says the version of its library and computes on one thread an operation', async () => {
    const backend = await open('tensorflow', 1).pool.hello()
    expect(backend).toEqual({
      name: 'tensorflow',
      version: expect.stringMatching(/^2\.\d+\.\d+ \(tfjs-node 4\.22\.0\)$/) as string,
      threads: 1,
      asked: true,
    })
  })

  it('gives the logits of the shipped LeNet that wasm gives', async () => {
    const [native, wasm] = await Promise.all(['tensorflow', 'wasm'].map((name) => open(name, 1).executor.logits(model.weights, some)))
    expect(native).toHaveLength(10_000)
    expect(relativeError(native ?? [], wasm ?? [])).toBeLessThan(1e-4)
  })

  it('gives the same bits in one, two and three threads, all at once', async () => {
    const gradients = await Promise.all(
      [1, 2, 3].map((workers) => open('tensorflow', workers).executor.gradient(model.weights, some, 'ce')),
    )
    expect(gradients[0]?.correct).toBeGreaterThan(900)
    expect(gradients[1]).toEqual(gradients[0])
    expect(gradients[2]).toEqual(gradients[0])
  })

  it('is ended in the middle of its work, and a new one computes', async () => {
    const first = open('tensorflow', 2)
    await first.pool.hello()
    const many = Uint32Array.from({ length: 60_000 }, (_, i) => i)
    const cut = first.executor.gradient(model.weights, many, 'ce').then(
      () => 'done',
      () => 'cut',
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    await first.pool.close()
    expect(await cut).toBe('cut')
    expect((await open('tensorflow', 2).executor.gradient(model.weights, some, 'ce')).correct).toBeGreaterThan(900)
  })
})
