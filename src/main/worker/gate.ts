import { NadirError } from '../../shared/errors'

/** Lets a job be paused and cancelled: the job asks at every shard, everybody else may close or break it. */
export interface Gate {
  /** Waits while paused; throws `cancelled` after cancel. */
  checkpoint: () => Promise<void>
  pause: () => void
  continue: () => void
  cancel: () => void
  /** Seconds spent waiting so far. */
  readonly waited: number
}

export function createGate(): Gate {
  let cancelled = false
  let closed: { opened: Promise<void>; open: () => void; since: number } | undefined
  let waited = 0
  const open = (): void => {
    if (closed === undefined) return
    waited += (performance.now() - closed.since) / 1000
    closed.open()
    closed = undefined
  }
  return {
    get waited() {
      return waited + (closed === undefined ? 0 : (performance.now() - closed.since) / 1000)
    },
    async checkpoint() {
      await closed?.opened
      if (cancelled)
        throw new NadirError('cancelled', 'The run was cancelled.', { hint: 'Finished points are kept; resume goes on from there.' })
    },
    pause() {
      if (closed !== undefined || cancelled) return
      let release = (): void => undefined
      const opened = new Promise<void>((resolve) => {
        release = resolve
      })
      closed = { opened, open: release, since: performance.now() }
    },
    continue: open,
    cancel() {
      cancelled = true
      open()
    },
  }
}
