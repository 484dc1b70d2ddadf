import type { JobContext } from './context'
import type { Queue } from './queue'

/** How often this process says that it lives, milliseconds; its lease is five times as long. */
const beat = 2000

export interface Heartbeat {
  /** Tries again, beat by beat, what a full or locked database refused, until it is done or another process has taken the run over. */
  retry: (settle: () => void, drop: () => void) => void
  stop(): void
}

/** Keeps the lease on the runs of this process, and drops work on any that another process has taken over. */
export function startHeartbeat({ stores }: Pick<JobContext, 'stores'>, queue: Queue): Heartbeat {
  const { ownership } = stores
  let unsettled: { settle: () => void; drop: () => void }[] = []

  function tick(): void {
    const mine = ownership.mine()
    if (mine.size > 0) ownership.renew()
    for (const work of [queue.current(), ...queue.waiting()]) {
      if (work === undefined || !work.id.startsWith('r-') || mine.has(work.id)) continue
      queue.take(work.id)
      work.stop('lost')
    }
    const again = unsettled
    unsettled = []
    for (const one of again) attempt(one)
  }

  function attempt(one: (typeof unsettled)[number]): void {
    try {
      one.settle()
    } catch (error) {
      if (stores.fault(error).code === 'run-busy') one.drop()
      else unsettled.push(one)
    }
  }

  const timer = setInterval(() => {
    try {
      tick()
    } catch (error) {
      process.emitWarning(stores.fault(error).message)
    }
  }, beat)
  timer.unref()
  return { retry: (settle, drop) => void unsettled.push({ settle, drop }), stop: () => clearInterval(timer) }
}
