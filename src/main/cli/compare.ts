import { compareRuns, type CompareRow, type Comparison } from '../../shared/compare'
import { valuesOf } from '../../shared/cost-constants'
import { NadirError } from '../../shared/errors'
import type { RegisterCommand } from './terminal/context'
import { table } from './terminal/table'

function text({ runs, fields, derived, results, equal }: Comparison): string {
  const columns = [{ title: '' }, ...runs.map(({ id }) => ({ title: id, numeric: true }))]
  const group = (rows: readonly CompareRow[]): string[][] =>
    rows.map(({ label, unit, cells }) => [
      unit === '' ? label : `${label} ${unit}`,
      ...cells.map(({ text: cell, difference }) => (difference === undefined ? cell : `${cell} (${difference})`)),
    ])
  const names = ['', ...runs.map(({ name }) => name)]
  const rows = [names, ...group(fields.filter((row) => row.differs)), ...group(derived.filter((row) => row.differs)), ...group(results)]
  return `${table(columns, rows)}\n${equal} fields are equal.`
}

const register: RegisterCommand = (program, context) => {
  program
    .command('compare')
    .summary('hold saved runs against each other')
    .description('Prints the fields in which saved runs differ, and their results, with differences to the first.')
    .argument('<runs...>', 'two to eight runs, as r-00001 r-00002')
    .action(async (named: string[]) => {
      const ids = [...new Set(named)]
      if (ids.length < 2 || ids.length > 8)
        throw new NadirError('bad-call', `Two to eight different runs can be compared, not ${ids.length}.`, {
          hint: 'Name two to eight runs, as r-00001 r-00002.',
        })
      const [fields, models, settings, constants] = await Promise.all([
        context.call('designs.fields', {}),
        context.call('models.list', {}),
        context.call('settings.get', {}),
        context.call('costs.constants', {}),
      ])
      const runs = await Promise.all(ids.map((id) => context.call('runs.get', { id })))
      const layers = Object.fromEntries(models.map((model) => [model.id, model.layers]))
      const comparison = compareRuns(runs, { fields, layers, costs: valuesOf(constants), accuracySpec: settings.accuracySpec })
      context.answer(comparison, () => text(comparison))
    })
}
export default register
