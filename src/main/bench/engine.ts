import { availableParallelism } from 'node:os'
import type { ModelData } from '../../shared/model'
import type { Dataset } from '../engine/data/datasets'
import { measureLoops } from '../worker/measure'
import { createPool } from '../worker/pool'
import type { LoopSpeeds } from '../worker/protocol'

export interface EngineSpeed extends LoopSpeeds {
  backend: string
  workers: number
}

export interface EngineBenchOptions {
  shard: URL
  model: ModelData
  dataset: Dataset
  repeats: number
  /** Images of one repeat. */
  images: number
}

/** Measures a 4-bit network on each backend this machine loads, with one worker and with as many as cores. */
export async function benchEngine(options: EngineBenchOptions, told: (speed: EngineSpeed) => void): Promise<EngineSpeed[]> {
  const speeds: EngineSpeed[] = []
  for (const backend of ['tensorflow', 'wasm', 'cpu'])
    for (const workers of [...new Set([1, availableParallelism()])]) {
      const speed = await measure(backend, workers, options)
      if (speed === undefined) continue
      speeds.push(speed)
      told(speed)
    }
  return speeds
}

async function measure(backend: string, workers: number, options: EngineBenchOptions): Promise<EngineSpeed | undefined> {
  const pool = createPool({ shard: options.shard, backend, workers })
  const checkpoint = (): Promise<void> => Promise.resolve()
  try {
    try {
      await pool.hello()
    } catch {
      return undefined
    }
    const executorOf = (context: Parameters<typeof pool.executor>[0]): ReturnType<typeof pool.executor> =>
      pool.executor(context, checkpoint)
    const loops = await measureLoops({ ...options, backend, executorOf, checkpoint, budget: Number.POSITIVE_INFINITY })
    return { backend, workers, ...loops }
  } finally {
    await pool.close()
  }
}
