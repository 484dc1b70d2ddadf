import { extname } from 'node:path'
import { NadirError } from '../../shared/errors'
import type { Context, RegisterCommand } from './terminal/context'
import { landscapeText, marginsText } from './terminal/landscape-text'
import { look } from './terminal/look'
import { recordText, sensitivityText } from './terminal/record-text'
import { writeWhole } from './terminal/write-whole'

interface Options {
  sensitivity?: boolean
  landscape?: boolean
  margins?: boolean
  images: number
  export?: string
  save?: string
}

/** Parts of an answer, each under its name in the document. */
interface Part {
  name: string
  document: object
  text: () => string
}

const register: RegisterCommand = (program, context) => {
  program
    .command('worst')
    .summary('look at the worst chip found of a point')
    .description(
      'Shows what the worst chip that a point quotes does: confusion, classes, confidences, how much of each layer errs, the weakest images. Other options show other sides of it in its place, or take it out as a file or a corner. Ctrl-C stops it.',
    )
    .argument('<run>', 'the run, as r-00001')
    .argument('[point]', 'the point, as p-0001; the one of lowest worst case if absent')
    .option('--sensitivity', 'accuracy where one layer or tile errs alone, and where all but it do')
    .option('--landscape', 'loss along random directions and along the worst error')
    .option('--margins', 'how little the features of each layer must change to flip an answer')
    .option('--images <n>', 'images of the landscape and the margins', Number, 1000)
    .option('--export <file>', 'write the errors: one array a layer as FILE.npz, or a row a weight as FILE.csv')
    .option('--save <name>', 'keep the chip as a corner of that name, to replay elsewhere')
    .action(async (run: string, named: string | undefined, options: Options) => {
      const format = options.export === undefined ? undefined : formatOf(options.export)
      const at = { run, point: named ?? (await lowest(context, run)) }
      const parts: Part[] = []
      if (options.sensitivity === true) parts.push(await sensitivityPart(context, at))
      if (options.landscape === true) parts.push(await landscapePart(context, at, options.images))
      if (options.margins === true) parts.push(await marginsPart(context, at, options.images))
      if (options.export !== undefined && format !== undefined) parts.push(await exported(context, at, options.export, format))
      if (options.save !== undefined) parts.push(await saved(context, at, options.save))
      if (parts.length === 0) parts.push(await recordPart(context, at))
      const document = Object.fromEntries(parts.map((part) => [part.name, part.document]))
      context.answer({ ...at, ...document }, () => [`${run} ${at.point}`, ...parts.map((part) => part.text())].join('\n'))
    })
}
export default register

interface At {
  run: string
  point: string
}

/** The point of lowest worst case, the first of several. */
async function lowest(context: Context, id: string): Promise<string> {
  const { points } = await context.call('runs.get', { id })
  const [first] = points.filter(({ worst }) => worst !== undefined).sort((a, b) => (a.worst ?? 0) - (b.worst ?? 0) || a.index - b.index)
  if (first !== undefined) return first.id
  throw new NadirError('no-finding', `No point of ${id} has a result.`, { hint: `\`nadir resume ${id}\` computes what is missing.` })
}

async function recordPart(context: Context, at: At): Promise<Part> {
  const document = await look(context, (job) => context.call('worst.record', { ...at, job }))
  return { name: 'record', document, text: () => recordText(document) }
}

async function sensitivityPart(context: Context, at: At): Promise<Part> {
  const document = await look(context, (job) => context.call('worst.sensitivity', { ...at, job }))
  return { name: 'sensitivity', document, text: () => sensitivityText(document) }
}

async function landscapePart(context: Context, at: At, images: number): Promise<Part> {
  const document = await look(context, (job) => context.call('worst.landscape', { ...at, images, job }))
  return { name: 'landscape', document, text: () => landscapeText(document) }
}

async function marginsPart(context: Context, at: At, images: number): Promise<Part> {
  const document = await look(context, (job) => context.call('worst.margins', { ...at, images, job }))
  return { name: 'margins', document, text: () => marginsText(document) }
}

async function exported(context: Context, at: At, path: string, format: 'npz' | 'csv'): Promise<Part> {
  const { base64 } = await context.call('worst.export', { ...at, format })
  const document = await writeWhole(path, Buffer.from(base64, 'base64'))
  return { name: 'exported', document, text: () => `${document.file} (${document.bytes} bytes)` }
}

async function saved(context: Context, at: At, name: string): Promise<Part> {
  const document = await context.call('corners.save', { ...at, name })
  return { name: 'saved', document, text: () => `${name} is kept: \`nadir corners replay ${name} --set ...\` tries it elsewhere.` }
}

/** Throws bad-value where a file is named for no format. */
function formatOf(file: string): 'npz' | 'csv' {
  const ending = extname(file).slice(1).toLowerCase()
  if (ending === 'npz' || ending === 'csv') return ending
  throw new NadirError('bad-value', `--export ${file} names no format.`, { hint: 'Name a file that ends in .npz or .csv.' })
}
