import type { Point, Progress } from '../../shared/results'
import { runId } from './ids'
import { decode } from './json'
import type { Store } from './open'
import type { PointStore } from './points'

/** What other processes wrote. */
export interface Changes {
  /** Runs whose rows changed, and of these the ones that are deleted now. */
  runs: string[]
  removed: string[]
  points: Map<string, Point[]>
  progress: { id: string; progress: Progress }[]
  settings: string[]
}

/** Finds what other processes wrote without reading what they did not. */
export interface ChangeLog {
  /** True where another connection has committed since the last look: a number in memory, no read of a table. */
  moved(): boolean
  /** All that others wrote since the last call. */
  take(): Changes
}

export function createChangeLog({ db, writer: self }: Store, points: PointStore): ChangeLog {
  const revision = db.prepare<[], { value: number }>('SELECT value FROM revision')
  const runs = db.prepare<[number, string], { number: number; deleted_at: number | null }>(
    'SELECT number, deleted_at FROM runs WHERE revision > ? AND writer <> ?',
  )
  const progress = db.prepare<[number, string], { number: number; progress: string }>(
    'SELECT number, progress FROM runs WHERE progress_revision > ? AND progress IS NOT NULL AND owner <> ?',
  )
  const settings = db.prepare<[number, string], { key: string }>('SELECT key FROM settings WHERE revision > ? AND writer <> ?')
  const version = (): unknown => db.pragma('data_version', { simple: true })
  let seenVersion = version()
  let seen = revision.get()?.value ?? 0

  const read = db.transaction((): Changes => {
    const from = seen
    seen = revision.get()?.value ?? seen
    const rows = runs.all(from, self)
    return {
      runs: rows.flatMap((row) => (row.deleted_at === null ? [runId(row.number)] : [])),
      removed: rows.flatMap((row) => (row.deleted_at === null ? [] : [runId(row.number)])),
      points: new Map([...points.since(from, self)].map(([number, changed]) => [runId(number), changed])),
      progress: progress.all(from, self).map((row) => ({ id: runId(row.number), progress: decode<Progress>(row.progress) })),
      settings: settings.all(from, self).map(({ key }) => key),
    }
  })

  return {
    moved() {
      const now = version()
      if (now === seenVersion) return false
      seenVersion = now
      return true
    },
    take: () => read(),
  }
}
