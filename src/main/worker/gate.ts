import { NadirError } from '../../shared/errors'

/** Lets a job be paused and cancelled: the job asks at every shard, everybody else may close or break it. */
export interface Gate {
  /** Waits while paused; throws `cancelled` after cancel. */
  checkpoint: () => Promise<void>
  pause: () => void
  continue: () => void
  cancel: () => void
  /** Aborted a moment after cancel: what has not come to its next checkpoint by then is stopped where it is. */
  readonly stop: AbortSignal
  /** Seconds spent waiting so far. */
  readonly waited: number
}

/** How long a shard under way may take to end by itself after cancel, milliseconds. */
const patience = 500

export function createGate(): Gate {
  let cancelled = false
  let closed: { opened: Promise<void>; open: () => void; since: number } | undefined
  let waited = 0
  const stop = new AbortController()
  const open = (): void => {
    if (closed === undefined) return
    waited += (performance.now() - closed.since) / 1000
    closed.open()
    closed = undefined
  }
  return {
    stop: stop.signal,
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
      if (!cancelled) setTimeout(() => stop.abort(), patience).unref()
      cancelled = true
      open()
    },
  }
}
