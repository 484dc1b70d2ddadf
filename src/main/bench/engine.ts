import { availableParallelism } from 'node:os'
import type { ModelData } from '../../shared/model'
import { quantile } from '../../shared/stats'
import { Adam } from '../engine/train/adam'
import { trainingShard } from '../engine/train/define'
import type { Dataset } from '../engine/data/datasets'
import { levelsOf } from '../engine/network/forward'
import { layoutOf } from '../engine/network/layout'
import { quantiseWeights } from '../engine/network/quantise'
import { networkOf } from '../engine/network/zoo'
import { createPool } from '../worker/pool'

/** Images a second of the loops that everything waits for; medians of `repeats`. */
export interface EngineSpeed {
  backend: string
  workers: number
  train: number
  evaluate: number
  gradient: number
}

export interface EngineBenchOptions {
  shard: URL
  model: ModelData
  dataset: Dataset
  repeats: number
  /** Images of one repeat of evaluation and gradient. */
  images: number
}

const trainBatch = 128

/** Measures a 4-bit network on each backend this machine loads, with one worker and with as many as cores. */
export async function benchEngine(options: EngineBenchOptions, told: (speed: EngineSpeed) => void): Promise<EngineSpeed[]> {
  const speeds: EngineSpeed[] = []
  for (const backend of ['tensorflow', 'wasm', 'cpu'])
    for (const workers of [...new Set([1, availableParallelism()])]) {
      // backend-cpu is a hundred times slower: it is measured on a hundredth of the work.
      const speed = await measure(
        backend,
        workers,
        backend === 'cpu' ? { ...options, repeats: 1, images: Math.ceil(options.images / 100) } : options,
      )
      if (speed === undefined) continue
      speeds.push(speed)
      told(speed)
    }
  return speeds
}

async function measure(backend: string, workers: number, options: EngineBenchOptions): Promise<EngineSpeed | undefined> {
  const { model, dataset, images } = options
  const { manifest } = model
  const pool = createPool({ shard: options.shard, backend, workers })
  try {
    try {
      await pool.hello()
    } catch {
      return undefined
    }
    const network = networkOf(manifest.network)
    const executor = pool.executor(
      {
        network: manifest.network,
        quantiser: { clips: manifest.clips, levels: levelsOf(manifest.activationBits) },
        quantiseImage: true,
        images: dataset.images,
        labels: dataset.labels,
      },
      () => Promise.resolve(),
    )
    const layout = layoutOf(network)
    const program = (flat: Float32Array): Float32Array =>
      quantiseWeights(flat, layout, { 'weights.bits': manifest.weightBits, 'weights.scale': 'layer', 'mapping.scheme': 'sign-magnitude' })
        .values
    const weights = program(model.weights)
    const first = dataset.definition.images.train
    const some = Uint32Array.from({ length: images }, (_, i) => first + i)
    const steps = Math.max(1, Math.floor(images / trainBatch))
    const train = async (): Promise<void> => {
      const values = Float64Array.from(model.weights)
      const adam = new Adam(values.length, 1e-3)
      for (let k = 0; k < steps; k++) {
        const batch = Uint32Array.from({ length: trainBatch }, (_, i) => k * trainBatch + i)
        const pass = await executor.gradient(program(Float32Array.from(values)), batch, 'ce', { training: true, shard: trainingShard })
        adam.step(
          values,
          pass.gradient.map((g) => -g / trainBatch),
        )
      }
    }
    return {
      backend,
      workers,
      train: (steps * trainBatch) / (await seconds(train, options.repeats)),
      evaluate: images / (await seconds(() => executor.evaluate(weights, some), options.repeats)),
      gradient: images / (await seconds(() => executor.gradient(weights, some, 'p2'), options.repeats)),
    }
  } finally {
    await pool.close()
  }
}

/** Median seconds of some work, after one run that is not counted. */
async function seconds(work: () => Promise<unknown>, repeats: number): Promise<number> {
  const taken: number[] = []
  for (let k = 0; k <= repeats; k++) {
    const began = performance.now()
    await work()
    if (k > 0) taken.push((performance.now() - began) / 1000)
  }
  return quantile(
    taken.sort((a, b) => a - b),
    0.5,
  )
}
