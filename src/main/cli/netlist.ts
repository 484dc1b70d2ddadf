import { NadirError } from '../../shared/errors'
import { collect } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { readSpec } from './terminal/spec-input'
import { readTile } from './terminal/tile-input'
import { writeWhole } from './terminal/write-whole'

interface Options {
  set?: string[]
  layer: string
  tile: string
  sign: 'positive' | 'negative'
  volts: string
  out?: string
}

const register: RegisterCommand = (program, context) => {
  program
    .command('netlist')
    .summary('write a tile as a SPICE netlist')
    .description('Writes one tile of a design as a SPICE netlist, with its resistances and the conductances it is programmed to.')
    .argument('[spec]', 'spec file, JSON')
    .requiredOption('--layer <name>', 'the layer, as conv1')
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .option('--tile <down,across>', 'place of the tile in the layer, counted from 0', '0,0')
    .option('--sign <sign>', 'with sign-magnitude, the columns of which weights: positive or negative', 'positive')
    .option('--volts <number>', 'voltage of every row', '0.2')
    .option('--out <file>', 'where to write it; stdout if absent')
    .action(async (file: string | undefined, { set = [], layer, tile, sign, volts, out }: Options) => {
      const place = readTile(tile)
      if (!Number.isFinite(Number(volts)))
        throw new NadirError('bad-value', `--volts ${volts} cannot be read.`, { hint: 'For example --volts 0.2.' })
      const spec = await readSpec(context, { file, set, axis: [] })
      const made = await context.call('designs.netlist', { spec: { ...spec }, layer, ...place, sign, volts: Number(volts) })
      if (out === undefined) return context.answer(made, () => made.text.trimEnd())
      const written = await writeWhole(out, made.text)
      context.answer(written, () => `${written.file} (${written.bytes} bytes)`)
    })
}
export default register
