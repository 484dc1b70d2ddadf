import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { Point, PointResult, Progress, Provenance, RunState } from '../../shared/results'
import type { Spec } from '../../shared/spec'
import type { FindingStore } from './findings'
import { pointPlace, runNumber } from './ids'
import { decode } from './json'
import { createLedger, type Ledger } from './ledger'
import type { Stamp, Store } from './open'
import type { PointStore } from './points'

/**
 * What the owner of a run writes while it computes; each call is one transaction. `seconds` is the computing time of the
 * run in all. Throws run-busy where another process has taken the run over in the meantime.
 */
export interface Commits {
  begin(id: string, provenance: Provenance): void
  state(id: string, state: 'queued' | 'running' | 'paused', seconds: number): void
  provenance(id: string, provenance: Provenance): void
  /** Commits a point together with what lists show of the run and what it found; returns all points that now show something else. */
  succeed(id: string, pointId: string, result: PointResult, seconds: number, finding?: Float32Array): Point[]
  fail(id: string, pointId: string, error: ErrorDocument, seconds: number): Point[]
  progress(id: string, progress: Progress): void
  log(id: string, line: string): void
  /** Lets go of the run. */
  end(id: string, state: RunState, seconds: number, error?: ErrorDocument): void
  /** In plan order, as doors show them. */
  points(id: string): readonly Point[]
}

type On = Stamp & { number: number }

interface FigureColumns {
  done: number
  failed: number
  clean: number | null
  low: number | null
  high: number | null
  mean: number | null
  spark: string
  seconds: number
}

export function createCommits(
  store: Store,
  points: PointStore,
  findings: Pick<FindingStore, 'insert'>,
  complete: (spec: Spec) => Spec,
): Commits {
  const { db, writer: self } = store
  /** Of the runs that this process computes. */
  const ledgers = new Map<number, Ledger>()
  const touch = 'updated_at = @now, revision = @revision, writer = @writer WHERE number = @number AND owner = @writer'
  const spec = db.prepare<[number], { spec: string }>('SELECT spec FROM runs WHERE number = ?')
  const begin = db.prepare<[On & { provenance: string; backend: string }]>(
    `UPDATE runs SET state = 'running', provenance = @provenance, backend = @backend, ${touch}`,
  )
  const setState = db.prepare<[On & { state: RunState; seconds: number }]>(`UPDATE runs SET state = @state, seconds = @seconds, ${touch}`)
  const setProvenance = db.prepare<[On & { provenance: string }]>(`UPDATE runs SET provenance = @provenance, ${touch}`)
  const setFigures = db.prepare<[On & FigureColumns]>(
    `UPDATE runs SET points_done = @done, points_failed = @failed, clean = @clean, worst_low = @low, worst_high = @high, mc_mean = @mean,
       spark = @spark, seconds = @seconds, ${touch}`,
  )
  const setProgress = db.prepare<[string, number, number, string]>(
    'UPDATE runs SET progress = ?, progress_revision = ? WHERE number = ? AND owner = ?',
  )
  const addLine = db.prepare<[number, number, string]>('INSERT INTO log (run, at, line) VALUES (?, ?, ?)')
  const finish = db.prepare<[On & { state: RunState; seconds: number; error: string | null }]>(
    `UPDATE runs SET state = @state, seconds = @seconds, error = @error, progress = NULL, command = NULL, owner = NULL, ${touch}`,
  )

  /** A write that holds only while this process owns the run. */
  function owning<T>(id: string, change: (on: On) => { changes: number; value: T }): T {
    return store.write((stamp) => {
      const { changes, value } = change({ ...stamp, number: runNumber(id) })
      if (changes === 0) {
        throw new NadirError('run-busy', `Run ${id} was taken over by another process.`, { hint: 'It goes on there; nothing is lost.' })
      }
      return value
    })
  }
  const only = ({ changes }: { changes: number }): { changes: number; value: undefined } => ({ changes, value: undefined })

  function ledgerOf(number: number): Ledger {
    let ledger = ledgers.get(number)
    if (ledger === undefined) {
      ledger = createLedger(complete(decode<Spec>(spec.get(number)?.spec ?? '{}')), points.all(number))
      ledgers.set(number, ledger)
    }
    return ledger
  }

  function settle(id: string, seconds: number, write: (on: On) => Point | undefined): Point[] {
    const number = runNumber(id)
    const ledger = ledgerOf(number)
    try {
      return owning(id, (on) => {
        const point = write(on)
        const value = point === undefined ? [] : ledger.put([point])
        return { changes: setFigures.run({ ...on, ...columnsOf(ledger), seconds }).changes, value }
      })
    } catch (error) {
      // The transaction was undone, so the ledger no longer tells what is stored.
      ledgers.delete(number)
      throw error
    }
  }

  return {
    begin: (id, provenance) => {
      ledgers.delete(runNumber(id))
      owning(id, (on) => only(begin.run({ ...on, provenance: JSON.stringify(provenance), backend: provenance.backend })))
    },
    state: (id, state, seconds) => owning(id, (on) => only(setState.run({ ...on, state, seconds }))),
    provenance: (id, provenance) => owning(id, (on) => only(setProvenance.run({ ...on, provenance: JSON.stringify(provenance) }))),
    succeed: (id, pointId, result, seconds, finding) =>
      settle(id, seconds, (on) => {
        if (finding !== undefined) findings.insert(on.number, pointPlace(pointId), finding)
        return points.succeed(on.number, pointPlace(pointId), result, on)
      }),
    fail: (id, pointId, error, seconds) => settle(id, seconds, (on) => points.fail(on.number, pointPlace(pointId), error, on)),
    progress: (id, progress) =>
      store.write(({ revision }) => void setProgress.run(JSON.stringify(progress), revision, runNumber(id), self)),
    log: (id, line) => void addLine.run(runNumber(id), store.now(), line),
    end: (id, state, seconds, error) => {
      ledgers.delete(runNumber(id))
      owning(id, (on) => only(finish.run({ ...on, state, seconds, error: error === undefined ? null : JSON.stringify(error) })))
    },
    points: (id) => ledgerOf(runNumber(id)).points(),
  }
}

function columnsOf(ledger: Ledger): Omit<FigureColumns, 'seconds'> {
  const { pointsDone, pointsFailed, clean, worstLow, worstHigh, montecarloMean, spark } = ledger.figures()
  return {
    done: pointsDone,
    failed: pointsFailed,
    clean: clean ?? null,
    low: worstLow ?? null,
    high: worstHigh ?? null,
    mean: montecarloMean ?? null,
    spark: JSON.stringify(spark),
  }
}
