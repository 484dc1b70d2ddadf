import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { openStores, type Stores } from '../../../src/main/store/stores'
import { openStore } from '../../../src/main/store/open'
import { selectRuns } from '../../../src/main/store/run-rows'
import { parseModel, serialiseModel } from '../../../src/main/engine/network/model-file'
import { expandSpec, type Spec } from '../../../src/shared/spec'
import { NadirError } from '../../../src/shared/errors'
import type { Point, Provenance } from '../../../src/shared/results'
import { designAt } from '../../../src/shared/spec'
import { fakeResult } from '../../support/fake-host'
import { specOf } from '../../support/runs'
import { testFolder } from '../../support/core'

const line = specOf({ axes: { 'device.threshold': [0.01, 0.02, 0.03] } })
const provenance: Provenance = { nadir: '0.1.0', backend: 'fake', backendVersion: '1', platform: 'test', workers: 2, models: {}, data: {} }
const day = 86_400_000

function open(dir: string, now: () => number = Date.now): Stores {
  return openStores({ dir, now, resources: testFolder(), codec: { parse: parseModel, serialise: serialiseModel } })
}

function enqueue(stores: Stores, spec: Spec = line, name = 'a run'): string {
  return stores.ownership.enqueue(
    name,
    spec,
    expandSpec(spec).map(({ at }) => ({ at })),
  )
}

function commit(stores: Stores, id: string, place: number, worst: number, seconds = 1): Point[] {
  const point = stores.runs.detail(id).points[place]
  if (point === undefined) throw new Error('no such point')
  return stores.commits.succeed(
    id,
    point.id,
    fakeResult(designAt(line, point.at), () => worst),
    seconds,
  )
}

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return NadirError.from(error).code
  }
  return 'none'
}

describe('runs in the store', () => {
  it('come back as they were put in, points in plan order', () => {
    const stores = open(testFolder(), () => Date.UTC(2026, 10, 23))
    const id = stores.ownership.enqueue('first', line, [
      { at: { 'device.threshold': 0.01 } },
      { at: { 'device.threshold': 0.02 }, error: { code: 'not-divisible', message: 'no' } },
    ])
    expect(id).toBe('r-00001')
    expect(stores.runs.detail(id)).toEqual({
      id,
      name: 'first',
      state: 'queued',
      createdAt: '2026-11-23T00:00:00.000Z',
      updatedAt: '2026-11-23T00:00:00.000Z',
      spec: line,
      axes: ['device.threshold'],
      seconds: 0,
      pointsDone: 0,
      pointsTotal: 2,
      pointsFailed: 1,
      tags: [],
      starred: false,
      archived: false,
      notes: '',
      spark: [],
      points: [
        { id: 'p-0001', index: 0, at: { 'device.threshold': 0.01 }, state: 'queued' },
        { id: 'p-0002', index: 1, at: { 'device.threshold': 0.02 }, state: 'infeasible', error: { code: 'not-divisible', message: 'no' } },
      ],
      log: [],
    })
    stores.close()
  })

  it('hold after each commit what a list shows, and survive a reopening with what points lend each other', () => {
    const dir = testFolder()
    let stores = open(dir)
    const id = enqueue(stores)
    stores.commits.begin(id, provenance)
    expect(commit(stores, id, 2, 30).map((p) => p.id)).toEqual(['p-0003'])
    expect(commit(stores, id, 1, 20, 5).map((p) => [p.id, p.worst, p.carriedFrom])).toEqual([
      ['p-0002', 20, undefined],
      ['p-0003', 20, 'p-0002'],
    ])
    stores.commits.fail(id, 'p-0001', { code: 'internal', message: 'broken' }, 6)
    stores.commits.log(id, 'p-0001: broken')
    stores.commits.end(id, 'done', 7)
    stores.close()
    stores = open(dir)
    const run = stores.runs.detail(id)
    expect(run).toMatchObject({
      state: 'done',
      seconds: 7,
      pointsDone: 2,
      pointsFailed: 1,
      clean: 98.6,
      worstLow: 20,
      worstHigh: 20,
      backend: 'fake',
      provenance,
    })
    expect(run.spark).toEqual([
      [0.02, 20],
      [0.03, 20],
    ])
    expect(run.points.map((p) => [p.state, p.result?.worstOwn, p.worst, p.carriedFrom])).toEqual([
      ['failed', undefined, undefined, undefined],
      ['done', 20, 20, undefined],
      ['done', 30, 20, 'p-0002'],
    ])
    expect(run.log).toEqual([expect.stringMatching(/Z p-0001: broken$/)])
    stores.close()
  })

  it('are listed newest first by one statement that reads no points', () => {
    const dir = testFolder()
    const stores = open(dir)
    for (let i = 0; i < 2000; i++) enqueue(stores, line, `run ${i}`)
    stores.edits.update(['r-00007'], { addTags: ['b', 'a'] })
    const statement: unknown = Object.getPrototypeOf(openStore({ dir }).db.prepare('SELECT 1'))
    const proto = statement as { all: (...given: unknown[]) => unknown[]; get: (...given: unknown[]) => unknown }
    const [all, get] = [vi.spyOn(proto, 'all'), vi.spyOn(proto, 'get')]
    const list = stores.runs.list(false)
    expect([all.mock.calls.length, get.mock.calls.length]).toEqual([1, 0])
    vi.restoreAllMocks()
    expect(list).toHaveLength(2000)
    expect([list[0]?.id, list.at(-1)?.id]).toEqual(['r-02000', 'r-00001'])
    expect(list.find((run) => run.id === 'r-00007')?.tags).toEqual(['a', 'b'])
    stores.close()

    const { db } = openStore({ dir })
    const plan = db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${selectRuns} WHERE deleted_at IS NULL ORDER BY number DESC`).all()
    const steps = plan.map((step) => step.detail).filter((detail) => !detail.includes('SUBQUERY'))
    expect(steps.every((detail) => detail.startsWith('SEARCH'))).toBe(true)
    expect(steps.join()).not.toContain('points')
    expect(steps.join()).not.toContain('TEMP B-TREE')
    db.close()
  })
})

describe('what users do to runs', () => {
  it('changes all runs named or none', () => {
    const stores = open(testFolder())
    const [one, two] = [enqueue(stores), enqueue(stores)]
    stores.edits.update([one, two], { name: 'renamed', starred: true, addTags: ['x'] })
    stores.edits.update([one], { removeTags: ['x'], archived: true, notes: 'seen' })
    expect(codeOf(() => stores.edits.update([one, 'r-00099'], { name: 'lost' }))).toBe('unknown-run')
    expect(stores.runs.summary(one)).toMatchObject({ name: 'renamed', starred: true, archived: true, notes: 'seen', tags: [] })
    expect(stores.runs.summary(two)).toMatchObject({ name: 'renamed', starred: true, archived: false, tags: ['x'] })
    stores.close()
  })

  it('deletes and restores within 30 days; older ones go for good when the folder is next opened', () => {
    const dir = testFolder()
    let now = Date.UTC(2026, 0, 1)
    let stores = open(dir, () => now)
    const [one, two] = [enqueue(stores), enqueue(stores)]
    stores.edits.remove([one])
    expect(codeOf(() => stores.runs.summary(one))).toBe('unknown-run')
    expect(codeOf(() => stores.edits.remove([two, one]))).toBe('unknown-run')
    expect(stores.runs.list(false).map((run) => run.id)).toEqual([two])
    expect(stores.runs.list(true).map((run) => run.id)).toEqual([one])
    stores.close()

    now += 29 * day
    stores = open(dir, () => now)
    stores.edits.restore([one])
    expect(stores.runs.list(false)).toHaveLength(2)
    stores.edits.remove([one])
    stores.close()

    now += 31 * day
    stores = open(dir, () => now)
    expect(stores.runs.list(true)).toEqual([])
    expect(codeOf(() => stores.edits.restore([one]))).toBe('unknown-run')
    expect(enqueue(stores)).toBe('r-00003')
    stores.close()
    const { db } = openStore({ dir })
    expect(db.prepare('SELECT DISTINCT run FROM points ORDER BY run').all()).toEqual([{ run: 2 }, { run: 3 }])
    db.close()
  })
})

describe('who computes a run', () => {
  it('is one process at a time, until its lease has lapsed', () => {
    const dir = testFolder()
    let now = 1_000_000
    const [one, two] = [open(dir, () => now), open(dir, () => now)]
    const id = enqueue(one)
    expect([one.ownership.holder(id), two.ownership.holder(id)]).toEqual(['self', 'other'])
    expect(codeOf(() => two.ownership.claim(id))).toBe('run-busy')
    expect(two.ownership.others()).toEqual([id])
    now += 9_000
    one.ownership.renew()
    now += 9_000
    expect(codeOf(() => two.ownership.claim(id))).toBe('run-busy')
    now += 2_000
    expect(two.runs.summary(id).state).toBe('interrupted')
    expect(two.ownership.claim(id)).toBe(true)
    expect([two.ownership.holder(id), one.ownership.holder(id)]).toEqual(['self', 'other'])
    expect([...one.ownership.mine(), ...two.ownership.mine()]).toEqual([id])

    // The first process wakes up: whatever it still writes is refused, and nothing of it is kept.
    expect(codeOf(() => one.commits.begin(id, provenance))).toBe('run-busy')
    expect(codeOf(() => commit(one, id, 0, 50))).toBe('run-busy')
    expect(codeOf(() => one.commits.end(id, 'done', 1))).toBe('run-busy')
    expect(two.runs.detail(id).points.every((point) => point.state === 'queued')).toBe(true)
    one.close()
    two.close()
  })

  it('is nobody from the moment on that its process is gone, where that can be seen', () => {
    const dir = testFolder()
    const dead = open(dir)
    const id = enqueue(dead)
    const { db } = openStore({ dir })
    const { pid } = spawnSync(process.execPath, ['--version'])
    db.prepare('UPDATE leases SET process = ?, host = ?').run(pid, 'another-machine')
    const other = open(dir)
    expect(other.runs.summary(id).state).toBe('queued')
    expect(codeOf(() => other.ownership.claim(id))).toBe('run-busy')
    db.prepare('UPDATE leases SET host = ?').run(hostname())
    expect(other.ownership.claim(id)).toBe(true)
    db.prepare('UPDATE leases SET process = ?').run(pid)
    const late = open(dir)
    expect(late.runs.summary(id).state).toBe('interrupted')
    for (const each of [db, dead, other, late]) each.close()
  })

  it('takes failed points up again, and leaves a run with nothing missing alone', () => {
    const stores = open(testFolder())
    const id = enqueue(stores)
    stores.commits.begin(id, provenance)
    commit(stores, id, 0, 50)
    commit(stores, id, 1, 40)
    stores.commits.fail(id, 'p-0003', { code: 'internal', message: 'broken' }, 3)
    stores.commits.end(id, 'done', 3)
    expect(stores.ownership.claim(id)).toBe(true)
    expect(stores.runs.detail(id)).toMatchObject({ state: 'queued', pointsFailed: 0, points: [{}, {}, { state: 'queued' }] })
    expect(stores.runs.detail(id).points[2]).not.toHaveProperty('error')
    stores.commits.begin(id, provenance)
    commit(stores, id, 2, 30)
    stores.commits.end(id, 'done', 4)
    expect(stores.ownership.claim(id)).toBe(false)
    expect(stores.runs.summary(id).state).toBe('done')
    stores.close()
  })

  it('takes a search up again that was stopped between two rounds, when none of its points was missing', () => {
    const stores = open(testFolder())
    const search = {
      objectives: ['worst >= 90'],
      over: 'device.threshold',
      looser: 'larger',
      unit: 'window',
      from: 0.01,
      to: 0.03,
    } as const
    const rest = { scale: 'log', tolerance: 0.01, mostPoints: 24, nested: true, notes: [] } as const
    const planned = expandSpec(line).map(({ at }) => ({ at }))
    const id = stores.ownership.enqueue('a search', line, planned, { ...search, ...rest, objectives: [...search.objectives], notes: [] })
    stores.commits.begin(id, provenance)
    for (const place of [0, 1, 2]) commit(stores, id, place, 95 - place)
    stores.commits.end(id, 'cancelled', 3)
    expect(stores.ownership.claim(id)).toBe(true)
    stores.commits.end(id, 'done', 3)
    expect(stores.ownership.claim(id)).toBe(false)
    stores.close()
  })

  it('lets go of what was active when it leaves, and of nothing else', () => {
    const dir = testFolder()
    const stores = open(dir)
    const [one, two] = [enqueue(stores), enqueue(stores)]
    stores.commits.begin(one, provenance)
    stores.commits.end(one, 'cancelled', 1)
    expect(stores.ownership.leave()).toEqual([two])
    expect([stores.runs.summary(one).state, stores.runs.summary(two).state]).toEqual(['cancelled', 'interrupted'])
    stores.close()
  })

  it('undoes a commit whole where one half of it cannot be written', () => {
    const dir = testFolder()
    const stores = open(dir)
    const id = enqueue(stores)
    stores.commits.begin(id, provenance)
    const { db } = openStore({ dir })
    db.exec(`CREATE TRIGGER refuse BEFORE UPDATE OF points_done ON runs BEGIN SELECT RAISE(ABORT, 'refused'); END`)
    expect(() => commit(stores, id, 0, 50)).toThrow('refused')
    expect(stores.runs.detail(id).points[0]?.state).toBe('queued')
    db.exec('DROP TRIGGER refuse')
    db.close()
    expect(commit(stores, id, 1, 40).map((p) => p.id)).toEqual(['p-0002'])
    expect(stores.runs.summary(id).pointsDone).toBe(1)
    stores.close()
  })
})
