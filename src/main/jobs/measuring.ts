import { NadirError } from '../../shared/errors'
import type { LoopSpeeds } from '../worker/protocol'
import type { JobContext } from './context'
import type { Queue } from './queue'
import { queued } from './queued'

/** What is measured: the network of the first screen. */
const [model, data] = ['lenet-w4a4', 'mnist'] as const

/** What computes or waits to, in this process or in another one on the same data folder. */
export function computing({ stores }: Pick<JobContext, 'stores'>, queue: Queue): string[] {
  const own = [queue.current(), ...queue.waiting()].flatMap((work) => (work === undefined ? [] : [work.id]))
  const others = stores.runs.list(false).filter(({ state }) => state === 'running')
  return [...new Set([...own, ...others.map(({ id }) => id)])]
}

/**
 * Images a second of the loops on this machine. It takes the compute side only while nobody else wants it: gives nothing
 * where work comes before it has ended. Throws model-damaged, data-missing, worker-died.
 */
export async function measureSpeeds(context: JobContext, queue: Queue): Promise<LoopSpeeds | undefined> {
  const id = 'measurement'
  try {
    return await queued<LoopSpeeds>(queue, { id, stopped: 'The measurement made room.', yields: true }, async (started) => {
      await context.backend.ready()
      const handle = context.host.measure({ id, model: context.stores.models.load(model), dataset: context.place(data) })
      started(handle)
      return handle.finished
    })
  } catch (error) {
    if (NadirError.from(error).code === 'cancelled') return undefined
    throw error
  }
}
