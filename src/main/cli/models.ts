import { percent } from '../../shared/units'
import type { ModelInfo } from '../../shared/contract'
import { answerChecks } from './terminal/checks'
import type { RegisterCommand } from './terminal/context'
import { table } from './terminal/table'
import { writeWhole } from './terminal/write-whole'

const columns = [
  { title: 'Model' },
  { title: 'Network' },
  { title: 'Weights bit', numeric: true },
  { title: 'Activations bit', numeric: true },
  { title: 'Trained by' },
  { title: 'Clean %', numeric: true },
  { title: 'MC mean %', numeric: true },
  { title: 'Worst found %', numeric: true },
]

function row({ id, network, weightBits, activationBits, training, recorded }: ModelInfo): string[] {
  const figure = (value: number | undefined): string => (value === undefined ? '' : percent(value, 2))
  return [
    id,
    network,
    String(weightBits),
    String(activationBits),
    training.label,
    figure(recorded.clean),
    figure(recorded.montecarloMean),
    figure(recorded.worst),
  ]
}

const register: RegisterCommand = (program, context) => {
  const models = program
    .command('models')
    .summary('list, check and export the trained networks')
    .description('Lists the trained networks; accuracies at t = 0.03.')
  models.action(async () => {
    const list = await context.call('models.list', {})
    context.answer({ models: list }, () =>
      list.length === 0 ? 'No models. `nadir train standard --name NAME` makes one.' : table(columns, list.map(row)),
    )
  })
  models
    .command('check')
    .summary('verify the files of a model')
    .argument('<id>', 'the model')
    .action(async (id: string) => answerChecks(context, await context.call('models.check', { id }), 'model-damaged'))
  models
    .command('export')
    .summary('write the quantised weights of a model as .npz')
    .description(
      'Writes w0.., b0.. (quantised; HWIO for convolutions, in x out for dense layers), clip (of the hidden layers) and imageClip.',
    )
    .argument('<id>', 'the model')
    .requiredOption('--out <file>', 'where to write it')
    .action(async (id: string, { out }: { out: string }) => {
      // The engine is loaded for this alone; no other command needs it here.
      const { exportModel } = await import('./terminal/export-model')
      const file = await writeWhole(out, exportModel({ id, dir: context.folder(), resources: context.places.resources }))
      context.answer(file, () => `${file.file} (${file.bytes} bytes)`)
    })
}
export default register
