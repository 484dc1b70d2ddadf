import { resolve } from 'node:path'
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
  const data = program.command('data').summary('list, check, add and fetch the data sets').description('Lists the data sets.')
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
  data
    .command('add')
    .summary('copy a data set from a folder of this machine')
    .argument('<path>', 'a folder with the files of a data set, as they are or as .gz')
    .action(async (path: string) => {
      const info = await context.call('datasets.add', { path: resolve(path) })
      context.answer(info, () => `${info.id} is here and whole.`)
    })
  data
    .command('get')
    .summary('fetch a data set that is not here: the one command that may connect')
    .argument('<id>', 'the data set, as mnist')
    .action(async (id: string) => {
      const info = await context.call('datasets.get', { id })
      context.answer(info, () => `${info.id} is here and whole.`)
    })
}
export default register
