import { count } from '../../shared/units'
import { answerChecks } from './terminal/checks'
import type { RegisterCommand } from './terminal/context'
import { table } from './terminal/table'

const columns = [
  { title: 'Data set' },
  { title: 'Label' },
  { title: 'Images', numeric: true },
  { title: 'Test', numeric: true },
  { title: 'Here' },
  { title: 'Licence' },
  { title: 'Source' },
]

const register: RegisterCommand = (program, context) => {
  const data = program.command('data').summary('list and check the data sets').description('Lists the data sets.')
  data.action(async () => {
    const datasets = await context.call('datasets.list', {})
    context.answer({ datasets }, () =>
      table(
        columns,
        datasets.map(({ id, label, images, present, problem, licence, source }) => [
          id,
          label,
          count(images.train),
          count(images.test),
          problem?.message ?? (present ? 'yes' : 'no'),
          licence,
          source,
        ]),
      ),
    )
  })
  data
    .command('check')
    .summary('verify the files of a data set')
    .argument('<id>', 'the data set, as mnist')
    .action(async (id: string) => answerChecks(context, await context.call('datasets.check', { id }), 'data-damaged'))
}
export default register
