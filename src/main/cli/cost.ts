import { NadirError } from '../../shared/errors'
import { collect, readSingle } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { constantsText, costText } from './terminal/cost-text'
import { readSpec } from './terminal/spec-input'

/** What this process calls its own work. */
const job = 'command line'

interface Options {
  set?: string[]
  constant?: string[]
  constants?: boolean
}

const register: RegisterCommand = (program, context) => {
  program
    .command('cost')
    .summary('area, energy, latency and programming of a design, to first order')
    .description(
      'What a design costs to first order: counts of cells, converters and cycles times constants, each with its source, and what its device technology takes to program it. Of a sweep its first point.',
    )
    .argument('[spec]', 'spec file, JSON')
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .option('--constant <name=value>', 'take another value for a constant, in SI, for this answer alone; may be repeated', collect)
    .option('--constants', 'list the constants with their sources')
    .action(async (file: string | undefined, { set = [], constant = [], constants }: Options) => {
      if (constants === true) {
        const list = await context.call('costs.constants', {})
        return context.answer(list, () => constantsText(list))
      }
      const spec = await readSpec(context, { file, set, axis: [] })
      context.onSignal((signal) => {
        if (signal !== 'SIGINT') return false
        context.call('devices.cancel', { job }).catch((error: unknown) => context.note(NadirError.from(error).message))
        return true
      })
      const cost = await context.call('designs.cost', { spec: { ...spec }, constants: readConstants(constant), job })
      context.answer(cost, () => costText(cost))
    })
}
export default register

function readConstants(given: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    given.map(readSingle).map(({ field, value }) => {
      if (typeof value === 'number' && value > 0 && Number.isFinite(value)) return [field, value]
      throw new NadirError('not-a-number', `${field} cannot be ${String(value)}.`, {
        hint: 'Give a number above zero, in the unit that `nadir cost --constants` names.',
      })
    }),
  )
}
