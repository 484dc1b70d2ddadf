import type { RegisterCommand } from './terminal/context'
import { followAndAnswer } from './terminal/run-text'

const register: RegisterCommand = (program, context) => {
  program
    .command('rerun')
    .summary('run the spec of a saved run again')
    .description('Starts a new run of the spec of a saved one. The same backend gives the same numbers.')
    .argument('<run>', 'the run, as r-00001')
    .action((id: string) => followAndAnswer(context, () => context.call('runs.rerun', { id })))
}
export default register
