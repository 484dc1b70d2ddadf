import { age, duration, percent } from '../../shared/units'
import type { RunSummary } from '../../shared/results'
import type { RegisterCommand } from './terminal/context'
import { table } from './terminal/table'

const columns = [
  { title: 'Run' },
  { title: 'Name' },
  { title: 'State' },
  { title: 'Points', numeric: true },
  { title: 'Clean %', numeric: true },
  { title: 'Worst found %', numeric: true },
  { title: 'Took', numeric: true },
  { title: 'Age', numeric: true },
]

function row(run: RunSummary): string[] {
  return [
    run.id,
    run.name,
    run.state,
    `${run.pointsDone}/${run.pointsTotal}`,
    run.clean === undefined ? '' : percent(run.clean, 2),
    run.worstLow === undefined ? '' : percent(run.worstLow, 2),
    duration(run.seconds),
    age(Date.now() - Date.parse(run.createdAt)),
  ]
}

const register: RegisterCommand = (program, context) => {
  program
    .command('runs')
    .summary('list the saved runs')
    .description('Lists the saved runs, newest first.')
    .option('--filter <text>', 'only those that match, as "worst >= 85 and device.bitsPerDevice in (2, 4)"')
    .action(async ({ filter }: { filter?: string }) => {
      const runs = await context.call('runs.list', filter === undefined ? {} : { filter })
      context.answer({ runs }, () => (runs.length === 0 ? 'No runs. `nadir explore` makes the first.' : table(columns, runs.map(row))))
    })
}
export default register
