import { describe, expect, it } from 'vitest'
import { fallingWorst } from '../../support/fake-host'
import { inState, openTestApp, sweep, testFolder, testResources, writeModel, type TestApp, type TestAppOptions } from '../../support/core'
import { fakeLook } from '../../support/worst-looks'
import type { Design } from '../../../src/shared/fields'

const numbers = (id: string): Float32Array => Float32Array.of(Number(id.slice(2)), -1, 1)

/** A run of three thresholds, of which the second point finds the least. */
async function open(more: Partial<TestAppOptions> = {}, spec = sweep(3)): Promise<TestApp> {
  const worst = (design: Design): number => (design['device.threshold'] > 0.03 ? 50 : fallingWorst(design))
  const app = await openTestApp({ dir: testFolder(), worst, finding: numbers, analysed: fakeLook, ...more })
  const { id } = await app.ask('runs.start', { spec })
  await inState(app, id, 'done')
  return app
}

const at = (point: string): { run: string; point: string } => ({ run: 'r-00001', point })

describe('a look at a worst chip', () => {
  it('is at the finding that the point quotes, in the design it was found in', async () => {
    const app = await open()
    const { points } = await app.ask('runs.get', { id: 'r-00001' })
    expect(points.map(({ carriedFrom }) => carriedFrom)).toEqual([undefined, undefined, 'p-0002'])
    const own = await app.ask('worst.record', at('p-0002'))
    expect(own).toMatchObject({ from: 'p-0002', accuracy: 25, weakest: [{ image: 60_003 }] })
    expect(own.seconds).toBeGreaterThanOrEqual(0)
    expect((await app.ask('worst.record', at('p-0003'))).from).toBe('p-0002')
    const [first, second] = app.host.analyses
    expect(first?.chip.z).toEqual(numbers('p-0002'))
    expect(second?.chip.z).toEqual(numbers('p-0002'))
    expect([first, second].map((job) => [job?.chip.design['device.threshold'], job?.chip.quotedBy['device.threshold']])).toEqual([
      [0.0225, 0.0225],
      [0.0225, 0.04],
    ])
    expect(first?.dataset.id).toBe('mnist')
  })

  it('is computed once for each question, and forgotten with none of the others', async () => {
    const dir = testFolder()
    const resources = testResources()
    const app = await open({ dir, resources })
    const asked = async (): Promise<unknown[]> => [
      await app.ask('worst.record', at('p-0001')),
      await app.ask('worst.sensitivity', at('p-0001')),
      await app.ask('worst.landscape', { ...at('p-0001'), images: 10 }),
      await app.ask('worst.landscape', { ...at('p-0001'), images: 20, job: 'page' }),
      await app.ask('worst.margins', { ...at('p-0001'), images: 10 }),
    ]
    const before = await asked()
    expect(app.host.analyses.map(({ work }) => work.kind)).toEqual(['record', 'sensitivity', 'landscape', 'landscape', 'margins'])
    expect(await asked()).toEqual(before)
    expect(app.host.analyses).toHaveLength(5)
    expect(before[2]).toMatchObject({ images: 10, zeta: 0.2, from: 'p-0001' })
    const other = await openTestApp({ dir, resources })
    expect(await other.ask('worst.record', at('p-0001'))).toEqual(before[0])
  })

  it('tells how far it is by the name of its caller, and gives way to a later one', async () => {
    const app = await open()
    const ask = { ...at('p-0001'), job: 'page' }
    app.host.paused = true
    const first = app.refusal('worst.record', ask)
    await app.until(() => app.heard('analysis.progress').length > 0, 'it is under way')
    expect(app.heard('analysis.progress')).toEqual([{ job: 'page', doing: 'record', done: 0, of: 2 }])
    const second = app.refusal('worst.sensitivity', ask)
    expect(await first).toMatchObject({ code: 'cancelled', message: 'The look at the worst chip was stopped.' })
    await app.until(() => app.host.analyses.length === 2, 'the second one is under way')
    expect(await app.ask('worst.cancel', { job: 'page' })).toEqual({ cancelled: true })
    expect((await second).code).toBe('cancelled')
    expect(await app.ask('worst.cancel', { job: 'page' })).toEqual({ cancelled: false })
  })

  it('can be taken out as a file', async () => {
    const app = await open()
    for (const format of ['npz', 'csv'] as const) {
      const file = await app.ask('worst.export', { ...at('p-0003'), format })
      expect(file.name).toBe(`r-00001-p-0003.${format}`)
      expect(Buffer.from(file.base64, 'base64').toString()).toBe(`${format} file`)
    }
  })

  it('of a point of an equal set, and of one that quotes that, is at the finding of the first of them', async () => {
    // Bits a device run slower than thresholds: 1 and 3, and 2 and 4, are equal boxes.
    const spec = { 'device.threshold': [0.0225, 0.04], 'device.bitsPerDevice': [2, 4] }
    const equal = new Map([
      ['p-0003', 'p-0001'],
      ['p-0004', 'p-0002'],
    ])
    const app = await open({ equal }, spec)
    const { points } = await app.ask('runs.get', { id: 'r-00001' })
    expect(points.map(({ carriedFrom }) => carriedFrom)).toEqual([undefined, 'p-0003', undefined, 'p-0003'])
    for (const point of ['p-0001', 'p-0002', 'p-0003', 'p-0004']) expect((await app.ask('worst.record', at(point))).from).toBe('p-0001')
    expect(app.host.analyses.every(({ chip }) => chip.z[0] === 1)).toBe(true)
  })

  it('is refused where there is nothing to look at, with what to do', async () => {
    const app = await open({ finding: () => undefined })
    const refused = await app.refusal('worst.record', at('p-0001'))
    expect(refused).toMatchObject({ code: 'no-finding', exitCode: 2, hint: 'Run it again, as `nadir rerun r-00001`.' })
    expect((await app.refusal('worst.record', at('p-0009'))).hint).toBe('Its points are p-0001 to p-0003.')
    expect((await app.refusal('worst.record', at('p-0009'))).code).toBe('unknown-point')
    expect((await app.refusal('worst.export', { ...at('p-0001'), format: 'csv' })).code).toBe('no-finding')
    expect((await app.refusal('worst.record', { run: 'r-00009', point: 'p-0001' })).code).toBe('unknown-run')
    expect((await app.refusal('worst.record', { run: 'one', point: 'p-0001' })).code).toBe('bad-call')
    // Margins are those of the network, whatever was found.
    expect((await app.ask('worst.margins', at('p-0001'))).dataset).toBe('mnist')
    const waiting = await open({ holdAfter: 3 })
    const { id } = await waiting.ask('runs.start', { spec: sweep(1) })
    expect(await waiting.refusal('worst.record', { run: id, point: 'p-0001' })).toMatchObject({ code: 'no-finding' })
  })

  it('is refused where the model is not the one of the run any more', async () => {
    const resources = testResources()
    const app = await open({ resources })
    writeModel(`${resources}/models`, 'lenet-w4a4', 0.5)
    expect(await app.refusal('worst.record', at('p-0001'))).toMatchObject({
      code: 'bad-value',
      message: expect.stringContaining('model lenet-w4a4') as string,
    })
  })
})

describe('corners', () => {
  it('keep a finding by name when its run is deleted, and are heard of elsewhere', async () => {
    const dir = testFolder()
    const resources = testResources()
    const app = await open({ dir, resources })
    const other = await openTestApp({ dir, resources, analysed: fakeLook })
    const saved = await app.ask('corners.save', { ...at('p-0003'), name: 'low' })
    expect(saved).toMatchObject({
      name: 'low',
      run: 'r-00001',
      point: 'p-0002',
      model: 'lenet-w4a4',
      dataset: 'mnist',
      kind: 'box',
      size: 3,
    })
    expect(saved.accuracy).toBeCloseTo((await app.ask('runs.get', { id: 'r-00001' })).points[1]?.worst ?? 0, 12)
    expect(app.heard('corners.changed')).toHaveLength(1)
    await other.until(() => other.heard('corners.changed').length > 0, 'the corner is heard of')
    expect(await app.refusal('corners.save', { ...at('p-0001'), name: 'low' })).toMatchObject({ code: 'name-taken', exitCode: 2 })
    expect((await app.refusal('corners.save', { ...at('p-0001'), name: 'Low one' })).code).toBe('bad-call')
    await app.ask('runs.delete', { ids: ['r-00001'] })
    expect(await other.ask('corners.list', {})).toEqual([saved])
    expect(await other.ask('corners.delete', { name: 'low' })).toEqual({ deleted: true })
    expect(await other.ask('corners.delete', { name: 'low' })).toEqual({ deleted: false })
    expect(await app.ask('corners.list', {})).toEqual([])
  })

  it('are replayed on another design, with their own numbers', async () => {
    const app = await open()
    await app.ask('corners.save', { ...at('p-0001'), name: 'low' })
    const found = await app.ask('corners.replay', { name: 'low', spec: { model: 'lenet-other', 'device.threshold': 0.01 } })
    expect(found).toMatchObject({ corner: 'low', model: 'lenet-other', dataset: 'mnist', images: 4, clean: 75, accuracy: 50 })
    const job = app.host.analyses.at(-1)
    expect(job?.chip.z).toEqual(numbers('p-0001'))
    expect(job?.chip.design).toMatchObject({ model: 'lenet-other', 'device.threshold': 0.01 })
    expect(job?.work).toMatchObject({ kind: 'replay', origin: { size: 3, design: { model: 'lenet-w4a4', 'device.threshold': 0.005 } } })
    expect((await app.refusal('corners.replay', { name: 'none', spec: {} })).hint).toBe('The corners are low.')
    expect((await app.refusal('corners.replay', { name: 'low', spec: { 'device.bitsPerDevice': 3 } })).code).toBe('not-divisible')
    expect((await app.refusal('corners.replay', { name: 'low', spec: { 'variation.kind': 'level' } })).code).toBe('bad-value')
  })
})
