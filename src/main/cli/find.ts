import { InvalidArgumentError } from 'commander'
import type { CallInput } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { expandSpec, type Spec } from '../../shared/spec'
import { parseEngineering } from '../../shared/units'
import { collect, readSet } from './terminal/assignments'
import type { Context, RegisterCommand } from './terminal/context'
import { findDocument, findText, type Found } from './terminal/find-text'
import { endError, follow } from './terminal/follow'
import { readJsonObject, readSpec, specHint } from './terminal/spec-input'

interface Options {
  objective?: string[]
  over: string
  from?: number
  to?: number
  tolerance?: number
  points?: number
  set?: string[]
  axis?: string[]
  name?: string
}

const register: RegisterCommand = (program, context) => {
  program
    .command('find')
    .summary('find the loosest value that meets objectives')
    .description(
      'Finds the loosest value of a field, as the write-verify threshold, at which a design meets its objectives, with its evidence and what of it is proved. With --axis it does so for each of the designs, one after the other.',
    )
    .argument('[spec]', 'spec file, JSON')
    .option('--objective <text>', 'what must be met, as "worst >= 90 and time <= 10 ms"; may be repeated', collect)
    .option('--over <name>', 'the field to search', 'device.threshold')
    .option('--from <value>', 'where to begin; the usual range of the field if absent', number)
    .option('--to <value>', 'where to end', number)
    .option('--tolerance <share>', 'how narrow the answer must be, as a share of it; 0.01 if absent', number)
    .option('--points <n>', 'most points of one search; 24 if absent', number)
    .option('--set <name=value>', 'set a field; may be repeated', collect)
    .option('--axis <name=a,b,c>', 'search for each value of another field; may be repeated', collect)
    .option('--name <text>', 'name of the run')
    .action(async (file: string | undefined, { objective = [], over, set = [], axis = [], name, ...range }: Options) => {
      if (objective.length === 0)
        throw new NadirError('bad-call', 'An objective is missing.', { hint: 'For example --objective "worst >= 90".' })
      const spec = await readSpec(context, { file, set, axis })
      const kept = [...new Set([...set.map((text) => readSet(text).field), ...(file === undefined ? [] : await namesIn(file))])]
      const others = { ...spec, axes: spec.axes.filter(({ field }) => field !== over) }
      const starts = expandSpec(others).map(({ design, at }) => ({
        at,
        start: { spec: { ...design }, objectives: objective, over, kept, ...given(range), ...(name === undefined ? {} : { name }) },
      }))
      await answerAll(context, spec, starts)
    })
}
export default register

function number(text: string): number {
  const value = parseEngineering(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('Expected a number.')
  return value
}

const given = (range: Record<string, number | undefined>): Record<string, number> =>
  Object.fromEntries(Object.entries(range).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

type Start = { at: Found['at']; start: CallInput<'find.start'> }

/** One search after the other; one that is stopped or fails ends them. */
async function answerAll(context: Context, spec: Spec, starts: readonly Start[]): Promise<void> {
  const found: Found[] = []
  let error: NadirError | undefined
  for (const { at, start } of starts) {
    const run = await follow(context, async () => {
      const summary = await context.call('find.start', start)
      for (const note of summary.search?.notes ?? []) context.note(note)
      return summary
    })
    found.push({ at, run })
    error = endError(run)
    if (error !== undefined) break
  }
  context.answer(
    findDocument(found),
    () =>
      findText(
        found,
        spec.axes.map(({ field }) => field),
      ),
    error,
  )
}

/** Dotted names of the fields that a spec file holds, groups among them. */
async function namesIn(file: string): Promise<string[]> {
  const names = (object: object, prefix: string): string[] =>
    Object.entries<unknown>({ ...object }).flatMap(([key, value]) => [
      prefix + key,
      ...(typeof value === 'object' && value !== null && !Array.isArray(value) ? names(value, `${prefix}${key}.`) : []),
    ])
  return names(await readJsonObject(file, specHint), '')
}
