import { describe, expect, it } from 'vitest'
import { NadirError } from '../../../src/shared/errors'
import type { RunDetail } from '../../../src/shared/results'
import { inState, openTestApp, stateOf, testFolder, testResources, type TestApp, type TestAppOptions } from '../../support/core'

/** Accuracy that meets 90 % up to a threshold of 0.0123, and falls evenly with it. */
const worst: TestAppOptions['worst'] = (design) => 90 - 1000 * (design['device.threshold'] - 0.0123)

const wanted = { spec: {}, objectives: ['worst >= 90'], over: 'device.threshold' }

async function found(app: TestApp, input: Parameters<typeof app.ask<'find.start'>>[1] = wanted): Promise<RunDetail> {
  const { id } = await app.ask('find.start', input)
  await inState(app, id, 'done')
  return app.ask('runs.get', { id })
}

const findings = (run: RunDetail): unknown => ({
  answer: run.answer,
  axes: run.spec.axes,
  points: run.points.map(({ id, at, state, result, worst: shown }) => ({ id, at, state, result, shown })),
})

describe('a run that searches', () => {
  it('grows until its answer lies between two values a hundredth apart', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const run = await found(app)
    const { answer, points, spec } = run
    expect(answer).toMatchObject({ atLeast: false, settled: true, proved: 'found' })
    expect(answer?.value).toBeLessThanOrEqual(0.0123)
    expect(answer?.fails?.value).toBeGreaterThan(0.0123)
    expect((answer?.fails?.value ?? 1) / (answer?.passes?.value ?? 0)).toBeLessThan(1.0101)
    expect(run.name).toBe('lenet-w4a4, loosest threshold for worst >= 90')
    expect(points.length).toBeGreaterThan(5)
    expect(run).toMatchObject({ pointsTotal: points.length, pointsDone: points.length })
    expect(points.map(({ id }) => id)).toEqual(points.map((_, i) => `p-${String(i + 1).padStart(4, '0')}`))
    const [axis] = spec.axes
    expect(axis?.values).toEqual(points.map(({ at }) => Number(at['device.threshold'])).sort((a, b) => a - b))
    expect(answer?.points.map(({ value }) => value)).toEqual(axis?.values)
    // Each round is one job in the same place of the queue; done points go along with their results.
    expect(app.host.jobs.length).toBeGreaterThan(2)
    expect(app.host.computed).toHaveLength(points.length)
    expect(app.host.jobs.at(-1)?.points.filter(({ result }) => result === undefined)).toHaveLength(2)
  })

  it('tells doors of every point it takes, so that what they hold is what is stored', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const run = await found(app)
    const held = new Map(app.heard('run.changed').flatMap(({ points }) => points.map((point) => [point.id, point])))
    expect([...held.values()]).toEqual(run.points)
    const shares = app.heard('run.progress').map(({ progress }) => progress.share)
    expect(Math.max(...shares)).toBeLessThanOrEqual(1)
  })

  it.each([1, 5, 6, 8])('ends with the same answer when it is cut off after %i points and resumed', async (cut) => {
    const whole = await found(await openTestApp({ dir: testFolder(), worst }))
    const [dir, resources] = [testFolder(), testResources()]
    const first = await openTestApp({ dir, resources, worst, holdAfter: cut })
    const { id } = await first.ask('find.start', wanted)
    await first.until(() => first.heard('run.changed').some(({ summary }) => summary.pointsDone === cut), 'so many points are done')
    await first.close()
    const second = await openTestApp({ dir, resources, worst })
    await second.ask('runs.resume', { id })
    await inState(second, id, 'done')
    expect(findings(await second.ask('runs.get', { id }))).toEqual(findings(whole))
    expect(second.host.computed).toHaveLength(whole.points.length - cut)
  })

  it('is paused and goes on, and cancelled keeps what it has', async () => {
    const app = await openTestApp({ dir: testFolder(), worst, holdAfter: 6 })
    const { id } = await app.ask('find.start', wanted)
    await app.until(() => app.heard('run.changed').some(({ summary }) => summary.pointsDone === 6), 'six points are done')
    await app.ask('runs.pause', { id })
    expect(await app.ask('runs.get', { id })).toMatchObject({ state: 'paused', answer: { settled: false } })
    await app.ask('runs.continue', { id })
    await app.ask('runs.cancel', { id })
    await inState(app, id, 'cancelled')
    expect(await app.ask('runs.get', { id })).toMatchObject({ pointsDone: 6, pointsTotal: 7 })
    app.host.go()
    await app.ask('runs.resume', { id })
    await app.until(() => stateOf(app, id) === 'done', 'it is done')
    expect((await app.ask('runs.get', { id })).answer?.settled).toBe(true)
  })

  it('closes in below a smaller box that turns out worse', async () => {
    // The chip found at 0.00188 is worse than those of looser boxes, which quote it.
    const app = await openTestApp({ dir: testFolder(), worst: (design) => (design['device.threshold'] === 0.00188 ? 80 : 95) })
    const { answer, points } = await found(app)
    expect(answer?.fails).toMatchObject({ value: 0.00188, measured: { worst: 80 } })
    expect(points.find(({ at }) => at['device.threshold'] === 0.1)?.worst).toBe(80)
    expect(answer?.value).toBeLessThan(0.00188)
    expect(answer?.statement).toContain('anything looser fails for certain')
  })

  it('keeps a point that failed out of its answer', async () => {
    const failing = new Map([['p-0007', new NadirError('internal', 'a tensor was lost')]])
    const run = await found(await openTestApp({ dir: testFolder(), worst, failing }))
    expect(run).toMatchObject({ state: 'done', pointsFailed: 1 })
    expect(run.answer?.points.filter(({ verdict }) => verdict === 'skipped')).toMatchObject([{ point: 'p-0007', why: 'a tensor was lost' }])
    expect(run.answer?.value).toBeLessThanOrEqual(0.0123)
  })

  it('tries every number of bits, leaves out those that cannot be built, and says so', async () => {
    const app = await openTestApp({ dir: testFolder(), worst: (design) => (design['weights.bits'] === 2 ? 89 : 95) })
    const run = await found(app, { ...wanted, over: 'weights.bits', spec: { 'device.bitsPerDevice': 2 } })
    expect(run.answer).toMatchObject({ value: 4, fails: { value: 2 } })
    expect(run.answer?.points.map(({ value, verdict }) => `${value} ${verdict}`)).toEqual([
      '1 skipped',
      '2 near',
      '3 skipped',
      '4 pass',
      '5 skipped',
      '6 pass',
      '7 skipped',
      '8 pass',
    ])
    expect(run.answer?.statement).toMatch(/^Fewest weight bits that pass: 4 .*All 8 values were tried.*Skipped: 1, 3, 5, 7/)
    expect(run.answer?.statement).not.toContain('anything looser')
  })

  it('holds devices and costs to their limits without a search of its own', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const run = await found(app, { spec: { 'weights.bits': 8 }, objectives: ['devices <= 200k'], over: 'device.bitsPerDevice' })
    expect(run.answer).toMatchObject({ atLeast: true, value: 8, proved: 'proved' })
    expect(run.answer?.points.map(({ value, verdict }) => [value, verdict])).toContainEqual([1, 'fail'])
    expect(run.spec.fields).toMatchObject({ 'attack.steps': 1, 'sampling.draws': 0 })
    expect(run.search?.notes).toHaveLength(2)
  })

  it('draws chips where they are asked for, and leaves alone what the user set', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const sampled = await found(app, { ...wanted, objectives: ['p05 >= 90'] })
    expect(sampled.spec.fields).toMatchObject({ 'sampling.draws': 100, 'attack.steps': 1 })
    const kept = await found(app, { ...wanted, spec: { 'sampling.draws': 20 }, kept: ['sampling.draws'] })
    expect(kept.spec.fields['sampling.draws']).toBe(20)
    expect(kept.search?.notes).toEqual([expect.stringContaining('attack.method = strongest')])
    const own = await found(app, { ...wanted, spec: { 'attack.method': 'mi-pgd' }, kept: ['attack.method'] })
    expect(own.spec.fields['attack.method']).toBe('mi-pgd')
  })

  it('is run again from its first values, with the same answer', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const run = await found(app)
    const { id } = await app.ask('runs.rerun', { id: run.id })
    await inState(app, id, 'done')
    const again = await app.ask('runs.get', { id })
    expect(findings(again)).toEqual(findings(run))
    expect(again.name).toBe(`again: ${run.name}`)
  })

  it.each([
    [{ over: 'device.treshold' }, 'unknown-field', 'Did you mean device.threshold'],
    [{ over: 'attack.steps' }, 'bad-value', 'Search one of device.threshold'],
    [{ over: 'variation.zeta' }, 'bad-value', 'Set variation.kind'],
    [{ over: 'device.threshold', from: 0.1, to: 0.01 }, 'out-of-range', ''],
    [{ over: 'device.threshold', from: -1 }, 'out-of-range', ''],
    [{ objectives: ['worst => 90'] }, 'bad-value', 'worst >= 90'],
    [{ spec: { model: ['lenet-w4a4', 'lenet-other'] } }, 'bad-value', 'for each of them'],
  ])('refuses %j', async (change, code, hint) => {
    const app = await openTestApp({ dir: testFolder() })
    const error = await app.refusal('find.start', { ...wanted, ...change })
    expect(error.code).toBe(code)
    expect(error.hint).toContain(hint)
    expect(await app.ask('runs.list', {})).toEqual([])
  })

  it('is seen growing by another process', async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const computing = await openTestApp({ dir, resources, worst, holdAfter: 5 })
    const looking = await openTestApp({ dir, resources })
    const { id } = await computing.ask('find.start', wanted)
    await looking.until(() => looking.heard('run.changed').some(({ summary }) => summary.pointsDone === 5), 'five points are seen')
    computing.host.go()
    await inState(looking, id, 'done')
    const held = new Map(looking.heard('run.changed').flatMap(({ points }) => points.map((point) => [point.id, point])))
    const run = await looking.ask('runs.get', { id })
    expect(run.answer?.settled).toBe(true)
    expect([...held.values()].sort((a, b) => a.index - b.index)).toEqual(run.points)
  })
})

describe('runs held to objectives', () => {
  it('shows each curve at its loosest point that passes', async () => {
    const app = await openTestApp({ dir: testFolder(), worst })
    const { id } = await app.ask('runs.start', {
      spec: { 'device.threshold': [0.01, 0.012, 0.013, 0.02], 'device.bitsPerDevice': [1, 2] },
    })
    await inState(app, id, 'done')
    const { objectives, runs } = await app.ask('find.check', { objectives: ['worst>=90 and devices <= 200k', 'worst >= 90'], runs: [id] })
    expect(objectives).toEqual(['worst >= 90', 'devices <= 200000'])
    expect(runs[0]).toMatchObject({ id, along: 'device.threshold' })
    const [one, two] = runs[0]?.curves ?? []
    expect(one).toMatchObject({ x: 0.01, verdict: 'fail', done: 4, passing: 0 })
    expect(two).toMatchObject({ x: 0.012, verdict: 'pass', done: 4, passing: 2 })
  })
})
