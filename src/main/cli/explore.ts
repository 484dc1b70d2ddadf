import { readSpec } from './terminal/spec-input'
import { collect } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { followAndAnswer } from './terminal/run-text'

interface Options {
  set?: string[]
  axis?: string[]
  name?: string
}

const register: RegisterCommand = (program, context) => {
  program
    .command('explore')
    .summary('run a design or a sweep and print its curve')
    .description(
      'Finds the worst-case accuracy of a design, or of each point of a sweep, and prints the curve. Fields that are not named keep their defaults.',
    )
    .argument('[spec]', 'spec file, JSON')
    .option('--set <name=value>', 'set a field; a list a,b,c sweeps it; may be repeated', collect)
    .option('--axis <name=range>', 'sweep a field: from:to:steps, from:to:steps:log or a,b,c; may be repeated', collect)
    .option('--name <text>', 'name of the run')
    .action(async (file: string | undefined, { set = [], axis = [], name }: Options) => {
      const spec = await readSpec(context, { file, set, axis })
      await followAndAnswer(context, () => context.call('runs.start', { spec: { ...spec }, ...(name === undefined ? {} : { name }) }))
    })
}
export default register
