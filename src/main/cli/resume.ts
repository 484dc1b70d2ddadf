import { NadirError } from '../../shared/errors'
import type { RunSummary } from '../../shared/results'
import type { Context, RegisterCommand } from './terminal/context'
import { follow } from './terminal/follow'
import { answerRun } from './terminal/run-text'

/** Takes the run; one that another process holds is only looked at. */
async function take(context: Context, id: string): Promise<RunSummary> {
  try {
    return await context.call('runs.resume', { id })
  } catch (error) {
    if (!(error instanceof NadirError) || error.code !== 'run-busy') throw error
    context.note(`${id} is held by another Nadir. Should that have died, its hold lapses in a few seconds.`)
    return context.call('runs.get', { id })
  }
}

const register: RegisterCommand = (program, context) => {
  program
    .command('resume')
    .summary('compute the missing points of an interrupted run')
    .description(
      'Computes the points that an interrupted run lacks; finished ones are kept. A run that another Nadir computes right now is followed, and taken over should that one die.',
    )
    .argument('<run>', 'the run, as r-00001')
    .action(async (id: string) => {
      let run = await follow(context, () => take(context, id))
      // One that stopped for a reason of its own, as a full disk, would stop again.
      while (run.state === 'interrupted' && run.error === undefined) run = await follow(context, () => take(context, id))
      await answerRun(context, run)
    })
}
export default register
