import { createExecutor, type Executor } from './executor'
import { runShard, type ComputeContext } from './shard'

/** An executor on this thread alone: what the pool does, without the pool. */
export function createLocalExecutor(context: ComputeContext): Executor {
  return createExecutor(
    { run: (weights, tasks) => Promise.resolve(tasks.map((task) => runShard(context, weights, task))), release: () => undefined },
    1,
  )
}
