import { NadirError } from '../../shared/errors'
import type { JobHandle } from '../worker/host'
import type { Programmed } from '../worker/programming'
import type { ProgramJob } from '../worker/protocol'
import type { JobContext } from './context'

/** Programming of devices that is under way. */
export interface ProgrammingJobs {
  /**
   * Programs devices beside whatever else computes. A caller's `name` makes it findable: work of the same name that is under
   * way is cancelled. Throws `cancelled`, worker-died, and as the loop does.
   */
  program(job: Omit<ProgramJob, 'id'>, name?: string): Promise<Programmed>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

interface UnderWay {
  cancelled: boolean
  handle?: JobHandle<Programmed>
}

/** It takes no turn in the queue: seconds of work in small slices, for a page that somebody is looking at. */
export function createProgramming({ host, backend }: Pick<JobContext, 'host' | 'backend'>): ProgrammingJobs {
  const named = new Map<string, UnderWay>()
  let last = 0

  function cancel(name: string): boolean {
    const work = named.get(name)
    if (work === undefined) return false
    work.cancelled = true
    work.handle?.cancel()
    return true
  }

  return {
    cancel,
    async program(job, name) {
      const work: UnderWay = { cancelled: false }
      if (name !== undefined) {
        cancel(name)
        named.set(name, work)
      }
      try {
        await backend.ready()
        if (work.cancelled) throw stopped()
        work.handle = host.program({ ...job, id: `programming ${++last}` })
        return await work.handle.finished
      } catch (error) {
        throw work.cancelled ? stopped() : error
      } finally {
        if (name !== undefined && named.get(name) === work) named.delete(name)
      }
    },
  }
}

function stopped(): NadirError {
  return new NadirError('cancelled', 'The programming of devices was stopped.', { hint: 'Ask again: nothing of it is kept.' })
}
