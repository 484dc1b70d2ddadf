import type { ErrorDocument } from '../../shared/errors'
import type { Value } from '../../shared/fields'
import type { Point, PointResult, PointState } from '../../shared/results'
import { pointId } from './ids'
import { decode } from './json'
import type { Stamp, Store } from './open'

/** A point as it was planned. */
export interface PlannedPoint {
  at: Record<string, Value>
  /** Why it cannot be built, where it cannot. */
  error?: ErrorDocument
}

interface PointRow {
  run: number
  place: number
  at: string
  state: PointState
  result: string | null
  error: string | null
}

const columns = 'run, place, at, state, result, error'

export interface PointStore {
  /** `from`: places the run has already. */
  insert(run: number, points: readonly PlannedPoint[], stamp: Stamp, from?: number): void
  /** As committed, in plan order: without what the points of a run lend each other. */
  all(run: number): Point[]
  /** Written by others after a revision, by run. */
  since(revision: number, reader: string): Map<number, Point[]>
  succeed(run: number, place: number, result: PointResult, stamp: Stamp): Point | undefined
  fail(run: number, place: number, error: ErrorDocument, stamp: Stamp): Point | undefined
  /** Failed points take their place in the plan again. */
  requeueFailed(run: number, stamp: Stamp): void
}

export function createPointStore({ db }: Store): PointStore {
  const insert = db.prepare<[number, number, string, PointState, string | null, number, string]>(
    'INSERT INTO points (run, place, at, state, error, revision, writer) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const all = db.prepare<[number], PointRow>(`SELECT ${columns} FROM points WHERE run = ? ORDER BY place`)
  const since = db.prepare<[number, string], PointRow>(
    `SELECT ${columns} FROM points WHERE revision > ? AND writer <> ? ORDER BY run, place`,
  )
  const settle = db.prepare<[PointState, string | null, string | null, number, string, number, number], PointRow>(
    `UPDATE points SET state = ?, result = ?, error = ?, revision = ?, writer = ? WHERE run = ? AND place = ? RETURNING ${columns}`,
  )
  const requeue = db.prepare<[number, string, number]>(
    `UPDATE points SET state = 'queued', error = NULL, revision = ?, writer = ? WHERE run = ? AND state = 'failed'`,
  )
  const pointOf = (row: PointRow | undefined): Point | undefined => row && toPoint(row)
  return {
    insert(run, points, { revision, writer }, from = 0) {
      points.forEach(({ at, error }, place) => {
        const [state, why]: [PointState, string | null] = error === undefined ? ['queued', null] : ['infeasible', JSON.stringify(error)]
        insert.run(run, from + place, JSON.stringify(at), state, why, revision, writer)
      })
    },
    all: (run) => all.all(run).map(toPoint),
    since: (revision, reader) => {
      const found = new Map<number, Point[]>()
      for (const row of since.all(revision, reader)) {
        const points = found.get(row.run)
        if (points === undefined) found.set(row.run, [toPoint(row)])
        else points.push(toPoint(row))
      }
      return found
    },
    succeed: (run, place, result, { revision, writer }) =>
      pointOf(settle.get('done', JSON.stringify(result), null, revision, writer, run, place)),
    fail: (run, place, error, { revision, writer }) =>
      pointOf(settle.get('failed', null, JSON.stringify(error), revision, writer, run, place)),
    requeueFailed: (run, { revision, writer }) => void requeue.run(revision, writer, run),
  }
}

function toPoint(row: PointRow): Point {
  return {
    id: pointId(row.place),
    index: row.place,
    at: decode<Record<string, Value>>(row.at),
    state: row.state,
    ...(row.result === null ? {} : { result: decode<PointResult>(row.result) }),
    ...(row.error === null ? {} : { error: decode<ErrorDocument>(row.error) }),
  }
}
