import { derivedRows } from './compare-derived'
import { resultRows } from './compare-results'
import { commonPlace, type Place } from './compare-place'
import type { CompareRow } from './compare-row'
import type { CostValues } from './cost-constants'
import { describeField, coreFields, type FieldInfo } from './fields'
import type { LayerShape } from './device-math'
import { NadirError } from './errors'
import type { RunDetail } from './results'
import { fieldText } from './spec-text'

export type { CompareCell, CompareRow } from './compare-row'

export interface Comparison {
  runs: { id: string; name: string; letter: string }[]
  /** Index of the run that the others are held against. */
  base: number
  /** Every field of the spec, in the order of the form; then what follows from them; then what was found. */
  fields: CompareRow[]
  derived: CompareRow[]
  results: CompareRow[]
  differing: number
  equal: number
  /** Where along the curves the results are read, and where else every run has a point. */
  place?: Place
}

export interface CompareOptions {
  base?: number
  /** Lowest acceptable worst case, percent. */
  accuracySpec?: number
  /** Where to read the results; else the last place that all the runs have. */
  at?: number
  /** Fields beside the core ones. */
  fields?: readonly FieldInfo[]
  /** Layers of each model by id, for device counts. */
  layers?: Readonly<Record<string, readonly LayerShape[]>>
  /** Constants of the first-order cost; the shipped ones if absent. */
  costs?: CostValues
}

/** The letter a run goes by in one comparison. */
export const letterOf = (index: number): string => String.fromCharCode(65 + index)

/**
 * Runs side by side: each field of their specs, what follows from it, and what was found, with differences to the base run.
 * Results are read at one place that all runs have a point at; of a run with several curves the lowest counts.
 * Accuracies in percent, thresholds in window units. Throws bad-value without a run or with a base that is none of them.
 */
export function compareRuns(runs: readonly RunDetail[], options: CompareOptions = {}): Comparison {
  const base = options.base ?? 0
  if (runs[base] === undefined)
    throw new NadirError('bad-value', 'There is no run to compare with.', { hint: 'Name two to eight runs, as r-00001 r-00002.' })
  const fields = fieldRows(runs, base, options.fields ?? [])
  const place = commonPlace(runs, options.at)
  const differing = fields.filter((row) => row.differs).length
  return {
    runs: runs.map(({ id, name }, index) => ({ id, name, letter: letterOf(index) })),
    base,
    fields,
    derived: derivedRows(runs, base, options.layers ?? {}, options.costs),
    results: resultRows(runs, base, options.accuracySpec ?? 90, place),
    differing,
    equal: fields.length - differing,
    ...(place === undefined ? {} : { place }),
  }
}

function fieldRows(runs: readonly RunDetail[], base: number, extra: readonly FieldInfo[]): CompareRow[] {
  const known = new Map<string, FieldInfo>(extra.map((info) => [info.name, info]))
  for (const [name, schema] of Object.entries(coreFields)) known.set(name, describeField(name, schema))
  const order = [...Object.keys(coreFields), ...[...known.keys()].sort()]
  const names = new Set(runs.flatMap((run) => Object.keys(run.spec.fields)))
  const sorted = [...names].sort((a, b) => rank(order, a) - rank(order, b) || a.localeCompare(b))
  return sorted.map((name) => {
    const info = known.get(name)
    const texts = runs.map((run) => fieldText(run.spec, name))
    const first = texts[base]
    const cells = texts.map((text) => ({ text, same: text === first }))
    return {
      key: name,
      label: info?.label ?? name,
      short: info?.label ?? name,
      unit: info?.unit ?? '',
      cells,
      differs: cells.some((cell) => !cell.same),
    }
  })
}

function rank(order: readonly string[], name: string): number {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}
