import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { DeviceData } from '../../shared/device'
import type { Design } from '../../shared/fields'
import type { ModelData } from '../../shared/model'
import type { TileInspection } from '../../shared/tile-inspection'
import { createExecutor, type Executor } from '../engine/compute/executor'
import type { Backend } from '../engine/backend/choose'
import type { BackendName } from '../engine/backend/names'
import type { TileName } from '../engine/crossbar/tile-circuit'
import { layoutIn, type ComputeContext, type ShardResult, type ShardTask } from '../engine/compute/shard'

/** What one thread of the pool is sent: shared memory travels by reference, the rest is small. */
export type ShardMessage =
  | { kind: 'hello' }
  | { kind: 'tile'; work: TileWork }
  | {
      kind: 'shard'
      context: ComputeContext
      weights: Float32Array
      task: ShardTask
      /** Where the gradient goes, in shared memory. */
      gradient?: Float32Array
    }

/** A tile to solve: of which design, model and place. */
export interface TileWork {
  design: Design
  model: ModelData
  technology: DeviceData
  tile: TileName
}

/** What a thread answers to a tile: an error as a document, as it would lose its kind between threads. */
export type TileReply = { inspection: TileInspection } | { error: ErrorDocument }

export interface Pool {
  readonly workers: number
  /** Loads the backend in one thread and tells which it is. */
  hello(): Promise<Backend>
  /**
   * `checkpoint` is awaited before every shard: it waits while paused and throws `cancelled`. `stop` ends the shards
   * under way with their threads, which are replaced. Where a thread dies, the pass throws `worker-died`.
   */
  executor(context: ComputeContext, checkpoint: () => Promise<void>, stop?: AbortSignal): Executor
  /** Solves a tile in one thread; `stop` ends it with its thread. Throws `cancelled`, worker-died and as inspectTile. */
  inspect(work: TileWork, stop: AbortSignal): Promise<TileInspection>
  close(): Promise<void>
}

/** What each thread of a pool is started with. */
export interface PoolThreadData {
  /** The only backend that will do, else the first of `order` that loads. */
  backend?: string | undefined
  order?: readonly BackendName[] | undefined
}

export interface PoolOptions extends PoolThreadData {
  shard: URL
  workers?: number | undefined
}

/** Threads that run shards: one intra-op thread each, as many as cores unless told otherwise. A dead one is replaced. */
export function createPool(options: PoolOptions): Pool {
  const workers = options.workers ?? availableParallelism()
  const piscina = new Piscina({
    filename: options.shard.href,
    // What has stood still for a minute gives its memory back.
    minThreads: 0,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    idleTimeout: 60_000,
    workerData: { backend: options.backend, order: options.order } satisfies PoolThreadData,
  })
  // A thread that dies between two shards takes nothing with it.
  piscina.on('error', () => undefined)
  const ask = async (message: ShardMessage, running?: Set<AbortController>): Promise<unknown> => {
    // One a shard: Piscina leaves its listener on a signal, and those of a long run would pile up.
    const controller = new AbortController()
    running?.add(controller)
    try {
      return await piscina.run(message, { signal: controller.signal })
    } catch (error) {
      if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.name === 'NadirError') throw error
      if (controller.signal.aborted) throw new NadirError('cancelled', 'The shards under way were stopped.', { cause: error })
      const text = error instanceof Error ? error.message : String(error)
      throw new NadirError('worker-died', `A compute thread failed: ${text}`, {
        hint: 'Resume the run: finished points are kept.',
        cause: error,
      })
    } finally {
      running?.delete(controller)
    }
  }
  return {
    workers,
    hello: async () => (await ask({ kind: 'hello' })) as Backend,
    executor(context, checkpoint, stop) {
      const running = new Set<AbortController>()
      stop?.addEventListener('abort', () => {
        for (const controller of running) controller.abort()
      })
      const { length } = layoutIn(context)
      const weightSlots = slots(length)
      const gradientSlots = slots(length)
      const runOne = async (weights: Float32Array, task: ShardTask): Promise<ShardResult> => {
        if (task.kind !== 'gradient') return (await ask({ kind: 'shard', context, weights, task }, running)) as ShardResult
        const gradient = gradientSlots.take()
        const result = (await ask({ kind: 'shard', context, weights, task, gradient }, running)) as ShardResult
        return { ...result, gradient }
      }
      const run = async (weights: Float32Array, tasks: ShardTask[]): Promise<ShardResult[]> => {
        const shared = weightSlots.take()
        shared.set(weights)
        const results: ShardResult[] = []
        let next = 0
        // Only as many shards as there are threads are handed out at once, so that a pause or cancel acts at the next one.
        const thread = async (): Promise<void> => {
          for (let i = next++; i < tasks.length; i = next++) {
            const task = tasks[i]
            await checkpoint()
            if (task !== undefined) results[i] = await runOne(shared, task)
          }
        }
        try {
          await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, thread))
        } finally {
          // After a failure no further shard of this pass is handed out.
          next = tasks.length
        }
        weightSlots.give(shared)
        return results
      }
      const release = (results: readonly ShardResult[]): void =>
        results.forEach(({ gradient }) => gradient !== undefined && gradientSlots.give(gradient))
      return createExecutor({ run, release }, workers)
    },
    async inspect(work, stop) {
      const running = new Set<AbortController>()
      stop.addEventListener('abort', () => running.forEach((controller) => controller.abort()))
      const reply = (await ask({ kind: 'tile', work }, running)) as TileReply
      if ('error' in reply) throw NadirError.fromDocument(reply.error)
      return reply.inspection
    },
    close: () => piscina.destroy(),
  }
}

/** Arrays in shared memory that are used again, so that a pass allocates nothing. */
function slots(length: number): { take(): Float32Array; give(slot: Float32Array): void } {
  const free: Float32Array[] = []
  return {
    take: () => free.pop() ?? new Float32Array(new SharedArrayBuffer(length * 4)),
    give: (slot) => void free.push(slot),
  }
}
