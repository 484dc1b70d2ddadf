import { resolve } from 'node:path'
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
    .summary('list, check, import and export the trained networks')
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
    .summary('write a model to a file')
    .description(
      'A .zip file holds the whole model, for `nadir models import`. Any other one is a NumPy archive (.npz) of w0.., b0.. (quantised; HWIO for convolutions, in x out for dense layers), clip (of the hidden layers) and imageClip.',
    )
    .argument('<id>', 'the model')
    .requiredOption('--out <file>', 'where to write it')
    .action(async (id: string, { out }: { out: string }) => {
      // The engine is loaded for this alone; no other command needs it here.
      const { exportArrays, exportWhole } = await import('./terminal/export-model')
      const write = out.endsWith('.zip') ? exportWhole : exportArrays
      const file = await writeWhole(out, write({ id, dir: context.folder(), resources: context.places.resources }))
      context.answer(file, () => `${file.file} (${file.bytes} bytes)`)
    })
  models
    .command('import')
    .summary('take in a model that another Nadir exported')
    .argument('<file>', 'a .zip file that `nadir models export` wrote')
    .option('--name <name>', 'another name: small letters, digits and hyphens')
    .action(async (file: string, { name }: { name?: string }) => {
      const model = await context.call('models.import', { file: resolve(file), ...(name === undefined ? {} : { name }) })
      context.answer(model, () => `${model.id}: clean ${percent(model.recorded.clean, 2)} %`)
    })
}
export default register
