import { NadirError } from '../../shared/errors'
import type { JobHandle } from '../worker/host'
import type { Queue, Work } from './queue'

export interface Turn {
  id: string
  /** What the promise rejects with, as `cancelled`, where it is stopped. */
  stopped: string
  /** Makes room for whatever comes, as paused work does. */
  yields?: boolean
}

/** Runs a task in its turn; the promise is that of its result. */
export function queued<T>(
  queue: Queue,
  { id, stopped, yields = false }: Turn,
  task: (started: (handle: JobHandle<T>) => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let handle: JobHandle<T> | undefined
    let over = false
    const work: Work = {
      id,
      paused: yields,
      get over() {
        return over
      },
      async begin() {
        try {
          const result = await task((started) => {
            handle = started
            // It may have been stopped before there was anything to stop.
            if (over) handle.cancel()
          })
          if (!over) resolve(result)
        } catch (error) {
          reject(NadirError.from(error))
        } finally {
          over = true
        }
      },
      pause: () => undefined,
      continue: () => undefined,
      stop() {
        over = true
        handle?.cancel()
        reject(new NadirError('cancelled', stopped))
      },
    }
    queue.add(work)
  })
}
