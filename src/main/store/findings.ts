import { pointPlace, runNumber } from './ids'
import { decode } from './json'
import type { Store } from './open'
import { pack, unpack } from './packed'

/** What the points of runs found, and what was computed of it; both go with their run. */
export interface FindingStore {
  /** Within the transaction of its point. */
  insert(run: number, place: number, z: Float32Array): void
  /** Numbers of the unit box; nothing of points of earlier versions, and of those that share an equal box. */
  finding(run: string, point: string): Float32Array | undefined
  /** What was kept of a kind of analysis by what was asked, as it was put in. */
  analysis(run: string, point: string, kind: string, key: string): unknown
  /** Keeps nothing where the run is gone. */
  keepAnalysis(run: string, point: string, kind: string, key: string, result: unknown): void
}

export function createFindingStore({ db }: Store): FindingStore {
  const insert = db.prepare<[number, number, Buffer]>('INSERT OR REPLACE INTO findings (run, place, z) VALUES (?, ?, ?)')
  const read = db.prepare<[number, number], { z: Buffer }>('SELECT z FROM findings WHERE run = ? AND place = ?')
  const analysis = db.prepare<[number, number, string, string], { result: string }>(
    'SELECT result FROM analyses WHERE run = ? AND place = ? AND kind = ? AND key = ?',
  )
  const keep = db.prepare<[number, string, string, string, number]>(
    `INSERT OR REPLACE INTO analyses (run, place, kind, key, result)
     SELECT number, ?, ?, ?, ? FROM runs WHERE number = ?`,
  )
  return {
    insert: (run, place, z) => void insert.run(run, place, pack(z)),
    finding(run, point) {
      const row = read.get(runNumber(run), pointPlace(point))
      return row && unpack(row.z)
    },
    analysis(run, point, kind, key) {
      const row = analysis.get(runNumber(run), pointPlace(point), kind, key)
      return row && decode<unknown>(row.result)
    },
    keepAnalysis: (run, point, kind, key, result) => void keep.run(pointPlace(point), kind, key, JSON.stringify(result), runNumber(run)),
  }
}
