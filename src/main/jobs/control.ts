import { setTimeout as wait } from 'node:timers/promises'
import type { RunSummary } from '../../shared/results'
import type { RunCommand } from '../store/ownership'
import type { JobContext } from './context'
import type { Queue } from './queue'

/** How long a door waits for another process to act, and how often it looks. Milliseconds. */
const [patience, look] = [2000, 25]

/** Pause, continue and cancel, whichever process computes the run. */
export interface Control {
  /** Throws unknown-run. A word that changes nothing, as pausing a finished run, leaves the run as it is. */
  tell(id: string, command: RunCommand): Promise<RunSummary>
  /** Acts on a run that this process owns. */
  obey(id: string, command: RunCommand): void
}

/** `enter` puts a run that this process owns back into the queue; `resume` takes one that nobody owns. */
export function createControl(context: JobContext, queue: Queue, enter: (id: string) => void, resume: (id: string) => void): Control {
  const { announce } = context
  const { ownership, commits, runs } = context.stores

  const acts: Record<RunCommand, (id: string) => void> = {
    pause(id) {
      const { state, seconds } = runs.summary(id)
      if (queue.current()?.id === id) queue.pause()
      else if (state === 'queued') {
        queue.take(id)
        commits.state(id, 'paused', seconds)
        announce.run(id)
      }
    },
    continue(id) {
      const { state, seconds } = runs.summary(id)
      if (state !== 'paused') return
      const current = queue.current()
      if (current?.id === id) {
        current.continue()
        return
      }
      commits.state(id, 'queued', seconds)
      announce.run(id)
      enter(id)
    },
    cancel(id) {
      const work = queue.current()?.id === id ? queue.current() : queue.take(id)
      if (work !== undefined) {
        work.stop('cancel')
        return
      }
      commits.end(id, 'cancelled', runs.summary(id).seconds)
      announce.run(id)
    },
  }

  async function tellOther(id: string, command: RunCommand): Promise<void> {
    ownership.ask(id, command)
    for (let waited = 0; waited < patience && ownership.asked(id); waited += look) await wait(look)
    // The owner takes the word a moment before it acts on it.
    await wait(look)
  }

  function tellNobody(id: string, command: RunCommand): void {
    if (runs.summary(id).state !== 'interrupted') return
    if (command === 'continue') resume(id)
    else if (command === 'cancel') {
      ownership.endAbandoned(id, 'cancelled')
      announce.run(id)
    }
  }

  return {
    async tell(id, command) {
      const holder = ownership.holder(id)
      if (holder === 'self') acts[command](id)
      else if (holder === 'other') await tellOther(id, command)
      else tellNobody(id, command)
      return runs.summary(id)
    },
    obey: (id, command) => acts[command](id),
  }
}
