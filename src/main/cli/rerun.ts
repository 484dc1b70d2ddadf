import { z } from 'zod'
import type { CallInput } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { fittedFields } from '../../shared/find-design'
import type { Context, RegisterCommand } from './terminal/context'
import { followAndAnswer } from './terminal/run-text'
import { readJsonObject } from './terminal/spec-input'

const register: RegisterCommand = (program, context) => {
  program
    .command('rerun')
    .summary('run the spec of a saved run, or of a report, again')
    .description('Starts a new run of the spec of a saved one, or of one in a JSON report. The same backend gives the same numbers.')
    .argument('<run>', 'the run, as r-00001, or a report, as report.json')
    .option('--run <id>', 'which run of a report that holds several')
    .action((what: string, { run }: { run?: string }) =>
      followAndAnswer(context, () =>
        what.endsWith('.json') ? startFromReport(context, what, run) : context.call('runs.rerun', { id: what }),
      ),
    )
}
export default register

const reportHint = 'Name a run, or a report that `nadir report RUN --format json --out FILE` wrote.'

async function startFromReport(context: Context, file: string, wanted: string | undefined) {
  const document = await readJsonObject(file, reportHint)
  const held: unknown[] = document['format'] === 'nadir-report' && Array.isArray(document['runs']) ? document['runs'] : []
  const runs = held.filter(isRun)
  if (runs.length === 0) throw new NadirError('bad-spec', `${file} is no report of Nadir.`, { hint: reportHint })
  const found = wanted === undefined && runs.length === 1 ? runs[0] : runs.find(({ id }) => id === wanted)
  if (found === undefined) {
    throw new NadirError('unknown-run', wanted === undefined ? `${file} holds ${runs.length} runs.` : `${file} holds no run ${wanted}.`, {
      hint: `Name one with --run: ${runs.map(({ id }) => id).join(', ')}.`,
    })
  }
  const again = { spec: found.spec, saved: true, name: `again: ${found.name}` }
  const search = searchOf(found)
  return search === undefined ? context.call('runs.start', again) : context.call('find.start', { ...again, ...search })
}

const searched = z.object({
  objectives: z.array(z.string()),
  over: z.string(),
  from: z.number(),
  to: z.number(),
  tolerance: z.number(),
  mostPoints: z.number(),
})

/** What a run of a report looked for; its design is as it was set for that. */
function searchOf(run: { spec: Record<string, unknown>; search?: unknown }): Omit<CallInput<'find.start'>, 'spec'> | undefined {
  const search = searched.safeParse(run.search).data
  if (search === undefined) return undefined
  const { mostPoints: points, ...rest } = search
  return { ...rest, points, kept: [...fittedFields] }
}

function isRun(value: unknown): value is { id: string; name: string; spec: Record<string, unknown> } {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('name' in value) || !('spec' in value)) return false
  return typeof value.id === 'string' && typeof value.name === 'string' && typeof value.spec === 'object' && value.spec !== null
}
