import { describe, expect, it } from 'vitest'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorCode } from '../../../src/shared/errors'
import { openTestApp, sweep, testFolder, testResources } from '../../support/core'

const wrong: [ErrorCode, Record<string, unknown>][] = [
  ['unknown-field', { 'device.treshold': 0.03 }],
  ['unknown-field', { device: { threshold: 0.03, bits: 2 } }],
  ['out-of-range', { 'device.threshold': 0 }],
  ['out-of-range', { 'device.threshold': -0.01 }],
  ['out-of-range', { 'device.threshold': 0.6 }],
  ['not-a-number', { 'device.threshold': Number.NaN }],
  ['out-of-range', { 'weights.bits': 9 }],
  ['bad-value', { 'mapping.scheme': 'sideways' }],
  ['bad-value', { 'device.threshold': [] }],
  ['bad-value', { 'device.threshold': { from: 0.01 } }],
  ['out-of-range', { 'device.threshold': { from: -1, to: 1, steps: 3, scale: 'log' } }],
  ['too-many-points', { 'device.threshold': { from: 0.01, to: 0.02, steps: 1_000_001 } }],
  ['too-many-points', { 'device.threshold': { from: 0.01, to: 0.02, steps: 2000 }, seed: { from: 1, to: 1000, steps: 1000 } }],
  [
    'too-many-axes',
    { 'device.threshold': [0.01, 0.02], 'weights.bits': [2, 4], 'activations.bits': [2, 4], seed: [1, 2], 'sampling.draws': [0, 1] },
  ],
  ['not-divisible', { 'device.bitsPerDevice': 3 }],
  ['unknown-model', { model: 'nobody' }],
  ['unknown-dataset', { 'data.set': 'nobody' }],
  ['unknown-method', { 'attack.method': 'nobody' }],
  ['unknown-method', { 'attack.surrogate': 'nobody' }],
]

describe('wrong input', () => {
  it.each(wrong)('is refused with %s and what to do, and stores nothing: %j', async (code, spec) => {
    const app = await openTestApp({ dir: testFolder() })
    const refused = await app.refusal('runs.start', { spec })
    expect(refused.code).toBe(code)
    expect(refused.hint).toMatch(/\S/)
    expect(refused.exitCode).toBe(2)
    expect(await app.ask('runs.list', {})).toEqual([])
    expect([app.events, app.host.jobs]).toEqual([[], []])
  })

  it('refuses an axis on a field that holds a list', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const spec = { 'device.threshold': [0.01, 0.02] }
    const axes = [{ field: 'device.threshold', value: { from: 0.01, to: 0.02, steps: 2 } }]
    expect(await app.refusal('designs.parse', { spec, axes })).toMatchObject({ code: 'list-and-axis' })
  })

  it('refuses a call that is not in the contract, or not as it says', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (const name of ['runs.explode', 'toString', '__proto__']) {
      const reply = await app.call<never>(name as never, {})
      expect(reply).toMatchObject({ ok: false, error: { code: 'bad-call' } })
    }
    for (const [name, input] of [
      ['runs.get', { id: 'one' }],
      ['runs.get', { id: 'r-00001', more: true }],
      ['runs.get', undefined],
      ['runs.start', { spec: 'all' }],
      ['runs.start', { spec: {}, name: '' }],
      ['settings.set', { accuracySpec: 101 }],
    ] as const) {
      const refused = await app.refusal(name, input)
      expect(refused.code).toBe('bad-call')
      expect(refused.message).toContain(name)
    }
  })

  it('refuses a run that is not there', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (const name of ['runs.get', 'runs.pause', 'runs.cancel', 'runs.continue', 'runs.resume', 'runs.rerun'] as const) {
      expect((await app.refusal(name, { id: 'r-00099' })).code).toBe('unknown-run')
    }
    expect((await app.refusal('runs.delete', { ids: ['r-00099'] })).code).toBe('unknown-run')
    expect((await app.refusal('reports.create', { runs: ['r-00099'], format: 'html' })).code).toBe('unknown-run')
  })

  it('refuses a run on a damaged model before anything is stored, and leaves the others usable', async () => {
    const resources = testResources()
    writeFileSync(join(resources, 'models', 'lenet-other', 'weights.bin'), 'short')
    const app = await openTestApp({ dir: testFolder(), resources })
    expect(await app.refusal('runs.start', { spec: { model: 'lenet-other' } })).toMatchObject({ code: 'model-damaged' })
    expect(await app.ask('runs.list', {})).toEqual([])
    expect((await app.ask('models.list', {})).map(({ id }) => id)).toEqual(['lenet-w4a4'])
    const [line] = await app.ask('models.check', { id: 'lenet-other' })
    expect(line).toMatchObject({ ok: false, text: expect.stringContaining('weights.bin') as string })
    expect((await app.refusal('models.check', { id: 'nobody' })).code).toBe('unknown-model')
    expect((await app.ask('runs.start', { spec: sweep(1) })).state).toBe('queued')
  })
})
