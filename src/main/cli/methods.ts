import type { MethodInfo } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import type { FieldInfo } from '../../shared/fields'
import { expectation } from '../../shared/parse-spec'
import type { RegisterCommand } from './terminal/context'
import { table } from './terminal/table'

function fieldTable(fields: readonly FieldInfo[]): string {
  const rows = fields.map((field) => [
    field.name,
    field.unit ?? '',
    String(field.default),
    expectation(field).replace(/^expected /, ''),
    field.methods?.join(', ') ?? '',
  ])
  return table([{ title: 'Field' }, { title: 'Unit' }, { title: 'Default', numeric: true }, { title: 'Takes' }, { title: 'Acts on' }], rows)
}

/** Everything about one method: what it does, where it comes from, and each parameter with its meaning. */
function methodText(method: MethodInfo): string {
  const head = `${method.id} (${method.kind}): ${method.label}\n${method.summary}\nSource: ${method.source}`
  const params = method.params.map((field) => {
    const unit = field.unit === undefined ? '' : ` ${field.unit}`
    const more = [
      field.formula === undefined ? undefined : `Formula: ${field.formula}`,
      field.source === undefined ? undefined : `Source: ${field.source}`,
    ].filter((line) => line !== undefined)
    return [
      `  ${field.name} = ${String(field.default)}${unit} (${expectation(field)})`,
      `    ${field.help}`,
      ...more.map((line) => `    ${line}`),
    ].join('\n')
  })
  return [head, ...params].join('\n')
}

const register: RegisterCommand = (program, context) => {
  program
    .command('methods')
    .summary('list what Nadir can compute, with parameters, units and sources')
    .description('Lists every method; with an id, its parameters, units and source. `methods fields` lists the fields of a spec.')
    .argument('[id]', 'a method, or fields')
    .action(async (id: string | undefined) => {
      if (id === 'fields') {
        const fields = await context.call('designs.fields', {})
        return context.answer({ fields }, () => fieldTable(fields))
      }
      const all = await context.call('methods.list', {})
      if (id === undefined) {
        const rows = all.map((method) => [method.kind, method.id, method.label, method.source])
        return context.answer({ methods: all }, () =>
          table([{ title: 'Kind' }, { title: 'Method' }, { title: 'Label' }, { title: 'Source' }], rows),
        )
      }
      const methods = all.filter((method) => method.id === id)
      if (methods.length === 0) throw new NadirError('unknown-method', `There is no method ${id}.`, { hint: '`nadir methods` lists them.' })
      context.answer({ methods }, () => methods.map(methodText).join('\n\n'))
    })
}
export default register
