import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openTestApp, testFolder, testResources } from '../../support/core'

describe('the application', () => {
  it('says what computes once that is known, and tells when it is', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const first = await app.ask('app.info', {})
    expect(first).toMatchObject({ version: __NADIR_VERSION__, backend: { name: 'starting', workers: 2 }, database: { dir, runs: 0 } })
    expect(first.database.bytes).toBeGreaterThan(0)
    await app.until(() => app.heard('app.changed').length > 0, 'the backend is known')
    expect(app.heard('app.changed')).toMatchObject([{ backend: { name: 'fake', version: '1.0', workers: 2 } }])
    expect((await app.ask('app.info', {})).backend.name).toBe('fake')
    expect(app.heard('app.changed')).toHaveLength(1)
  })

  it('keeps settings over a restart and refuses what is none', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    expect(await app.ask('settings.get', {})).toEqual({ accuracySpec: 90, theme: 'system' })
    expect(await app.ask('settings.set', { theme: 'dark' })).toEqual({ accuracySpec: 90, theme: 'dark' })
    expect((await app.refusal('settings.set', { theme: 'sepia' })).code).toBe('bad-call')
    await app.close()
    expect(await (await openTestApp({ dir })).ask('settings.get', {})).toEqual({ accuracySpec: 90, theme: 'dark' })
  })

  it('examines itself line by line and names what is damaged', async () => {
    const resources = testResources()
    const app = await openTestApp({ dir: testFolder(), resources })
    const whole = await app.ask('app.doctor', { check: true })
    expect(whole.filter((line) => !line.ok)).toEqual([])
    const names = whole.map((line) => line.name)
    for (const name of ['node', 'backend', 'threads', 'speed, training', 'faster', 'memory', 'database', 'model lenet-w4a4'])
      expect(names).toContain(name)
    expect(names.filter((name) => name.startsWith('data mnist'))).toHaveLength(4)
    expect(whole.find((line) => line.name === 'database')?.text).toContain('checked and whole')
    writeFileSync(join(resources, 'models', 'lenet-w4a4', 'model.json'), '{')
    const damaged = (await app.ask('app.doctor', {})).filter((line) => !line.ok)
    expect(damaged).toMatchObject([{ name: 'model lenet-w4a4', hint: expect.any(String) as string }])
  })

  it('says what data sets are there, and checks them byte by byte', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const [mnist] = await app.ask('datasets.list', {})
    expect(mnist).toMatchObject({
      id: 'mnist',
      present: true,
      images: { train: 60_000, test: 10_000 },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    expect((await app.ask('datasets.check', { id: 'mnist' })).every((line) => line.ok)).toBe(true)
    expect((await app.refusal('datasets.check', { id: 'nobody' })).code).toBe('unknown-dataset')
  })

  it('lists methods of every kind, report formats among them', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const kinds = new Set((await app.ask('methods.list', {})).map((method) => method.kind))
    expect([...kinds].sort()).toEqual(['attack', 'certificate', 'device', 'network', 'report', 'surrogate', 'training', 'variation'])
  })

  it('goes on where a door that listens fails', async () => {
    const app = await openTestApp({ dir: testFolder() })
    app.subscribe(() => {
      throw new Error('a door fell shut')
    })
    expect(await app.ask('settings.set', { accuracySpec: 80 })).toMatchObject({ accuracySpec: 80 })
    expect(app.heard('settings.changed')).toHaveLength(1)
  })
})
