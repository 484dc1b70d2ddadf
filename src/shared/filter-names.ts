import type { FieldInfo, Value } from './fields'
import type { RunSummary } from './results'
import { createFieldTable } from './spec'

/** What a name of the filter language stands for in a run: every value it takes there. */
export interface FilterName {
  kind: 'number' | 'age' | 'text' | 'choice' | 'flag' | 'tag' | 'any'
  /** Literal values allowed: all of a choice, those beside a number. */
  options: readonly string[]
  read: (run: RunSummary, now: number) => readonly Value[]
}

const states = ['queued', 'running', 'paused', 'interrupted', 'done', 'cancelled', 'failed']
const present = (value: number | undefined): number[] => (value === undefined ? [] : [value])
const named = (kind: FilterName['kind'], read: FilterName['read'], options: readonly string[] = []): FilterName => ({ kind, read, options })

/** Names beside the fields of the spec. Accuracies in percent, `age` and `seconds` in seconds. */
const ofRuns = new Map<string, FilterName>([
  ['worst', named('number', (run) => present(run.worstLow))],
  ['clean', named('number', (run) => present(run.clean))],
  ['montecarlo', named('number', (run) => present(run.montecarloMean))],
  ['points', named('number', (run) => [run.pointsTotal])],
  ['seconds', named('number', (run) => [run.seconds])],
  ['age', named('age', (run, now) => [(now - Date.parse(run.createdAt)) / 1000])],
  ['state', named('choice', (run) => [run.state], states)],
  ['id', named('text', (run) => [run.id])],
  ['name', named('text', (run) => [run.name])],
  ['notes', named('text', (run) => [run.notes])],
  ['backend', named('text', (run) => (run.backend === undefined ? [] : [run.backend]))],
  ['tag', named('tag', (run) => run.tags)],
  ['starred', named('flag', (run) => [run.starred])],
  ['archived', named('flag', (run) => [run.archived])],
])

const kinds: Record<FieldInfo['kind'], FilterName['kind']> = {
  number: 'number',
  integer: 'number',
  choice: 'choice',
  flag: 'flag',
  text: 'text',
}

/** Every name of the filter language: those of runs, the core fields, and `fields`, those that methods add. */
export type FilterNames = ReadonlyMap<string, FilterName>

export function filterNames(fields: readonly FieldInfo[] = []): FilterNames {
  coreNames ??= [...createFieldTable().values()].map((entry) => ofInfo(entry.info))
  return new Map([...ofRuns, ...coreNames, ...fields.map(ofInfo)])
}

// Describing the core fields takes milliseconds and never changes, and a filter is read at every key.
let coreNames: [string, FilterName][] | undefined

const ofInfo = (info: FieldInfo): [string, FilterName] => [info.name, ofField(info.name, kinds[info.kind], info.options)]

/** A field reads as its value in the run's base design, or all the values of its axis. */
function ofField(name: string, kind: FilterName['kind'], options: readonly string[]): FilterName {
  const read: FilterName['read'] = ({ spec }) => {
    const axis = spec.axes.find((a) => a.field === name)
    const value = spec.fields[name]
    return axis?.values ?? (value === undefined ? [] : [value])
  }
  return { kind, options, read }
}

/** Methods add fields under `attack.`: where their list is not at hand, such a name passes unchecked. */
export function filterName(names: FilterNames, name: string): FilterName | undefined {
  return names.get(name) ?? (/^attack\.\w+$/.test(name) ? ofField(name, 'any', []) : undefined)
}

/** Names that hold what was typed, or whose last part is held by it: for "did you mean". */
export function namesLike(names: FilterNames, name: string): string[] {
  const typed = name.toLowerCase()
  const last = (text: string): string => text.toLowerCase().split('.').at(-1) ?? text
  return [...names.keys()]
    .filter((known) => typed.length > 1 && (known.toLowerCase().includes(typed) || typed.includes(last(known))))
    .slice(0, 3)
}
