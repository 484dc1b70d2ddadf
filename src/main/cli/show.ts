import type { RegisterCommand } from './terminal/context'
import { savedRunDocument } from './terminal/run-document'
import { runText } from './terminal/run-text'

const register: RegisterCommand = (program, context) => {
  program
    .command('show')
    .summary('print a saved run')
    .description('Prints the curve of a saved run; with --json also what is needed to repeat it, its notes and its log.')
    .argument('<run>', 'the run, as r-00001')
    .action(async (id: string) => {
      const [run, fields] = [await context.call('runs.get', { id }), await context.call('designs.fields', {})]
      context.answer(savedRunDocument(run), () => runText(run, fields))
    })
}
export default register
