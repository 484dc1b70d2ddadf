import { describe, expect, it } from 'vitest'
import { NadirError } from '../../../src/shared/errors'
import type { RunDetail } from '../../../src/shared/results'
import { inState, openTestApp, sweep, testFolder, testResources, type TestApp } from '../../support/core'

/** What a run found, without what differs between two runs of one spec. */
function findings(run: RunDetail): unknown {
  return run.points.map(({ id, at, state, result, worst, carriedFrom }) => ({ id, at, state, result, worst, carriedFrom }))
}

async function undisturbed(spec: Record<string, unknown>): Promise<RunDetail> {
  const app = await openTestApp({ dir: testFolder() })
  const { id } = await app.ask('runs.start', { spec })
  await inState(app, id, 'done')
  return app.ask('runs.get', { id })
}

describe('a run', () => {
  it('goes from queued over running to done, each point told as it is committed', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const started = await app.ask('runs.start', { spec: sweep(3) })
    expect(started).toMatchObject({
      id: 'r-00001',
      state: 'queued',
      pointsTotal: 3,
      pointsDone: 0,
      name: 'lenet-w4a4, threshold 0.005 / 0.0225 / 0.04',
    })
    await inState(app, started.id, 'running')
    app.host.go(1)
    await app.until(() => app.heard('run.changed').some(({ summary }) => summary.pointsDone === 1), 'one point is done')
    const half = await app.ask('runs.get', { id: started.id })
    expect(half.points.map((point) => point.state)).toEqual(['done', 'running', 'queued'])
    expect(half).toMatchObject({ pointsDone: 1, clean: 98.6, backend: 'fake' })
    app.host.go()
    await inState(app, started.id, 'done')
    const run = await app.ask('runs.get', { id: started.id })
    expect(run.points.map((point) => point.state)).toEqual(['done', 'done', 'done'])
    expect(run.spark).toHaveLength(3)
    expect(run).not.toHaveProperty('progress')
    expect(run.provenance).toMatchObject({
      backend: 'fake',
      backendVersion: '1.0',
      workers: 2,
      models: { 'lenet-w4a4': { label: 'LeNet lenet-w4a4' } },
      data: { mnist: { sha256: 'ab'.repeat(32) } },
    })
    expect(run.provenance?.models['lenet-w4a4']?.sha256).toMatch(/^[0-9a-f]{64}$/)
    // A door that replaced points by id as it heard of them shows what is stored.
    const held = new Map(app.heard('run.changed').flatMap(({ points }) => points.map((point) => [point.id, point])))
    expect([...held.values()]).toEqual(run.points)
    expect(app.heard('run.progress').length).toBeGreaterThan(0)
  })

  it('tells of points that quote a smaller box when that box is found worse', async () => {
    const worst = new Map([
      [0.01, 60],
      [0.02, 30],
      [0.03, 45],
    ])
    const app = await openTestApp({ dir: testFolder(), worst: (design) => worst.get(design['device.threshold']) ?? 0 })
    const { id } = await app.ask('runs.start', { spec: { 'device.threshold': [0.03, 0.01, 0.02] } })
    await inState(app, id, 'done')
    const told = app.heard('run.changed').flatMap(({ points }) => points.filter((point) => point.result !== undefined))
    expect(told.map((point) => [point.id, point.worst, point.carriedFrom])).toEqual([
      ['p-0001', 45, undefined],
      ['p-0002', 60, undefined],
      ['p-0001', 30, 'p-0003'],
      ['p-0003', 30, undefined],
    ])
    expect(await app.ask('runs.get', { id })).toMatchObject({ worstLow: 30, worstHigh: 60 })
  })

  it('keeps a failed point with its error and goes on', async () => {
    const failing = new Map([['p-0002', new NadirError('internal', 'a tensor was lost')]])
    const app = await openTestApp({ dir: testFolder(), failing })
    const { id } = await app.ask('runs.start', { spec: sweep(3) })
    await inState(app, id, 'done')
    const run = await app.ask('runs.get', { id })
    expect(run).toMatchObject({ pointsDone: 2, pointsFailed: 1 })
    expect(run.points[1]).toMatchObject({ state: 'failed', error: { code: 'internal', message: 'a tensor was lost' } })
    expect(run.log.some((line) => line.includes('p-0002') && line.includes('a tensor was lost'))).toBe(true)
  })

  it('has failed where no point was done, with the first reason', async () => {
    const failing = new Map(['p-0001', 'p-0002'].map((point) => [point, new NadirError('data-missing', `${point} has no images`)]))
    const app = await openTestApp({ dir: testFolder(), failing })
    const { id } = await app.ask('runs.start', { spec: sweep(2) })
    await inState(app, id, 'failed')
    expect((await app.ask('runs.get', { id })).error).toMatchObject({ code: 'data-missing', message: 'p-0001 has no images' })
  })

  it('runs the other points of a sweep where one cannot be built', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { id } = await app.ask('runs.start', { spec: { 'device.bitsPerDevice': [1, 2, 3, 4] } })
    await inState(app, id, 'done')
    const run = await app.ask('runs.get', { id })
    expect(run.points.map((point) => point.state)).toEqual(['done', 'done', 'infeasible', 'done'])
    expect(run.points[2]?.error).toMatchObject({ code: 'not-divisible', hint: expect.stringContaining('1, 2, 4') as string })
    expect(app.host.computed).toEqual(['p-0001', 'p-0002', 'p-0004'])
  })

  it('waits for the one before it', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 1 })
    const first = await app.ask('runs.start', { spec: sweep(2) })
    const second = await app.ask('runs.start', { spec: sweep(2), name: 'second' })
    await app.until(() => app.host.computed.length === 1, 'a point is computed')
    expect((await app.ask('runs.get', { id: second.id })).state).toBe('queued')
    app.host.go()
    await inState(app, second.id, 'done')
    expect(app.host.jobs.map((job) => job.id)).toEqual([first.id, second.id])
  })

  it('is interrupted, its points kept, where the compute side dies, and the next run goes on', async () => {
    const dir = testFolder()
    const app = await openTestApp({
      dir,
      holdAfter: 2,
      dies: new NadirError('worker-died', 'The compute thread stopped.', { hint: 'Resume the run.' }),
    })
    const { id } = await app.ask('runs.start', { spec: sweep(3) })
    await inState(app, id, 'interrupted')
    expect(await app.ask('runs.get', { id })).toMatchObject({ pointsDone: 2, error: { code: 'worker-died', hint: 'Resume the run.' } })
    app.host.go()
    await app.ask('runs.resume', { id })
    await inState(app, id, 'done')
    const run = await app.ask('runs.get', { id })
    expect(run).not.toHaveProperty('error')
    expect(app.host.computed).toEqual(['p-0001', 'p-0002', 'p-0003'])
  })

  it('has failed where its model is damaged when its turn comes', async () => {
    const resources = testResources()
    const app = await openTestApp({ dir: testFolder(), resources, holdAfter: 0 })
    const first = await app.ask('runs.start', { spec: sweep(1) })
    const second = await app.ask('runs.start', { spec: { model: 'lenet-other' } })
    const { rmSync } = await import('node:fs')
    rmSync(`${resources}/models/lenet-other/weights.bin`)
    app.host.go()
    await inState(app, first.id, 'done')
    await inState(app, second.id, 'failed')
    expect((await app.ask('runs.get', { id: second.id })).error?.code).toBe('model-damaged')
  })
})

describe('pausing and cancelling', () => {
  it('stands still where it is, keeps its lease, and goes on to the same numbers', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 1 })
    const { id } = await app.ask('runs.start', { spec: sweep(4) })
    await app.until(() => app.host.computed.length === 1, 'a point is computed')
    expect((await app.ask('runs.pause', { id })).state).toBe('paused')
    app.host.go()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(app.host.computed).toHaveLength(1)
    expect((await app.ask('runs.pause', { id })).state).toBe('paused')
    expect((await app.ask('runs.continue', { id })).state).toBe('running')
    await inState(app, id, 'done')
    expect(findings(await app.ask('runs.get', { id }))).toEqual(findings(await undisturbed(sweep(4))))
    expect(app.host.jobs).toHaveLength(1)
  })

  it('makes room for what waits and takes its turn again when it is continued', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 1 })
    const { id } = await app.ask('runs.start', { spec: sweep(4) })
    await app.until(() => app.host.computed.length === 1, 'a point is computed')
    await app.ask('runs.pause', { id })
    app.host.go(0)
    const other = await app.ask('runs.start', { spec: sweep(1) })
    app.host.paused = false
    app.host.go()
    await inState(app, other.id, 'done')
    expect((await app.ask('runs.get', { id })).state).toBe('paused')
    expect((await app.ask('runs.continue', { id })).state).toMatch(/queued|running/)
    await inState(app, id, 'done')
    const last = app.host.jobs.at(-1)
    expect(last?.points.map((point) => point.result !== undefined)).toEqual([true, false, false, false])
    expect(findings(await app.ask('runs.get', { id }))).toEqual(findings(await undisturbed(sweep(4))))
  })

  it('holds a run back before its turn', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const first = await app.ask('runs.start', { spec: sweep(1) })
    const second = await app.ask('runs.start', { spec: sweep(1) })
    expect((await app.ask('runs.pause', { id: second.id })).state).toBe('paused')
    app.host.go()
    await inState(app, first.id, 'done')
    expect(app.host.jobs).toHaveLength(1)
    await app.ask('runs.continue', { id: second.id })
    await inState(app, second.id, 'done')
  })

  it('cancels at once, keeps what is done, and leaves the point under way undone', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 2 })
    const { id } = await app.ask('runs.start', { spec: sweep(4) })
    await app.until(() => app.host.computed.length === 2, 'two points are computed')
    const cancelled = await app.ask('runs.cancel', { id })
    expect(cancelled).toMatchObject({ state: 'cancelled', pointsDone: 2 })
    app.host.go()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await app.ask('runs.get', { id })).points.map((point) => point.state)).toEqual(['done', 'done', 'queued', 'queued'])
    expect((await app.ask('runs.cancel', { id })).state).toBe('cancelled')
  })

  it('cancels what waits, and what was parked, without starting it', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const first = await app.ask('runs.start', { spec: sweep(1) })
    const second = await app.ask('runs.start', { spec: sweep(1) })
    const third = await app.ask('runs.start', { spec: sweep(1) })
    await app.ask('runs.pause', { id: third.id })
    for (const { id } of [second, third]) expect((await app.ask('runs.cancel', { id })).state).toBe('cancelled')
    app.host.go()
    await inState(app, first.id, 'done')
    expect(app.host.jobs.map((job) => job.id)).toEqual([first.id])
  })

  it('computes a cancelled run to its end when it is resumed', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 1 })
    const { id } = await app.ask('runs.start', { spec: sweep(3) })
    await app.until(() => app.host.computed.length === 1, 'a point is computed')
    await app.ask('runs.cancel', { id })
    app.host.go()
    await app.ask('runs.resume', { id })
    await inState(app, id, 'done')
    expect(findings(await app.ask('runs.get', { id }))).toEqual(findings(await undisturbed(sweep(3))))
  })
})

describe('a run that was interrupted', () => {
  async function half(dir: string, now?: () => number): Promise<{ app: TestApp; id: string }> {
    const app = await openTestApp({ dir, holdAfter: 3, ...(now === undefined ? {} : { now }) })
    const { id } = await app.ask('runs.start', { spec: sweep(8) })
    await app.until(() => app.host.computed.length === 3, 'three points are computed')
    return { app, id }
  }

  it('is left cleanly when Nadir closes, and goes on from its finished points', async () => {
    const dir = testFolder()
    const { app, id } = await half(dir)
    const queued = await app.ask('runs.start', { spec: sweep(2), name: 'waiting' })
    await app.close()
    expect(app.host.closed).toBe(true)
    expect(await app.refusal('runs.list', {})).toMatchObject({ code: 'cancelled' })

    const next = await openTestApp({ dir })
    expect((await next.ask('runs.list', {})).map((run) => [run.id, run.state, run.pointsDone])).toEqual([
      [queued.id, 'interrupted', 0],
      [id, 'interrupted', 3],
    ])
    expect((await next.ask('runs.resume', { id })).state).toBe('queued')
    await inState(next, id, 'done')
    expect(next.host.computed).toEqual(['p-0004', 'p-0005', 'p-0006', 'p-0007', 'p-0008'])
    expect(next.host.jobs[0]?.points.filter((point) => point.result !== undefined).map((point) => point.id)).toEqual([
      'p-0001',
      'p-0002',
      'p-0003',
    ])
    expect(findings(await next.ask('runs.get', { id }))).toEqual(findings(await undisturbed(sweep(8))))
  })

  it('is offered once the lease of a killed process has lapsed, not before, and not twice', async () => {
    const dir = testFolder()
    // The first process is not told that it is dead: its clock stands still, and nothing of it is let through any more.
    const { app: killed, id } = await half(dir, () => 1_000_000)
    let now = 1_009_000
    const next = await openTestApp({ dir, now: () => now })
    expect((await next.ask('runs.get', { id })).state).toBe('running')
    expect(await next.refusal('runs.resume', { id })).toMatchObject({ code: 'run-busy' })
    now += 2000
    expect((await next.ask('runs.get', { id })).state).toBe('interrupted')
    await next.ask('runs.resume', { id })
    expect(await next.refusal('runs.resume', { id })).toMatchObject({ code: 'run-busy' })
    await inState(next, id, 'done')
    // Late points of the first process change nothing.
    const before = await next.ask('runs.get', { id })
    killed.host.go()
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await next.ask('runs.get', { id })).toEqual(before)
    expect(findings(before)).toEqual(findings(await undisturbed(sweep(8))))
  })

  it('can be given up instead', async () => {
    const dir = testFolder()
    const { app, id } = await half(dir)
    await app.close()
    const next = await openTestApp({ dir })
    expect((await next.ask('runs.cancel', { id })).state).toBe('cancelled')
    expect(next.host.jobs).toEqual([])
  })

  it('is left as it is by resuming where nothing is missing', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { id } = await app.ask('runs.start', { spec: sweep(2) })
    await inState(app, id, 'done')
    expect(await app.ask('runs.resume', { id })).toMatchObject({ state: 'done', pointsDone: 2 })
    expect(app.host.jobs).toHaveLength(1)
  })
})
