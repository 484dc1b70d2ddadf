import type { Answer } from '../../shared/answer'
import type { ErrorDocument } from '../../shared/errors'
import type { Progress, RunState, RunSummary } from '../../shared/results'
import type { Search } from '../../shared/search'
import type { Spec } from '../../shared/spec'
import { runId } from './ids'
import { decode } from './json'

export interface RunRow {
  number: number
  name: string
  state: RunState
  created_at: number
  updated_at: number
  deleted_at: number | null
  spec: string
  backend: string | null
  seconds: number
  points_total: number
  points_done: number
  points_failed: number
  clean: number | null
  worst_low: number | null
  worst_high: number | null
  mc_mean: number | null
  spark: string
  error: string | null
  notes: string
  starred: number
  archived: number
  owner: string | null
  progress: string | null
  search: string | null
  answer: string | null
  /** When the owner's lease lapses; null where nobody holds one. */
  until: number | null
  /** JSON array. */
  tags: string
}

/** One statement for any list: tags and lease come along, so nothing is asked a second time for a row. */
export const selectRuns = `
SELECT number, name, state, created_at, updated_at, deleted_at, spec, backend, seconds, points_total, points_done,
  points_failed, clean, worst_low, worst_high, mc_mean, spark, error, notes, starred, archived, runs.owner, progress, search, answer, leases.until,
  (SELECT json_group_array(tag) FROM tags WHERE tags.run = runs.number) AS tags
FROM runs LEFT JOIN leases ON leases.owner = runs.owner`

/** States that need a process behind them. */
const active: ReadonlySet<RunState> = new Set(['queued', 'running', 'paused'])

export function isActive(state: RunState): boolean {
  return active.has(state)
}

/** True where a process that still lives computes the run or will. */
export function isHeld(row: Pick<RunRow, 'state' | 'until'>, now: number): boolean {
  return isActive(row.state) && row.until !== null && row.until > now
}

/** An active run whose process is gone shows as interrupted, whatever that process last wrote. */
export function shownState(row: Pick<RunRow, 'state' | 'until'>, now: number): RunState {
  return isActive(row.state) && !isHeld(row, now) ? 'interrupted' : row.state
}

/** `spec` is the row's own, read once: it seldom changes, and reading it is half of the cost of a long list. */
export function toSummary(row: RunRow, spec: Spec, now: number): RunSummary {
  const state = shownState(row, now)
  return {
    id: runId(row.number),
    name: row.name,
    state,
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
    spec,
    axes: spec.axes.map((axis) => axis.field),
    ...(row.backend === null ? {} : { backend: row.backend }),
    seconds: row.seconds,
    pointsDone: row.points_done,
    pointsTotal: row.points_total,
    pointsFailed: row.points_failed,
    tags: decode<string[]>(row.tags),
    starred: row.starred === 1,
    archived: row.archived === 1,
    notes: row.notes,
    ...(row.clean === null ? {} : { clean: row.clean }),
    ...(row.worst_low === null ? {} : { worstLow: row.worst_low }),
    ...(row.worst_high === null ? {} : { worstHigh: row.worst_high }),
    ...(row.mc_mean === null ? {} : { montecarloMean: row.mc_mean }),
    spark: decode<[number, number][]>(row.spark),
    ...(row.progress !== null && isActive(state) ? { progress: decode<Progress>(row.progress) } : {}),
    ...(row.error === null ? {} : { error: decode<ErrorDocument>(row.error) }),
    ...(row.search === null ? {} : { search: decode<Search>(row.search) }),
    ...(row.answer === null ? {} : { answer: decode<Answer>(row.answer) }),
  }
}
