import type { Point, Provenance, RunDetail, RunSummary } from '../../shared/results'
import type { Spec } from '../../shared/spec'
import { runNumber, unknownRun } from './ids'
import { decode } from './json'
import { createLedger } from './ledger'
import type { Store } from './open'
import type { PointStore } from './points'
import { selectRuns, toSummary, type RunRow } from './run-rows'

/** Reads runs as doors show them. */
export interface RunStore {
  /** Newest first. */
  list(deleted: boolean): RunSummary[]
  /** How many there are, deleted ones aside. */
  count(): number
  /** Throws unknown-run; a deleted run is unknown. */
  summary(id: string): RunSummary
  /** With points, where it came from, and log. Throws unknown-run. */
  detail(id: string): RunDetail
  provenance(id: string): Provenance | undefined
  /** How a run ended that this process could not write down, as on a full disk: shown in place of the row until `settled`. */
  unsettled(id: string, shown: Ending): void
  settled(id: string): void
}

export type Ending = Pick<RunSummary, 'state' | 'error'>

export function createRunStore({ db, now }: Store, points: PointStore, complete: (spec: Spec) => Spec): RunStore {
  const list = db.prepare<[], RunRow>(`${selectRuns} WHERE deleted_at IS NULL ORDER BY number DESC`)
  const listDeleted = db.prepare<[], RunRow>(`${selectRuns} WHERE deleted_at IS NOT NULL ORDER BY number DESC`)
  const one = db.prepare<[number], RunRow>(`${selectRuns} WHERE number = ? AND deleted_at IS NULL`)
  const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM runs WHERE deleted_at IS NULL')
  const provenance = db.prepare<[number], { provenance: string | null }>('SELECT provenance FROM runs WHERE number = ?')
  const log = db.prepare<[number], { at: number; line: string }>('SELECT at, line FROM log WHERE run = ? ORDER BY id')

  const specs = new Map<number, { text: string; spec: Spec }>()

  function specOf(row: RunRow): Spec {
    const held = specs.get(row.number)
    // The axis of a run that searches grows.
    if (held?.text === row.spec) return held.spec
    const spec = complete(decode<Spec>(row.spec))
    specs.set(row.number, { text: row.spec, spec })
    return spec
  }

  const endings = new Map<number, Ending>()

  function summaryOf(row: RunRow): RunSummary {
    const summary = toSummary(row, specOf(row), now())
    const ending = endings.get(row.number)
    if (ending === undefined) return summary
    const { progress: _over, ...rest } = summary
    return { ...rest, ...ending }
  }

  function rowOf(id: string): RunRow {
    const row = one.get(runNumber(id))
    if (row === undefined) throw unknownRun(id)
    return row
  }

  function provenanceOf(number: number): Provenance | undefined {
    const text = provenance.get(number)?.provenance ?? null
    return text === null ? undefined : decode<Provenance>(text)
  }

  return {
    list: (deleted) => (deleted ? listDeleted : list).all().map(summaryOf),
    count: () => count.get()?.count ?? 0,
    summary: (id) => summaryOf(rowOf(id)),
    detail(id) {
      const row = rowOf(id)
      const summary = summaryOf(row)
      const from = provenanceOf(row.number)
      return {
        ...summary,
        points: withRunning(summary, createLedger(summary.spec, points.all(row.number)).points()),
        ...(from === undefined ? {} : { provenance: from }),
        log: log.all(row.number).map(({ at, line }) => `${new Date(at).toISOString()} ${line}`),
      }
    },
    provenance: (id) => provenanceOf(runNumber(id)),
    unsettled: (id, shown) => void endings.set(runNumber(id), shown),
    settled: (id) => void endings.delete(runNumber(id)),
  }
}

/** Marks the point that is being worked on, which no row says: it would be one more write a point. */
export function withRunning(run: RunSummary, points: readonly Point[]): Point[] {
  const current = run.state === 'running' ? run.progress?.current?.pointId : undefined
  return points.map((point) => (point.id === current && point.state === 'queued' ? { ...point, state: 'running' } : point))
}
