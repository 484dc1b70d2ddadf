import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { whatSlows } from '../../../src/main/handlers/speed'
import type { CheckLine } from '../../../src/shared/contract'
import { inState, openTestApp, sweep, testFolder, type TestApp } from '../../support/core'

const named = async (app: TestApp, name: string): Promise<CheckLine[]> =>
  (await app.ask('app.doctor', {})).filter((line) => line.name.startsWith(name))

describe('the doctor’s measurement', () => {
  it('gives the speed of each loop, for a person and for a program, and lets go of the compute side', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect(await named(app, 'speed')).toEqual([
      { name: 'speed, training', ok: true, text: '4\u00a0000 images a second', value: 4000 },
      { name: 'speed, evaluation', ok: true, text: '12\u00a0345 images a second', value: 12_345 },
      { name: 'speed, weight gradient', ok: true, text: '5\u00a0000 images a second', value: 5000 },
      { name: 'speed, Monte Carlo', ok: true, text: '10\u00a0000 draws x images a second', value: 10_000 },
    ])
    expect(app.host.measurements).toMatchObject([{ model: { manifest: { id: 'lenet-w4a4' } }, dataset: { id: 'mnist' } }])
    const { id } = await app.ask('runs.start', { spec: sweep(2) })
    await inState(app, id, 'done')
  })

  it('is left out while a run computes, here or in another process on the same folder', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir, holdAfter: 0 })
    const other = await openTestApp({ dir })
    const { id } = await app.ask('runs.start', { spec: sweep(2) })
    await inState(app, id, 'running')
    for (const door of [app, other]) {
      expect(await named(door, 'speed')).toEqual([{ name: 'speed', ok: true, text: `not measured, so as not to disturb ${id}` }])
      expect((await named(door, 'faster')).map(({ text }) => text)).toContain(`${id} computes now`)
      expect(door.host.measurements).toEqual([])
    }
  })

  it('makes room for a run that starts meanwhile', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const asked = named(app, 'speed')
    await app.until(() => app.host.measurements.length === 1, 'the measurement is under way')
    const { id } = await app.ask('runs.start', { spec: sweep(2) })
    expect(await asked).toEqual([{ name: 'speed', ok: true, text: 'not measured, it made room for a run' }])
    app.host.go()
    await inState(app, id, 'done')
  })

  it('ends with Nadir', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const asked = app.call('app.doctor', {})
    await app.until(() => app.host.measurements.length === 1, 'the measurement is under way')
    await app.close()
    await asked
    expect(app.host.closed).toBe(true)
  })
})

describe('what would make Nadir faster', () => {
  const native = { name: 'tensorflow', version: '2.16.2', workers: 4, threads: 1 }
  const idle = { cores: 4, load: 0.3, busy: [] }

  it('is nothing where all is as it should be', () => {
    expect(whatSlows([{ ...native, name: 'wasm' }, native], idle)).toEqual([])
  })

  it.each([
    ['the backend', { ...native, name: 'wasm', note: 'native TensorFlow could not be installed' }, idle, /could not be installed/],
    ['the backend asked for', { ...native, asked: true as const }, idle, /without --backend/],
    ['idle cores', { ...native, workers: 1 }, idle, /^1 of 4 cores/],
    ['threads that share cores', { ...native, threads: 4 }, idle, /^16 threads share 4 cores/],
    ['a run', native, { ...idle, load: 4, busy: ['r-00001'] }, /^r-00001 computes now$/],
    ['other programs', native, { ...idle, load: 3.14 }, /load 3\.1 on 4 cores/],
  ])('names %s', (_, backend, machine, expected) => {
    expect(whatSlows([backend, native], machine)).toEqual([expect.stringMatching(expected)])
  })

  it('is said for the machine at hand', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect((await named(app, 'threads'))[0]?.text).toBe(`2 workers on ${availableParallelism()} cores, 1 thread an operation`)
    expect((await named(app, 'backend')).map(({ name }) => name)).toEqual(['backend', 'backend, large networks'])
  })
})
