import { NadirError } from '../../shared/errors'
import type { JobHandle } from '../worker/host'

/** Work for a page that somebody is looking at: it takes no turn in the queue. */
export interface NamedWork {
  /**
   * Does work beside whatever else computes. A caller's `name` makes it findable: work of the same name that is under way is
   * cancelled. `what` says in the error what was stopped. Throws `cancelled`, worker-died, and as the work does.
   */
  run<T>(what: string, name: string | undefined, begin: (id: string) => JobHandle<T>): Promise<T>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

interface UnderWay {
  cancelled: boolean
  stop?: () => void
}

/** `ready` resolves once the compute side runs; ids begin with `kind`. */
export function createNamedWork(kind: string, ready: () => Promise<unknown>): NamedWork {
  const named = new Map<string, UnderWay>()
  let last = 0

  function cancel(name: string): boolean {
    const work = named.get(name)
    if (work === undefined) return false
    work.cancelled = true
    work.stop?.()
    return true
  }

  return {
    cancel,
    async run(what, name, begin) {
      const work: UnderWay = { cancelled: false }
      const stopped = (): NadirError => new NadirError('cancelled', `${what} was stopped.`, { hint: 'Ask again: nothing of it is kept.' })
      if (name !== undefined) {
        cancel(name)
        named.set(name, work)
      }
      try {
        await ready()
        if (work.cancelled) throw stopped()
        const handle = begin(`${kind} ${++last}`)
        work.stop = () => handle.cancel()
        return await handle.finished
      } catch (error) {
        throw work.cancelled ? stopped() : error
      } finally {
        if (name !== undefined && named.get(name) === work) named.delete(name)
      }
    },
  }
}
