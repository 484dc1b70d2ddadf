import { Option } from 'commander'
import { NadirError } from '../../shared/errors'
import { collect } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { inspectionText, readingText } from './terminal/crossbar-text'
import { readSpec } from './terminal/spec-input'
import { readTile } from './terminal/tile-input'

/** What this process calls its own work. */
const job = 'command line'

interface Options {
  set?: string[]
  layer?: string
  tile: string
  sign: 'positive' | 'negative'
}

const register: RegisterCommand = (program, context) => {
  program
    .command('crossbar')
    .summary('how layers fall on tiles, and how far the closed form is off on one')
    .description(
      'Lists the layers of a design on tiles with the ranges of their converters. With --layer one tile is solved exactly, and the closed form of its parasitics compared with it. Of a sweep its first point.',
    )
    .argument('[spec]', 'spec file, JSON')
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .option('--layer <name>', 'a layer, as conv1: solve one of its tiles')
    .option('--tile <down,across>', 'place of the tile in the layer, counted from 0', '0,0')
    .addOption(
      new Option('--sign <sign>', 'with sign-magnitude, the columns of which weights')
        .choices(['positive', 'negative'])
        .default('positive'),
    )
    .action(async (file: string | undefined, { set = [], layer, tile, sign }: Options) => {
      const place = readTile(tile)
      const spec = await readSpec(context, { file, set, axis: [] })
      if (layer === undefined) {
        const reading = await context.call('crossbar.layers', { spec: { ...spec } })
        return context.answer(reading, () => readingText(reading))
      }
      context.onSignal((signal) => {
        if (signal !== 'SIGINT') return false
        context.call('crossbar.cancel', { job }).catch((error: unknown) => context.note(NadirError.from(error).message))
        return true
      })
      const found = await context.call('crossbar.inspect', { spec: { ...spec }, layer, ...place, sign, job })
      context.answer(found, () => inspectionText(found))
    })
}
export default register
