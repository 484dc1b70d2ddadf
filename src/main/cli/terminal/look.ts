import { NadirError } from '../../../shared/errors'
import type { Context } from './context'
import { createProgress } from './progress'

/** What this process calls its own work. */
const job = 'command line'

/** Waits for a look at a worst chip with its progress; Ctrl-C stops it. */
export async function look<T>(context: Context, ask: (job: string) => Promise<T>): Promise<T> {
  const core = await context.core()
  const progress = createProgress(context)
  const unsubscribe = core.subscribe((message) => {
    if (message.event !== 'analysis.progress' || message.data.job !== job) return
    const { doing, done, of } = message.data
    progress.tell(of === 0 ? 0 : done / of, `${doing}, ${done} of ${of}`)
  })
  context.onSignal((signal) => {
    if (signal !== 'SIGINT') return false
    progress.stop()
    context.call('worst.cancel', { job }).catch((error: unknown) => context.note(NadirError.from(error).message))
    return true
  })
  try {
    return await ask(job)
  } finally {
    unsubscribe()
    progress.stop()
    context.onSignal(undefined)
  }
}
