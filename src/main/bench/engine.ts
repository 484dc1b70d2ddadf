import { measureLoops } from '../worker/measure'
import { createPool } from '../worker/pool'
import type { LoopSpeeds } from '../worker/protocol'
import type { BenchCase } from './cases'

export interface EngineSpeed extends LoopSpeeds {
  network: string
  backend: string
  workers: number
}

export interface EngineBenchOptions {
  shard: URL
  cases: readonly BenchCase[]
  repeats: number
  quick: boolean
  /** Numbers of workers that each backend is measured with. */
  workers: readonly number[]
  /** All that a case names if absent. */
  backends?: readonly string[]
}

/** Measures each case on each backend this machine loads. */
export async function benchEngine(options: EngineBenchOptions, told: (speed: EngineSpeed) => void): Promise<EngineSpeed[]> {
  const speeds: EngineSpeed[] = []
  for (const at of options.cases)
    for (const backend of options.backends ?? at.backends)
      for (const workers of options.workers) {
        const loops = await measure(at, backend, workers, options)
        if (loops === undefined) continue
        const speed = { network: at.name, backend, workers, ...loops }
        speeds.push(speed)
        told(speed)
      }
  return speeds
}

async function measure(at: BenchCase, backend: string, workers: number, options: EngineBenchOptions): Promise<LoopSpeeds | undefined> {
  const pool = createPool({ shard: options.shard, backend, workers })
  const checkpoint = (): Promise<void> => Promise.resolve()
  try {
    try {
      await pool.hello()
    } catch {
      return undefined
    }
    return await measureLoops({
      model: at.model,
      dataset: at.dataset,
      images: options.quick ? at.quick : at.images,
      repeats: options.repeats,
      backend,
      executorOf: (context) => pool.executor(context, checkpoint),
      checkpoint,
      budget: Number.POSITIVE_INFINITY,
    })
  } finally {
    await pool.close()
  }
}
