import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { dataFolder, electron, small } from './support/built'
import { ask, serve, start } from './support/command-line'
import { openWindow } from './support/window'

const stamp = join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json')), 'nadir-native.json')
const { native, why } = existsSync(stamp)
  ? (JSON.parse(readFileSync(stamp, 'utf8')) as { native: boolean; why?: string })
  : { native: false, why: 'set-up has not made TensorFlow native' }

beforeEach(({ skip }) => skip(!native, why))

/** A small network would be computed by our own kernels. */
const asked = ['--backend', 'tensorflow']

/** A run that lasts until it is cancelled. */
const long = { ...small, 'data.attack.images': 10_000, 'attack.steps': 1000 }

/** Processor time of each thread of a process so far, clock ticks. */
function threadTimes(pid: number): Map<string, number> {
  const tasks = `/proc/${pid}/task`
  return new Map(
    readdirSync(tasks).map((id) => {
      const fields =
        readFileSync(join(tasks, id, 'stat'), 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? []
      return [id, Number(fields[11]) + Number(fields[12])]
    }),
  )
}

/** Threads that compute: those that take at least a third of the time that the busiest takes, over two seconds of it. */
async function computingThreads(pid: number | undefined): Promise<number> {
  if (pid === undefined) throw new Error('the process did not start')
  const busiest = (since: ReadonlyMap<string, number>): number[] =>
    [...threadTimes(pid)].map(([id, time]) => time - (since.get(id) ?? 0)).sort((a, b) => b - a)
  // Starting takes time too.
  await expect.poll(() => busiest(new Map())[0] ?? 0).toBeGreaterThan(200)
  const since = threadTimes(pid)
  await expect.poll(() => busiest(since)[0] ?? 0).toBeGreaterThan(200)
  const times = busiest(since)
  return times.filter((time) => time > (times[0] ?? 0) / 3).length
}

// The library reads its environment once, before anything is computed; what it then runs on is seen from outside only.
describe('native TensorFlow computes with one thread a worker', { timeout: 240_000 }, () => {
  beforeEach(({ skip }) => skip(process.platform !== 'linux', 'threads are counted in /proc'))

  test('from the command line', async () => {
    const set = Object.entries(long).flatMap(([name, value]) => ['--set', `${name}=${value}`])
    const { child } = start(['explore', '--db', dataFolder(), '--workers', '1', ...asked, ...set])
    expect(await computingThreads(child.pid)).toBe(1)
  })

  test('behind the browser door', async () => {
    const door = await serve(dataFolder(), undefined, asked)
    const { output } = await ask(door, 'runs.start', { spec: long })
    const workers = ((await ask(door, 'app.info', {})).output as { backend: { workers: number } }).backend.workers
    expect(await computingThreads(door.child.pid)).toBeLessThanOrEqual(workers)
    await expect.poll(async () => (await ask(door, 'app.info', {})).output).toMatchObject({ backend: { name: 'tensorflow', threads: 1 } })
    await ask(door, 'runs.cancel', { id: (output as { id: string }).id })
  })

  test('in the window', async ({ skip }) => {
    skip(electron.path === undefined, electron.why)
    const { app, call } = await openWindow(dataFolder(), asked)
    const { id } = await call('runs.start', { spec: long })
    await call('runs.cancel', { id: 'r-00001' })
    await expect.poll(async () => (await call('runs.get', { id })).state).toBe('running')
    expect(await computingThreads(app.process().pid)).toBeLessThanOrEqual((await call('app.info', {})).backend.workers)
    expect(await call('runs.get', { id })).toMatchObject({
      provenance: { backend: 'tensorflow', backendVersion: expect.stringContaining('tfjs-node') as string },
    })
    await call('runs.cancel', { id })
    const lines = await call('app.doctor', {})
    expect(lines.find(({ name }) => name === 'threads')?.text).toContain('1 thread an operation')
    expect(lines.find(({ name }) => name === 'speed, evaluation')?.value).toBeGreaterThan(10)
  })
})
