import type { FieldInfo } from '../../../shared/fields'
import { loosestOfSummary, loosestText } from '../../../shared/loosest'
import type { RunSummary } from '../../../shared/results'
import { age, duration, percent } from '../../../shared/units'
import type { Column } from './column'
import { isOpen, verdictOfRun } from './facets'
import { fieldColumn, type FieldColumn } from './field-columns'

export interface ColumnContext {
  accuracySpec: number
  now: number
  fields: ReadonlyMap<string, FieldInfo>
  /** Any of the runs has a tag. */
  tagged: boolean
}

const verdictRank = { pass: 0, near: 1, fail: 2 }
const stateRank: Record<RunSummary['state'], number> = {
  running: 3,
  paused: 4,
  queued: 5,
  interrupted: 6,
  cancelled: 7,
  failed: 8,
  done: 9,
}
const accuracy = (value: number | undefined): string => (value === undefined ? '' : percent(value))

/** The columns in their order: what a run is, what it found, the fields that tell runs apart, what it took. */
export function columnsOf(fields: readonly FieldColumn[], context: ColumnContext): Column[] {
  return [
    ...identity(context),
    ...findings(context),
    ...fields.map(({ name, width, numeric }) => fieldColumn(name, width, numeric, context.fields.get(name))),
    ...effort(context),
  ]
}

const plain = { unit: '', numeric: false }
const number = { unit: '', numeric: true }

function identity({ tagged }: ColumnContext): Column[] {
  const tags: Column = {
    ...plain,
    key: 'tags',
    label: 'Tags',
    width: 116,
    cell: 'tags',
    text: (run) => run.tags.join(', '),
    sort: (run) => run.tags.join(' ') || undefined,
  }
  return [
    { ...plain, key: 'id', label: 'Run', width: 70, cell: 'id', text: (run) => run.id, sort: (run) => run.id },
    { ...plain, key: 'name', label: 'Name', width: 190, cell: 'name', text: (run) => run.name, sort: (run) => run.name.toLowerCase() },
    ...(tagged ? [tags] : []),
  ]
}

function findings({ accuracySpec }: ColumnContext): Column[] {
  const loosest = (run: RunSummary) => loosestOfSummary(run, accuracySpec)
  return [
    {
      ...number,
      key: 'worst',
      label: 'Worst',
      unit: '%',
      width: 78,
      cell: 'worst',
      text: worstText,
      sort: (run) => run.worstLow,
      help: 'Lowest accuracy found over the points of the run: an upper bound of the true worst case',
    },
    {
      ...plain,
      key: 'verdict',
      label: 'Verdict',
      width: 92,
      cell: 'verdict',
      text: (run) => (run.state === 'done' ? (verdictOfRun(run, accuracySpec) ?? 'done') : run.state),
      sort: (run) => verdictSort(run, accuracySpec),
      help: 'How the lowest finding stands to the accuracy spec; while a run is not done, its state',
    },
    {
      ...number,
      key: 'loosest',
      label: 'Loosest t',
      unit: 'window',
      width: 110,
      text: (run) => optional(loosest(run), loosestText),
      sort: (run) => loosest(run)?.t,
      help: 'Loosest threshold that still passes the accuracy spec, on the line between two points; of runs that sweep the threshold alone',
    },
    {
      ...plain,
      key: 'spark',
      label: 'Worst over x',
      width: 116,
      cell: 'spark',
      text: () => '',
      sort: () => undefined,
      help: 'Worst found along x; of a run with several curves the first, and how many there are. The line across is the accuracy spec',
    },
    {
      ...number,
      key: 'clean',
      label: 'Clean',
      unit: '%',
      width: 68,
      text: cleanText,
      sort: (run) => run.clean,
      help: 'Accuracy without device error; of a run that sweeps the network itself the highest, with \u2264',
    },
    {
      ...number,
      key: 'montecarlo',
      label: 'MC mean',
      unit: '%',
      width: 84,
      text: (run) => accuracy(run.montecarloMean),
      sort: (run) => run.montecarloMean,
      help: 'Lowest mean of the random chips over the points of the run',
    },
  ]
}

function effort({ now }: ColumnContext): Column[] {
  return [
    {
      ...number,
      key: 'points',
      label: 'Points',
      width: 62,
      text: pointsText,
      sort: (run) => run.pointsTotal,
      help: 'Points done, of those planned',
    },
    {
      ...number,
      key: 'seconds',
      label: 'Time',
      width: 58,
      text: (run) => (run.seconds > 0 ? duration(run.seconds) : ''),
      sort: (run) => run.seconds,
      help: 'Time taken',
    },
    {
      ...number,
      key: 'age',
      label: 'Age',
      width: 58,
      cell: 'age',
      text: (run) => age(now - Date.parse(run.createdAt)),
      sort: (run) => Date.parse(run.createdAt),
    },
  ]
}

function optional<T>(value: T | undefined, write: (value: T) => string): string {
  return value === undefined ? '' : write(value)
}

function pointsText(run: RunSummary): string {
  return run.pointsDone === run.pointsTotal ? String(run.pointsTotal) : `${run.pointsDone} of ${run.pointsTotal}`
}

/** Fields that change the network that is perturbed, and with it the clean accuracy. */
const changesNetwork = /^(model$|weights\.|activations\.|mapping\.|data\.|batchNorm)/

function cleanText({ clean, axes }: RunSummary): string {
  return clean !== undefined && axes.some((name) => changesNetwork.test(name)) ? `\u2264 ${percent(clean)}` : accuracy(clean)
}

/** While a run goes on its lowest finding is a bound of what it will find. */
function worstText(run: RunSummary): string {
  if (run.worstLow === undefined) return ''
  return isOpen(run) ? `\u2264 ${percent(run.worstLow)}` : percent(run.worstLow)
}

function verdictSort(run: RunSummary, accuracySpec: number): number {
  const verdict = verdictOfRun(run, accuracySpec)
  return run.state === 'done' && verdict !== undefined ? verdictRank[verdict] : stateRank[run.state]
}
