import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { installNative, makeNative, type Outcome, type Place } from '../../tools/native/native.mjs'
import { byOwnScript } from '../../tools/native/own-script.mjs'
import { watched } from '../../tools/native/watched.mjs'

let folder = ''
const said: string[] = []
const tell = (line: string): void => void said.push(line)
const runs = (): Promise<Outcome> => Promise.resolve({ version: '2.16.2' })

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nadir-native-'))
  said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** An installed package without its native parts, in a checkout of this user's. */
function checkout(name = 'one'): Place {
  const pkg = join(folder, name, 'tfjs-node')
  mkdirSync(pkg, { recursive: true })
  writeFileSync(join(pkg, 'package.json'), JSON.stringify({ version: '4.22.0', binary: { napi_versions: [7, 8] } }))
  return { pkg, cache: join(folder, 'cache') }
}

const bindingOf = ({ pkg }: Place): string => join(pkg, 'lib', 'napi-v8', 'tfjs_binding.node')
const libraryOf = ({ pkg }: Place): string => join(pkg, 'deps', 'lib', 'libtensorflow.so.2')
const stampOf = ({ pkg }: Place): unknown => JSON.parse(readFileSync(join(pkg, 'nadir-native.json'), 'utf8'))

/** What every way has to leave behind. */
function writeParts(made: string, content = 'library'): void {
  for (const path of [join('deps', 'lib', 'libtensorflow.so.2'), join('lib', 'napi-v8', 'tfjs_binding.node')]) {
    mkdirSync(join(made, path, '..'), { recursive: true })
    writeFileSync(join(made, path), content)
  }
}

const works = {
  name: 'the wheel',
  make: vi.fn(({ made }: { made: string }): Promise<Outcome> => {
    writeParts(made)
    return Promise.resolve({})
  }),
}
const fails = { name: 'its own download', make: vi.fn((): Promise<Outcome> => Promise.resolve({ why: 'no such host' })) }
beforeEach(() => void vi.clearAllMocks())

describe('making TensorFlow native', () => {
  it('takes the next way where one fails, says once what it does, and leaves only what it made', async () => {
    const place = checkout()
    expect(await installNative(place, { by: [fails, works], attempt: runs, tell })).toEqual({ native: true, version: '2.16.2' })
    expect(stampOf(place)).toEqual({ native: true, version: '2.16.2' })
    expect(said).toEqual([expect.stringMatching(/214 MB/)])
    expect(readdirSync(place.pkg).sort()).toEqual(['deps', 'lib', 'nadir-native.json', 'package.json'])
    expect(readdirSync(place.cache)).toEqual([expect.stringMatching(/^tfjs-node-4\.22\.0-/)])
  })

  it('is kept for new packages and other checkouts: nothing is fetched, and the disk holds it once', async () => {
    const [one, two] = [checkout('one'), checkout('two')]
    await installNative(one, { by: [works], attempt: runs, tell })
    await installNative(two, { by: [fails], attempt: runs, tell })
    expect(fails.make).not.toHaveBeenCalled()
    expect(said).toHaveLength(1)
    expect(statSync(libraryOf(two)).ino).toBe(statSync(libraryOf(one)).ino)
    rmSync(one.pkg, { recursive: true })
    expect(readFileSync(bindingOf(two), 'utf8')).toBe('library')
  })

  it('throws away what was kept and does not run any more, and makes it again', async () => {
    const [one, two] = [checkout('one'), checkout('two')]
    await installNative(one, {
      by: [{ ...works, make: ({ made }) => Promise.resolve((writeParts(made, 'old'), {})) }],
      attempt: runs,
      tell,
    })
    const attempt = ({ length: _ }: string): Promise<Outcome> =>
      Promise.resolve(readFileSync(bindingOf(two), 'utf8') === 'old' ? { why: 'SIGILL' } : { version: '2.16.2' })
    expect(await installNative(two, { by: [works], attempt, tell })).toMatchObject({ native: true })
    expect(works.make).toHaveBeenCalledTimes(1)
    expect(readFileSync(bindingOf(two), 'utf8')).toBe('library')
  })

  it('says in one line why there is none, and what was made leaves no trace where it does not run', async () => {
    const place = checkout()
    const attempt = (): Promise<Outcome> => Promise.resolve({ why: 'it does not run here: SIGILL' })
    const outcome = await installNative(place, { by: [fails, works], attempt, tell })
    expect(outcome).toEqual({ native: false, why: 'its own download: no such host; the wheel: it does not run here: SIGILL' })
    expect(said).toHaveLength(2)
    expect(said[1]).toMatch(/^Nadir computes with WebAssembly here.*no such host.*SIGILL.*npm run setup -- --native$/)
    expect(readdirSync(place.pkg).sort()).toEqual(['nadir-native.json', 'package.json'])
    expect(readdirSync(place.cache)).toEqual([])
  })

  it('goes on with WebAssembly where a way throws, as on a full disk', async () => {
    const place = checkout()
    const full = { name: 'the wheel', make: () => Promise.reject(new Error('ENOSPC: no space left on device')) }
    expect(await installNative(place, { by: [full], attempt: runs, tell })).toEqual({
      native: false,
      why: 'the wheel: ENOSPC: no space left on device',
    })
    expect(readdirSync(place.cache)).toEqual([])
  })

  it('remembers a failure until it is asked again', async () => {
    const place = checkout()
    await makeNative({ place, by: [fails], attempt: runs, tell })
    await makeNative({ place, by: [fails], attempt: runs, tell })
    expect(fails.make).toHaveBeenCalledTimes(1)
    await makeNative({ again: true, place, by: [fails], attempt: runs, tell })
    expect(fails.make).toHaveBeenCalledTimes(2)
    // New packages come without the stamp.
    rmSync(join(place.pkg, 'nadir-native.json'))
    await makeNative({ place, by: [works], attempt: runs, tell })
    expect(stampOf(place)).toMatchObject({ native: true })
  })

  it('does nothing where NADIR_NATIVE is off, and where the package is not there', async () => {
    vi.stubEnv('NADIR_NATIVE', 'off')
    onTestFinished(() => void vi.unstubAllEnvs())
    await makeNative({ place: checkout(), by: [fails], tell })
    vi.unstubAllEnvs()
    await makeNative({ place: { pkg: join(folder, 'none'), cache: folder }, by: [fails], tell })
    expect(fails.make).not.toHaveBeenCalled()
    expect(said).toEqual([])
  })

  it('takes over one that was put there by hand if it runs, and replaces a half-done one', async () => {
    const place = checkout()
    writeParts(place.pkg, 'by hand')
    expect(await installNative(place, { by: [fails], attempt: runs, tell })).toMatchObject({ native: true })
    expect(said).toEqual([])
    const half = checkout('half')
    writeParts(half.pkg, 'half')
    const attempt = (): Promise<Outcome> =>
      Promise.resolve(readFileSync(bindingOf(half), 'utf8') === 'half' ? { why: 'file too short' } : { version: '2.16.2' })
    expect(await installNative(half, { by: [works], attempt, tell })).toMatchObject({ native: true })
    expect(readFileSync(libraryOf(half), 'utf8')).toBe('library')
  })

  it('clears its work folder when it is told to end, and what a killed one left', async () => {
    const cache = join(folder, 'cache')
    mkdirSync(join(cache, 'making-999999999', 'wheel'), { recursive: true })
    const module = JSON.stringify(resolve(import.meta.dirname, '../../tools/native/work-folder.mjs'))
    const wait = `await inWorkFolder(${JSON.stringify(cache)}, () => new Promise(() => setInterval(() => undefined, 1000)))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', `import { inWorkFolder } from ${module}\n${wait}`])
    const ended = new Promise((done) => child.on('close', (_code, signal) => done(signal)))
    await expect.poll(() => existsSync(join(cache, `making-${child.pid}`))).toBe(true)
    expect(readdirSync(cache)).toEqual([`making-${child.pid}`])
    child.kill('SIGTERM')
    expect(await ended).toBe('SIGTERM')
    expect(readdirSync(cache)).toEqual([])
  })
})

describe('the package’s own install script', () => {
  async function ownScript(text: string): Promise<{ outcome: { why?: string }; made: string; place: Place }> {
    const place = checkout()
    mkdirSync(join(place.pkg, 'scripts'))
    writeFileSync(join(place.pkg, 'scripts', 'install.js'), text)
    const [work, made] = [join(folder, 'work'), join(folder, 'work', 'made')]
    mkdirSync(made, { recursive: true })
    return { outcome: await byOwnScript({ pkg: place.pkg, work, made }), made, place }
  }
  const write = `const { mkdirSync, writeFileSync } = require('node:fs')
    for (const folder of ['deps', 'lib/napi-v8']) mkdirSync(__dirname + '/../' + folder, { recursive: true })\n`

  it('runs in a copy, so that the package itself never holds half of it', async () => {
    const { outcome, made, place } = await ownScript(`${write}writeFileSync(__dirname + '/../lib/napi-v8/tfjs_binding.node', '')`)
    expect(outcome).toEqual({})
    expect(existsSync(join(made, 'lib', 'napi-v8', 'tfjs_binding.node'))).toBe(true)
    expect(readdirSync(place.pkg).sort()).toEqual(['package.json', 'scripts'])
  })

  it('gives its error, also where it ends as if all were well', async () => {
    expect((await ownScript(`throw new Error('getaddrinfo ENOTFOUND a host')`)).outcome).toEqual({ why: 'getaddrinfo ENOTFOUND a host' })
    rmSync(folder, { recursive: true })
    expect((await ownScript(write)).outcome).toEqual({ why: 'code 0' })
  })
})

describe('a program that fetches', () => {
  it('is stopped with all it started when nothing comes', async () => {
    const began = Date.now()
    const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => require("node:fs").writeFileSync(process.argv[1], ""), 1500)', process.argv[1]], { stdio: 'inherit' })`
    const file = join(folder, 'late')
    const { stopped } = await watched(process.execPath, ['-e', `${child}; setTimeout(() => undefined, 60_000)`, file], {
      folder,
      limits: { first: 400, next: 400, all: 60_000 },
      look: 50,
    })
    expect(stopped).toMatch(/^nothing came for \d+ s$/)
    expect(Date.now() - began).toBeLessThan(30_000)
    await sleep(2000)
    expect(existsSync(file)).toBe(false)
  })

  it('is left alone as long as something comes', async () => {
    const file = JSON.stringify(join(folder, 'growing'))
    const append = `require('node:fs').appendFileSync(${file}, 'x')`
    const text = `let n = 0; const timer = setInterval(() => { ${append}; if (++n === 30) { clearInterval(timer); console.log('done') } }, 100)`
    const limits = { first: 10_000, next: 1500, all: 60_000 }
    const { code, output, stopped } = await watched(process.execPath, ['-e', text], { folder, limits, look: 50 })
    expect({ code, output, stopped }).toEqual({ code: 0, output: 'done\n', stopped: undefined })
  })

  it('that is not there gives code 127', async () => {
    expect((await watched(join(folder, 'nothing'), [], { folder })).code).toBe(127)
  })
})
