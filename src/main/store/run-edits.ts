import { runNumber, unknownRun } from './ids'
import type { Stamp, Store } from './open'

/** What a user may change of a run. */
export interface RunChange {
  name?: string | undefined
  notes?: string | undefined
  starred?: boolean | undefined
  archived?: boolean | undefined
  addTags?: string[] | undefined
  removeTags?: string[] | undefined
}

/** How long a deleted run can be restored, milliseconds. */
export const restorable = 30 * 86_400_000

/** What users do to runs; each call is one transaction over all the runs it names, and throws unknown-run for any it cannot find. */
export interface RunEdits {
  update(ids: readonly string[], change: RunChange): void
  /** Hides runs from every list; `restore` brings them back within 30 days. */
  remove(ids: readonly string[]): void
  restore(ids: readonly string[]): void
  /** Takes away for good what was deleted more than 30 days ago. */
  purge(): void
}

export function createRunEdits(store: Store): RunEdits {
  const { db } = store
  const update = db.prepare<[string | null, string | null, number | null, number | null, number, number, string, number]>(
    `UPDATE runs SET name = coalesce(?, name), notes = coalesce(?, notes), starred = coalesce(?, starred), archived = coalesce(?, archived),
       updated_at = ?, revision = ?, writer = ? WHERE number = ? AND deleted_at IS NULL`,
  )
  const tag = db.prepare<[number, string]>('INSERT OR IGNORE INTO tags (run, tag) VALUES (?, ?)')
  const untag = db.prepare<[number, string]>('DELETE FROM tags WHERE run = ? AND tag = ?')
  const remove = db.prepare<[number, number, string, number]>(
    'UPDATE runs SET deleted_at = ?, revision = ?, writer = ? WHERE number = ? AND deleted_at IS NULL',
  )
  const restore = db.prepare<[number, string, number]>('UPDATE runs SET deleted_at = NULL, revision = ?, writer = ? WHERE number = ?')
  const purge = db.prepare<[number]>('DELETE FROM runs WHERE deleted_at < ?')
  const forgetLeases = db.prepare<[number]>('DELETE FROM leases WHERE until < ?')

  const each = (ids: readonly string[], change: (number: number, stamp: Stamp) => number): void =>
    store.write((stamp) => {
      for (const id of ids) if (change(runNumber(id), stamp) === 0) throw unknownRun(id)
    })
  const flag = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value))

  return {
    update: (ids, { name, notes, starred, archived, addTags = [], removeTags = [] }) =>
      each(ids, (number, { now, revision, writer }) => {
        const { changes } = update.run(name ?? null, notes ?? null, flag(starred), flag(archived), now, revision, writer, number)
        if (changes > 0) {
          for (const text of addTags) tag.run(number, text)
          for (const text of removeTags) untag.run(number, text)
        }
        return changes
      }),
    remove: (ids) => each(ids, (number, { now, revision, writer }) => remove.run(now, revision, writer, number).changes),
    restore: (ids) => each(ids, (number, { revision, writer }) => restore.run(revision, writer, number).changes),
    purge: () =>
      store.write(({ now }) => {
        purge.run(now - restorable)
        forgetLeases.run(now - restorable)
      }),
  }
}
