import { NadirError } from '../../shared/errors'
import type { RunState } from '../../shared/results'
import type { Search } from '../../shared/search'
import type { Spec } from '../../shared/spec'
import { runId, runNumber, unknownRun } from './ids'
import { createLeases } from './leases'
import type { Store } from './open'
import type { PlannedPoint, PointStore } from './points'
import { isActive, isHeld, shownState } from './run-rows'

export type RunCommand = 'pause' | 'continue' | 'cancel'

/** Who computes which run. Every change is one transaction that takes the write lock first, so a run is never run twice. */
export interface Ownership {
  /** Stores a planned run, queued and owned by this process. */
  enqueue(name: string, spec: Spec, points: readonly PlannedPoint[], search?: Search): string
  /** Takes a run that nobody computes; false where it ended with nothing missing. Throws unknown-run, run-busy. */
  claim(id: string): boolean
  /** Says that this process lives. */
  renew(): void
  /** Runs that this process still owns. */
  mine(): Set<string>
  /** Who must act on a run: this process, another that lives, or nobody. Throws unknown-run. */
  holder(id: string): 'self' | 'other' | 'nobody'
  /** Leaves a word for the run's owner. */
  ask(id: string, command: RunCommand): void
  /** Takes the words others left. */
  commands(): { id: string; command: RunCommand }[]
  /** True while the owner has not acted on a word. */
  asked(id: string): boolean
  /** Active runs of other processes that live. */
  others(): string[]
  /** Ends a run that nobody computes. */
  endAbandoned(id: string, state: RunState): void
  /** Lets go of everything on leaving: what was active is interrupted. */
  leave(): string[]
}

interface HoldRow {
  state: RunState
  owner: string | null
  until: number | null
  missing: number
  /** 1 where it looks for a value and was stopped: it may want points that are not planned yet. */
  unsettled: 0 | 1
}

export function createOwnership(store: Store, points: PointStore): Ownership {
  const { db, writer: self, now } = store
  const leases = createLeases(store)
  const insert = db.prepare<
    [{ name: string; spec: string; search: string | null; total: number; failed: number; now: number; revision: number; writer: string }],
    { number: number }
  >(
    `INSERT INTO runs (name, state, spec, search, points_total, points_failed, created_at, updated_at, owner, revision, writer)
     VALUES (@name, 'queued', @spec, @search, @total, @failed, @now, @now, @writer, @revision, @writer) RETURNING number`,
  )
  const hold = db.prepare<[number], HoldRow>(
    `SELECT state, runs.owner, until, (SELECT count(*) FROM points WHERE run = number AND state IN ('queued', 'failed')) AS missing,
       (search IS NOT NULL AND state = 'cancelled') AS unsettled FROM runs LEFT JOIN leases ON leases.owner = runs.owner WHERE number = ? AND deleted_at IS NULL`,
  )
  const take = db.prepare<[string, number, number, string, number]>(
    `UPDATE runs SET owner = ?, state = 'queued', command = NULL, error = NULL, progress = NULL,
       points_failed = (SELECT count(*) FROM points WHERE run = number AND state IN ('failed', 'infeasible')),
       updated_at = ?, revision = ?, writer = ? WHERE number = ?`,
  )
  const drop = db.prepare<[RunState, number, number, string, number]>(
    'UPDATE runs SET owner = NULL, command = NULL, state = ?, updated_at = ?, revision = ?, writer = ? WHERE number = ?',
  )
  const owned = db.prepare<[string], { number: number; state: RunState }>('SELECT number, state FROM runs WHERE owner = ?')
  const ask = db.prepare<[RunCommand, number]>('UPDATE runs SET command = ? WHERE number = ?')
  const words = db.prepare<[string], { number: number; command: RunCommand }>(
    'SELECT number, command FROM runs WHERE owner = ? AND command IS NOT NULL ORDER BY number',
  )
  const clearWords = db.prepare<[string]>('UPDATE runs SET command = NULL WHERE owner = ? AND command IS NOT NULL')
  const word = db.prepare<[number], { command: RunCommand | null }>('SELECT command FROM runs WHERE number = ?')
  const foreign = db.prepare<[string, number], { number: number; state: RunState }>(
    'SELECT number, state FROM runs JOIN leases ON leases.owner = runs.owner WHERE runs.owner <> ? AND until > ?',
  )
  function holdOf(id: string): HoldRow {
    const row = hold.get(runNumber(id))
    if (row === undefined) throw unknownRun(id)
    return row
  }

  return {
    enqueue: (name, spec, planned, search) =>
      store.write((stamp) => {
        leases.renew()
        const failed = planned.filter((point) => point.error !== undefined).length
        const row = insert.get({
          name,
          spec: JSON.stringify(spec),
          search: search === undefined ? null : JSON.stringify(search),
          total: planned.length,
          failed,
          ...stamp,
        })
        const number = row?.number ?? 0
        points.insert(number, planned, stamp)
        return runId(number)
      }),
    claim(id) {
      leases.reap()
      return store.write((stamp) => {
        const row = holdOf(id)
        if (isHeld(row, stamp.now)) {
          throw new NadirError('run-busy', `Run ${id} is ${shownState(row, stamp.now)} already.`, {
            hint: 'Wait for it, or cancel it first.',
          })
        }
        // One that was killed between its last point and its end still has to end.
        if (row.missing === 0 && row.unsettled === 0 && shownState(row, stamp.now) !== 'interrupted') return false
        const number = runNumber(id)
        leases.renew()
        points.requeueFailed(number, stamp)
        take.run(self, stamp.now, stamp.revision, stamp.writer, number)
        return true
      })
    },
    renew: () => leases.renew(),
    mine: () => new Set(owned.all(self).map(({ number }) => runId(number))),
    holder(id) {
      leases.reap()
      const row = holdOf(id)
      if (!isActive(row.state)) return 'nobody'
      if (row.owner === self) return 'self'
      return isHeld(row, now()) ? 'other' : 'nobody'
    },
    ask: (id, command) => void ask.run(command, runNumber(id)),
    commands: () => {
      // The write lock is asked for only where there is something to take.
      if (words.all(self).length === 0) return []
      return store.write(() => {
        const taken = words.all(self)
        clearWords.run(self)
        return taken.map(({ number, command }) => ({ id: runId(number), command }))
      })
    },
    asked: (id) => (word.get(runNumber(id))?.command ?? null) !== null,
    others() {
      leases.reap()
      return foreign.all(self, now()).flatMap(({ number, state }) => (isActive(state) ? [runId(number)] : []))
    },
    endAbandoned: (id, state) =>
      store.write((stamp) => {
        if (isHeld(holdOf(id), stamp.now)) return
        drop.run(state, stamp.now, stamp.revision, stamp.writer, runNumber(id))
      }),
    leave() {
      // Who only looked writes nothing, and so can look at a full disk too.
      if (owned.all(self).length === 0) {
        leases.drop()
        return []
      }
      return store.write((stamp) => {
        const left = owned.all(self)
        for (const { number, state } of left)
          drop.run(isActive(state) ? 'interrupted' : state, stamp.now, stamp.revision, stamp.writer, number)
        leases.drop()
        return left.map(({ number }) => runId(number))
      })
    },
  }
}
