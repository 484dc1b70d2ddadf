import { describe, expect, it } from 'vitest'
import { inState, openTestApp, sweep, testFolder } from '../../support/core'

describe('runs', () => {
  it('are filtered by what they are', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (const [name, bits] of [
      ['four', 4],
      ['two', 2],
    ] as const) {
      const { id } = await app.ask('runs.start', { spec: { ...sweep(2), 'weights.bits': bits, 'device.bitsPerDevice': 1 }, name })
      await inState(app, id, 'done')
    }
    await app.ask('runs.update', { ids: ['r-00002'], addTags: ['baseline'] })
    const names = async (filter: string): Promise<string[]> => (await app.ask('runs.list', { filter })).map((run) => run.name)
    expect(await names('')).toEqual(['two', 'four'])
    expect(await names('weights.bits = 4')).toEqual(['four'])
    expect(await names('tag:baseline')).toEqual(['two'])
    expect(await app.refusal('runs.list', { filter: 'worst >=' })).toMatchObject({ code: 'bad-value' })
  })

  it('start again from any result with the same spec under a name of their own', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const first = await app.ask('runs.start', { spec: sweep(3), name: 'curve' })
    await inState(app, first.id, 'done')
    const again = await app.ask('runs.rerun', { id: first.id })
    expect(again).toMatchObject({ id: 'r-00002', name: 'again: curve', spec: first.spec })
    await inState(app, again.id, 'done')
    const [one, two] = [await app.ask('runs.get', { id: first.id }), await app.ask('runs.get', { id: again.id })]
    expect(two.points).toEqual(one.points)
    expect((await app.ask('runs.rerun', { id: again.id })).name).toBe('again: curve')
  })

  it('start again from a report as they were: fields that came later stay as they acted then', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { 'attack.polish': _, ...older } = (await app.ask('designs.default', {})).fields
    const start = async (saved: boolean): Promise<unknown> =>
      (await app.ask('runs.start', { spec: older, saved })).spec.fields['attack.polish']
    expect([await start(true), await start(false)]).toEqual(['off', 'on'])
  })

  it('take a new name, notes, stars and tags, each change told once', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { id } = await app.ask('runs.start', { spec: sweep(1) })
    await inState(app, id, 'done')
    const told = app.heard('run.changed').length
    const [run] = await app.ask('runs.update', {
      ids: [id],
      name: 'named',
      notes: 'why',
      starred: true,
      archived: true,
      addTags: ['b', 'a', 'b'],
    })
    expect(run).toMatchObject({ name: 'named', notes: 'why', starred: true, archived: true, tags: ['a', 'b'] })
    expect(app.heard('run.changed').slice(told)).toEqual([{ summary: run, points: [] }])
  })

  it('go and come back, all that were named or none', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (let i = 0; i < 3; i++) await inState(app, (await app.ask('runs.start', { spec: sweep(1) })).id, 'done')
    expect((await app.refusal('runs.delete', { ids: ['r-00001', 'r-00009'] })).code).toBe('unknown-run')
    expect(await app.ask('runs.list', {})).toHaveLength(3)
    expect(await app.ask('runs.delete', { ids: ['r-00001', 'r-00003', 'r-00001'] })).toEqual({ deleted: 2 })
    expect(app.heard('run.removed')).toEqual([{ ids: ['r-00001', 'r-00003'] }])
    expect((await app.ask('runs.list', {})).map((run) => run.id)).toEqual(['r-00002'])
    expect((await app.ask('runs.list', { deleted: true })).map((run) => run.id)).toEqual(['r-00003', 'r-00001'])
    expect((await app.refusal('runs.get', { id: 'r-00001' })).code).toBe('unknown-run')
    const [back] = await app.ask('runs.restore', { ids: ['r-00001'] })
    expect(back).toMatchObject({ id: 'r-00001', state: 'done', pointsDone: 1 })
    expect((await app.ask('runs.get', { id: 'r-00001' })).points).toHaveLength(1)
  })

  it('are cancelled before they are deleted', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const { id } = await app.ask('runs.start', { spec: sweep(3) })
    await inState(app, id, 'running')
    await app.ask('runs.delete', { ids: [id] })
    expect((await app.ask('runs.list', { deleted: true })).map((run) => run.state)).toEqual(['cancelled'])
    const [back] = await app.ask('runs.restore', { ids: [id] })
    expect(back?.state).toBe('cancelled')
  })

  it('become one report, with the models they used', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (const model of ['lenet-w4a4', 'lenet-other'])
      await inState(app, (await app.ask('runs.start', { spec: { ...sweep(2), model } })).id, 'done')
    const report = await app.ask('reports.create', { runs: ['r-00001', 'r-00002'], format: 'json' })
    expect(report.name).toBe('nadir-r-00001-r-00002.json')
    expect(report.text).toContain('lenet-other')
    expect((await app.refusal('reports.create', { runs: ['r-00001'], format: 'stone' })).code).toBe('unknown-method')
  })
})
