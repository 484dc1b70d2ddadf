import type { EventMessage } from '../../../shared/contract'
import { NadirError } from '../../../shared/errors'
import type { Point, Progress, RunDetail, RunState, RunSummary } from '../../../shared/results'
import { percent } from '../../../shared/units'
import type { Context } from './context'
import { createProgress, timeLeft, type ProgressTeller } from './progress'

const over: readonly RunState[] = ['done', 'failed', 'cancelled', 'interrupted']

/**
 * Starts a run, or takes up one that is there, and stays until it is over, wherever it is computed. Ctrl-C cancels it.
 * Returns the run with its points, whatever its end; `endError` says whether that was a failure.
 */
export async function follow(context: Context, start: () => Promise<RunSummary>): Promise<RunDetail> {
  const core = await context.core()
  let progress: ProgressTeller | undefined
  const early: EventMessage[] = []
  let hear = (message: EventMessage): void => void early.push(message)
  // Before the start: a small run may be over before the start has answered.
  const unsubscribe = core.subscribe((message) => hear(message))
  try {
    const { id } = await start()
    context.onSignal((signal) => {
      // A machine that shuts down leaves the run to be resumed.
      if (signal !== 'SIGINT') return false
      progress?.stop()
      context.note(`Cancelling ${id}; finished points are kept. Ctrl-C again quits at once.`)
      context.call('runs.cancel', { id }).catch((error: unknown) => context.note(NadirError.from(error).message))
      return true
    })
    context.note(`${id} can be followed in the window and the browser too.`)
    const teller = createProgress(context)
    progress = teller
    await new Promise<void>((resolve, reject) => {
      hear = listener(id, teller, resolve)
      early.forEach(hear)
      // What was over before anybody listened sends no further event.
      context.call('runs.get', { id }).then((run) => over.includes(run.state) && resolve(), reject)
    })
    return await context.call('runs.get', { id }).catch((error: unknown) => {
      throw deletedError(id, error)
    })
  } finally {
    unsubscribe()
    progress?.stop()
    context.onSignal(undefined)
  }
}

function listener(id: string, progress: ProgressTeller, ended: () => void): (message: EventMessage) => void {
  let share = 0
  let done = new Set<string>()
  return (message) => {
    switch (message.event) {
      case 'run.progress': {
        if (message.data.id !== id) return
        share = message.data.progress.share
        progress.tell(share, doing(message.data.progress))
        return
      }
      case 'run.changed': {
        const { summary, points } = message.data
        if (summary.id !== id) return
        const news = points.filter((point) => point.state === 'done' && !done.has(point.id))
        done = new Set([...done, ...news.map((point) => point.id)])
        share = Math.max(share, summary.progress?.share ?? 0)
        for (const point of news) progress.tell(share, finished(summary, point), true)
        if (summary.state === 'paused') progress.tell(share, `${id} is paused; continue it where it was paused`, true)
        if (over.includes(summary.state)) ended()
        return
      }
      case 'run.removed':
        if (message.data.ids.includes(id)) ended()
        return
      default:
    }
  }
}

function doing({ pointsDone, pointsTotal, secondsLeft, current }: Progress): string {
  const now = current === undefined ? '' : `, ${current.doing} ${current.step}/${current.steps}`
  return `${pointsDone} of ${pointsTotal} points${timeLeft(secondsLeft)}${now}`
}

function finished({ pointsDone, pointsTotal, progress }: RunSummary, { at, worst }: Point): string {
  const place = Object.entries(at).map(([name, value]) => `${name} ${String(value)}`)
  const found = worst === undefined ? '' : `worst found ${percent(worst, 2)} %`
  // Points that cannot be built are no work, and progress does not count them.
  const total = progress?.pointsTotal ?? pointsTotal
  return `${pointsDone} of ${total} points${timeLeft(progress?.secondsLeft)}: ${[...place, found].filter(Boolean).join(', ')}`
}

/** A run may be deleted from another door while it is followed; that ends it. */
function deletedError(id: string, thrown: unknown): NadirError {
  const error = NadirError.from(thrown)
  if (error.code !== 'unknown-run') return error
  return new NadirError('cancelled', `${id} was deleted from another door.`, { hint: 'A deleted run can be restored there for 30 days.' })
}

/** Why a run that is over counts as failed; nothing where it is done. */
export function endError(run: RunDetail): NadirError | undefined {
  const kept = `${run.pointsDone} of ${run.pointsTotal} points are kept`
  switch (run.state) {
    case 'failed': {
      const first = run.error ?? run.points.find((point) => point.error !== undefined)?.error
      return first === undefined ? new NadirError('internal', `${run.id} failed.`) : NadirError.fromDocument(first)
    }
    case 'cancelled':
      return new NadirError('cancelled', `${run.id} was cancelled; ${kept}.`, { hint: `\`nadir resume ${run.id}\` computes the rest.` })
    case 'interrupted':
      if (run.error !== undefined) return NadirError.fromDocument(run.error)
      return new NadirError('worker-died', `The process that computed ${run.id} stopped; ${kept}.`, {
        hint: `\`nadir resume ${run.id}\` computes the rest.`,
      })
    default:
      return undefined
  }
}
