import { describe, expect, it } from 'vitest'
import { inState, openTestApp, stateOf, sweep, testFolder, testResources } from '../../support/core'

describe('two processes on one data folder', () => {
  it("see each other's runs, point by point, as the owner shows them", async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const worst = (design: { 'device.threshold': number }): number => (design['device.threshold'] === 0.02 ? 20 : 50)
    const one = await openTestApp({ dir, resources, holdAfter: 1, worst })
    const two = await openTestApp({ dir, resources })
    const { id } = await one.ask('runs.start', { spec: { 'device.threshold': [0.01, 0.03, 0.02] } })
    await two.until(() => two.heard('run.changed').some(({ summary }) => summary.pointsDone === 1), 'the other hears of a point')
    expect(two.heard('run.changed').at(-1)?.summary).toMatchObject({ id, state: 'running', pointsDone: 1 })
    one.host.go()
    await inState(two, id, 'done')
    const held = new Map(two.heard('run.changed').flatMap(({ points }) => points.map((point) => [point.id, point])))
    expect([...held.values()].sort((a, b) => a.index - b.index)).toEqual((await one.ask('runs.get', { id })).points)
    expect(held.get('p-0002')).toMatchObject({ worst: 20, carriedFrom: 'p-0003' })
    expect(two.host.jobs).toEqual([])
  })

  it("pause, continue and cancel each other's runs within half a second", async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const one = await openTestApp({ dir, resources, holdAfter: 1 })
    const two = await openTestApp({ dir, resources })
    const { id } = await one.ask('runs.start', { spec: sweep(8) })
    await inState(two, id, 'running')
    const began = performance.now()
    expect((await two.ask('runs.pause', { id })).state).toBe('paused')
    expect(performance.now() - began).toBeLessThan(900)
    expect(stateOf(one, id)).toBe('paused')
    expect((await two.ask('runs.continue', { id })).state).toBe('running')
    expect((await two.ask('runs.cancel', { id })).state).toBe('cancelled')
    await inState(one, id, 'cancelled')
    await inState(two, id, 'cancelled')
  })

  it('refuse to compute what the other computes, and to delete nothing of it: deleting cancels first', async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const one = await openTestApp({ dir, resources, holdAfter: 0 })
    const two = await openTestApp({ dir, resources })
    const { id } = await one.ask('runs.start', { spec: sweep(8) })
    await inState(two, id, 'running')
    expect(await two.refusal('runs.resume', { id })).toMatchObject({ code: 'run-busy' })
    expect(await two.ask('runs.delete', { ids: [id] })).toEqual({ deleted: 1 })
    await one.until(() => one.heard('run.removed').some(({ ids }) => ids.includes(id)), 'the owner hears of it')
    expect(stateOf(one, id)).toBe('cancelled')
    expect(await one.ask('runs.list', {})).toEqual([])
    await two.ask('runs.restore', { ids: [id] })
    await one.until(() => one.heard('run.changed').at(-1)?.summary.id === id, 'the owner hears that it is back')
    expect((await one.ask('runs.list', {})).map((run) => run.state)).toEqual(['cancelled'])
  })

  it('hear of names, tags, settings and models that the other changed, and not of their own changes twice', async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const one = await openTestApp({ dir, resources })
    const { id } = await one.ask('runs.start', { spec: sweep(1) })
    await inState(one, id, 'done')
    const two = await openTestApp({ dir, resources })
    await one.ask('runs.update', { ids: [id], name: 'mine', addTags: ['kept'] })
    await one.ask('settings.set', { accuracySpec: 95 })
    await two.until(() => two.heard('settings.changed').length > 0, 'the settings come')
    expect(two.heard('settings.changed')).toEqual([{ accuracySpec: 95, theme: 'system' }])
    await two.until(() => two.heard('run.changed').length > 0, 'the name comes')
    expect(two.heard('run.changed').at(-1)?.summary).toMatchObject({ id, name: 'mine', tags: ['kept'] })
    const told = one.heard('run.changed').length
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(one.heard('run.changed')).toHaveLength(told)
    expect(one.heard('settings.changed')).toHaveLength(1)
  })

  it('learn that the other has died from its silence', async () => {
    const [dir, resources] = [testFolder(), testResources()]
    let now = 1_000_000
    const one = await openTestApp({ dir, resources, holdAfter: 0, now: () => 1_000_000 })
    const two = await openTestApp({ dir, resources, now: () => now })
    const { id } = await one.ask('runs.start', { spec: sweep(2) })
    await inState(two, id, 'running')
    now += 11_000
    await inState(two, id, 'interrupted')
    await two.ask('runs.resume', { id })
    await inState(two, id, 'done')
    // The first one was only slow: it finds the run taken over and leaves it alone.
    one.host.go()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect((await one.ask('runs.get', { id })).state).toBe('done')
    expect(two.host.computed).toEqual(['p-0001', 'p-0002'])
    expect((await one.ask('runs.get', { id })).points.every((point) => point.state === 'done')).toBe(true)
  })
})
