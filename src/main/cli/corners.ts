import { count, percent, timeSpan } from '../../shared/units'
import type { CornerInfo, Replay } from '../../shared/worst-case'
import { NadirError } from '../../shared/errors'
import { collect } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { look } from './terminal/look'
import { readSpec } from './terminal/spec-input'
import { table } from './terminal/table'

const register: RegisterCommand = (program, context) => {
  const corners = program
    .command('corners')
    .summary('list, replay and remove worst chips kept by name')
    .description('Lists the worst chips that `nadir worst RUN --save NAME` kept; they stay when their run is deleted.')
  corners.action(async () => {
    const list = await context.call('corners.list', {})
    context.answer({ corners: list }, () => listText(list))
  })
  corners
    .command('replay')
    .summary('try a corner on another model, design or data set')
    .description(
      'Makes the chip whose devices err by the same share of their bound in another design, of the same kind of variation and as many errors, and counts what it answers right. Of a sweep its first point. Ctrl-C stops it.',
    )
    .argument('<name>', 'the corner')
    .argument('[spec]', 'spec file, JSON')
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .action(async (name: string, file: string | undefined, { set = [] }: { set?: string[] }) => {
      const spec = await readSpec(context, { file, set, axis: [] })
      const found = await look(context, (job) => context.call('corners.replay', { name, spec: { ...spec }, job }))
      context.answer(found, () => replayText(found))
    })
  corners
    .command('remove')
    .summary('remove a corner')
    .argument('<name>', 'the corner')
    .action(async (name: string) => {
      const { deleted } = await context.call('corners.delete', { name })
      if (!deleted) throw new NadirError('unknown-corner', `There is no corner ${name}.`, { hint: '`nadir corners` lists them.' })
      context.answer({ removed: name }, () => `${name} is removed.`)
    })
}
export default register

function listText(list: readonly CornerInfo[]): string {
  if (list.length === 0) return 'No corners yet. `nadir worst RUN --save NAME` keeps one.'
  return table(
    [
      { title: 'Corner' },
      { title: 'Found at' },
      { title: 'Model' },
      { title: 'Data set' },
      { title: 'Variation' },
      { title: 'Accuracy %', numeric: true },
      { title: 'Errors', numeric: true },
      { title: 'Found by' },
    ],
    list.map((corner) => [
      corner.name,
      `${corner.run} ${corner.point}`,
      corner.model,
      corner.dataset,
      corner.kind,
      percent(corner.accuracy, 2),
      count(corner.size),
      corner.method,
    ]),
  )
}

function replayText({ corner, model, dataset, images, clean, accuracy, seconds }: Replay): string {
  return [
    `${corner} on ${model}: ${percent(accuracy, 2)} % of ${count(images)} images of ${dataset} right; as programmed ${percent(clean, 2)} %`,
    `Computed in ${timeSpan(seconds)}.`,
  ].join('\n')
}
