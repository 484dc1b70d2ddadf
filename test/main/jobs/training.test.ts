import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inState, openTestApp, sweep, testFolder, testResources, untrainedModel } from '../../support/core'
import type { TrainJob } from '../../../src/main/worker/protocol'

const model = (job: TrainJob): ReturnType<typeof untrainedModel> => untrainedModel(job.name)

describe('training a model', () => {
  it('keeps it under its name, tells of its progress, and lists it after the shipped ones', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir, model })
    const info = await app.ask('models.train', { method: 'standard', name: 'mine', params: { epochs: 2, seed: 7 } })
    expect(info).toMatchObject({
      id: 'mine',
      shipped: false,
      network: 'lenet',
      weightBits: 4,
      parameters: 61_706,
      recorded: { clean: 98.6 },
    })
    expect(info.layers.map((layer) => layer.name)).toEqual(['conv1', 'conv2', 'fc1', 'fc2', 'fc3'])
    expect(app.host.trainings[0]).toMatchObject({
      name: 'mine',
      method: 'standard',
      params: { epochs: 2, seed: 7, batch: 128 },
      dataset: { id: 'mnist' },
    })
    expect(app.heard('training.progress')).toHaveLength(1)
    expect(app.heard('models.changed')).toHaveLength(1)
    expect((await app.ask('models.list', {})).map(({ id }) => id)).toEqual(['lenet-other', 'lenet-w4a4', 'mine'])
    expect(await app.ask('models.check', { id: 'mine' })).toMatchObject([
      { ok: true, text: expect.stringContaining(info.sha256.slice(0, 8)) as string },
    ])
  })

  it('trains on another data set where that is asked for', async () => {
    const app = await openTestApp({ dir: testFolder(), model })
    await app.ask('models.train', { method: 'standard', name: 'mine', params: { data: 'fashion-mnist' } })
    expect(app.host.trainings[0]?.dataset.id).toBe('fashion-mnist')
    expect(app.host.trainings[0]?.params['data']).toBe('fashion-mnist')
  })

  it.each([
    ['unknown-method', { method: 'nobody', name: 'mine' }],
    ['unknown-dataset', { method: 'standard', name: 'mine', params: { data: 'nothing' } }],
    ['name-taken', { method: 'standard', name: 'lenet-w4a4' }],
    ['bad-call', { method: 'standard', name: '../mine' }],
    ['unknown-field', { method: 'standard', name: 'mine', params: { epoch: 3 } }],
    ['out-of-range', { method: 'standard', name: 'mine', params: { epochs: 0 } }],
    ['bad-value', { method: 'standard', name: 'mine', params: { epochs: 'many' } }],
    ['not-a-number', { method: 'standard', name: 'mine', params: { rate: Number.NaN } }],
    ['not-a-number', { method: 'standard', name: 'mine', params: { rate: 'NaN' } }],
    ['out-of-range', { method: 'standard', name: 'mine', params: { rate: Number.POSITIVE_INFINITY } }],
    ['bad-value', { method: 'standard', name: 'mine', params: { epochs: [1, 2] } }],
  ])('is refused with %s before it starts', async (code, request) => {
    const dir = testFolder()
    const app = await openTestApp({ dir, model })
    const refused = await app.refusal('models.train', request)
    expect(refused.code).toBe(code)
    expect(refused.hint).toBeDefined()
    expect(app.host.trainings).toEqual([])
    expect(readdirSync(dir)).not.toContain('models')
  })

  it('takes its turn behind a run, and a paused run makes room for it', async () => {
    const app = await openTestApp({ dir: testFolder(), model, holdAfter: 1 })
    const { id } = await app.ask('runs.start', { spec: sweep(3) })
    await app.until(() => app.host.computed.length === 1, 'a point is computed')
    const training = app.ask('models.train', { method: 'standard', name: 'mine' })
    expect(app.host.trainings).toHaveLength(0)
    await app.ask('runs.pause', { id })
    app.host.paused = false
    app.host.go()
    expect((await training).id).toBe('mine')
    await app.ask('runs.continue', { id })
    await inState(app, id, 'done')
  })

  it('is given up when Nadir closes, and leaves nothing', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir, model, holdAfter: 0 })
    const training = app.refusal('models.train', { method: 'standard', name: 'mine' })
    await app.until(() => app.host.trainings.length === 1, 'the training has begun')
    await app.close()
    expect((await training).code).toBe('cancelled')
    expect(readdirSync(dir)).not.toContain(join('models'))
  })

  it('tells other processes on the data folder that there is a new model', async () => {
    const [dir, resources] = [testFolder(), testResources()]
    const one = await openTestApp({ dir, resources, model })
    const two = await openTestApp({ dir, resources })
    await one.ask('models.train', { method: 'standard', name: 'mine' })
    await two.until(() => two.heard('models.changed').length === 1, 'the other hears of it')
    expect((await two.ask('models.list', {})).map(({ id }) => id)).toContain('mine')
    expect(await two.refusal('models.train', { method: 'standard', name: 'mine' })).toMatchObject({ code: 'name-taken' })
  })
})
