import type { RunSummary } from '../../../shared/results'
import { verdictOf, type Verdict } from '../../../shared/verdict'

/** Which runs the list starts from. Archived runs show under `archived` alone, deleted ones under `deleted` alone. */
export const shelves = ['all', 'starred', 'running', 'interrupted', 'failed', 'archived', 'deleted'] as const
export type Shelf = (typeof shelves)[number]

export const shelfLabels: Record<Shelf, string> = {
  all: 'All runs',
  starred: 'Starred',
  running: 'Running',
  interrupted: 'Interrupted',
  failed: 'Failed or infeasible',
  archived: 'Archived',
  deleted: 'Deleted',
}

/** What the side list has chosen; nothing chosen in a group lets everything through. */
export interface Choice {
  shelf: Shelf
  verdicts: readonly Verdict[]
  models: readonly string[]
  tags: readonly string[]
}

const active: ReadonlySet<RunSummary['state']> = new Set(['queued', 'running', 'paused'])

export function onShelf(run: RunSummary, shelf: Shelf): boolean {
  if (shelf === 'archived') return run.archived
  if (shelf === 'deleted') return true
  if (run.archived) return false
  switch (shelf) {
    case 'all':
      return true
    case 'starred':
      return run.starred
    case 'running':
      return active.has(run.state)
    case 'interrupted':
      return run.state === 'interrupted'
    case 'failed':
      return run.state === 'failed' || run.pointsFailed > 0
  }
}

/** True where points are still missing, so that the lowest finding may fall further. */
export const isOpen = (run: RunSummary): boolean => run.pointsDone < run.pointsTotal - run.pointsFailed

/**
 * How a run's lowest finding stands to the accuracy spec; of a sweep, its hardest point counts. While points are missing
 * only a fail is certain.
 */
export function verdictOfRun(run: RunSummary, accuracySpec: number): Verdict | undefined {
  if (run.worstLow === undefined) return undefined
  const verdict = verdictOf(run.worstLow, accuracySpec)
  return isOpen(run) && verdict !== 'fail' ? undefined : verdict
}

/** The networks a run was made with: one, or those on its axis. */
export function modelsOf({ spec }: RunSummary): string[] {
  const axis = spec.axes.find((a) => a.field === 'model')
  return (axis?.values ?? [spec.fields['model'] ?? '']).map(String)
}

type Group = 'verdicts' | 'models' | 'tags'

function passes(run: RunSummary, choice: Choice, accuracySpec: number, except?: Group): boolean {
  const { verdicts, models, tags } = choice
  if (except !== 'verdicts' && verdicts.length > 0) {
    const verdict = verdictOfRun(run, accuracySpec)
    if (verdict === undefined || !verdicts.includes(verdict)) return false
  }
  if (except !== 'models' && models.length > 0 && !modelsOf(run).some((model) => models.includes(model))) return false
  return except === 'tags' || tags.length === 0 || tags.some((tag) => run.tags.includes(tag))
}

export interface Facets {
  runs: RunSummary[]
  shelves: Record<Shelf, number>
  verdicts: Map<Verdict, number>
  models: Map<string, number>
  tags: Map<string, number>
}

/**
 * The runs that pass the choice and the query, and how many each entry of the side list would show: counts of a group
 * are over the runs that pass all other groups, so that choosing more of it never leads to an empty list.
 */
export function facetsOf(runs: readonly RunSummary[], choice: Choice, accuracySpec: number, query: (run: RunSummary) => boolean): Facets {
  const counts: Record<Shelf, number> = { all: 0, starred: 0, running: 0, interrupted: 0, failed: 0, archived: 0, deleted: 0 }
  const found: Facets = {
    runs: [],
    shelves: counts,
    verdicts: new Map([
      ['pass', 0],
      ['near', 0],
      ['fail', 0],
    ]),
    models: new Map(),
    tags: new Map(),
  }
  for (const run of runs) {
    for (const shelf of shelves) if (onShelf(run, shelf)) counts[shelf]++
    // A group keeps its entries where another group leaves none of them.
    for (const model of modelsOf(run)) add(found.models, model, 0)
    for (const tag of run.tags) add(found.tags, tag, 0)
    if (!onShelf(run, choice.shelf) || !query(run)) continue
    const verdict = verdictOfRun(run, accuracySpec)
    if (verdict !== undefined && passes(run, choice, accuracySpec, 'verdicts')) add(found.verdicts, verdict, 1)
    if (passes(run, choice, accuracySpec, 'models')) for (const model of modelsOf(run)) add(found.models, model, 1)
    if (passes(run, choice, accuracySpec, 'tags')) for (const tag of run.tags) add(found.tags, tag, 1)
    if (passes(run, choice, accuracySpec)) found.runs.push(run)
  }
  return found
}

function add<K>(counts: Map<K, number>, key: K, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}
