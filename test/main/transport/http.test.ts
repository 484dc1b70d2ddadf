import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NadirError } from '../../../src/shared/errors'
import { openLoopback, type LoopbackDoor } from '../../../src/main/transport/http'
import { createFakeCore } from './fake-core'

const settings = { accuracySpec: 90, theme: 'dark' as const }
let folder: string
let door: LoopbackDoor
let fake: ReturnType<typeof createFakeCore>

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nadir-http-'))
  await mkdir(join(folder, 'pages', 'assets'), { recursive: true })
  await writeFile(join(folder, 'pages', 'index.html'), '<title>page</title>')
  await writeFile(join(folder, 'pages', 'assets', 'app-1.js'), 'export {}')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  fake = createFakeCore({
    'settings.get': () => settings,
    'runs.get': () => {
      throw new NadirError('unknown-run', 'There is no run r-00009.', { hint: 'List them.' })
    },
  })
  door = await openLoopback({ core: fake.core, pages: join(folder, 'pages') })
})

afterEach(async () => {
  await door.close()
  await rm(folder, { recursive: true })
})

/** A request with exactly these headers, and a path that nothing tidies up on the way. */
function ask(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: door.port, path, method: options.method ?? 'GET', headers: options.headers ?? {} },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      },
    )
    asked.on('error', reject)
    asked.end(options.body)
  })
}

const bearer = (token = door.token) => ({ Authorization: `Bearer ${token}` })
const call = (message: unknown, headers: Record<string, string> = bearer()) =>
  ask('/api/call', { method: 'POST', headers, body: JSON.stringify(message) })
const errorOf = (text: string): unknown => (JSON.parse(text) as { error: unknown }).error

describe('calls', () => {
  test('a call with the token is carried to the core, and its answer comes back as a reply', async () => {
    const { status, text } = await call({ name: 'settings.get', input: {} })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ ok: true, output: settings })
    expect(fake.asked).toEqual([{ name: 'settings.get', input: {} }])
  })

  test("an error of the core comes back as it is, with HTTP's own 200", async () => {
    const { status, text } = await call({ name: 'runs.get', input: { id: 'r-00009' } })
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ ok: false, error: { code: 'unknown-run', message: 'There is no run r-00009.', hint: 'List them.' } })
  })

  test.each([[{ name: 'runs.explode', input: {} }], [{ input: {} }], ['runs.list'], [null], [{ name: 'toString' }]])(
    '%j is no call, and never reaches the core',
    async (message) => {
      const { text } = await call(message)
      expect(errorOf(text)).toMatchObject({ code: 'bad-call' })
      expect(fake.asked).toEqual([])
    },
  )

  test('text that is no JSON is a bad call', async () => {
    const { text } = await ask('/api/call', { method: 'POST', headers: bearer(), body: '{"name":' })
    expect(errorOf(text)).toMatchObject({ code: 'bad-call', message: 'The call is not JSON.' })
  })

  test('a body of more than 2 MB is refused', async () => {
    const { status, text } = await call({ name: 'settings.get', input: { filler: 'x'.repeat(2_000_001) } })
    expect(status).toBe(413)
    expect(errorOf(text)).toMatchObject({ code: 'bad-call' })
    expect(fake.asked).toEqual([])
  })
})

describe('who may call', () => {
  test.each([
    ['no token', {}],
    ['an empty token', { Authorization: 'Bearer ' }],
    ['a wrong token', { Authorization: `Bearer ${'A'.repeat(43)}` }],
    ['another scheme', { Authorization: 'Basic abc' }],
  ])('%s is refused with 401 and the error document, for calls and events', async (_, headers) => {
    for (const answer of [await call({ name: 'settings.get', input: {} }, headers), await ask('/api/events', { headers })]) {
      expect(answer.status).toBe(401)
      expect(errorOf(answer.text)).toMatchObject({ code: 'unauthorised', hint: expect.stringContaining('nadir serve') as string })
    }
    expect(fake.asked).toEqual([])
  })

  test('the token in the address of a call does not stand for the header', async () => {
    expect((await ask(`/api/events?token=${door.token}`)).status).toBe(401)
  })

  test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:80', 'localhost'])(
    'Host %s is refused with 403, for the page too',
    async (host) => {
      for (const path of ['/', '/api/call']) {
        const { status, text } = await ask(path, { headers: { ...bearer(), Host: host } })
        expect(status).toBe(403)
        expect(errorOf(text)).toMatchObject({ code: 'unauthorised' })
      }
    },
  )

  test('localhost with the port is this door', async () => {
    const host = `localhost:${door.port}`
    const { text } = await call({ name: 'settings.get', input: {} }, { ...bearer(), Host: host, Origin: `http://${host}` })
    expect(JSON.parse(text)).toMatchObject({ ok: true })
  })

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'Origin %s is refused with 403 even with the right token',
    async (origin) => {
      const { status } = await call({ name: 'settings.get', input: {} }, { ...bearer(), Origin: origin })
      expect(status).toBe(403)
      expect(fake.asked).toEqual([])
    },
  )

  test('every start has another token of 32 bytes', async () => {
    const other = await openLoopback({ core: fake.core, pages: folder })
    await other.close()
    expect(other.token).not.toBe(door.token)
    expect(Buffer.from(door.token, 'base64url')).toHaveLength(32)
    expect(door.url).toBe(`http://127.0.0.1:${door.port}/?token=${door.token}`)
  })

  test('the door listens on the loopback address alone', async () => {
    const outside = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: door.port })
      socket.on('connect', () => resolve('open')).on('error', () => resolve('shut'))
    })
    expect(outside).toBe('shut')
  })
})

describe('pages', () => {
  test('the page is served without a token, and says what it may do', async () => {
    const { status, text, headers } = await ask('/')
    expect([status, text]).toEqual([200, '<title>page</title>'])
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toContain("script-src 'self';")
    expect(headers['content-security-policy']).not.toMatch(/unsafe-eval|https?:|\*/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-cache')
  })

  test('an asset is served with its type and may be kept', async () => {
    const { headers } = await ask('/assets/app-1.js')
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(headers['cache-control']).toContain('immutable')
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/..%5csecret.txt',
    '/%00',
    '/%E0%A4%A',
    '/assets',
    '/nothing.js',
    '//etc/passwd',
  ])('%s is not found', async (path) => {
    const { status, text } = await ask(path)
    expect(status).toBe(404)
    expect(text).not.toContain('secret')
  })

  test('what is asked of the api without being there is told as an error document', async () => {
    const { status, text } = await ask('/api/runs', { headers: bearer() })
    expect(status).toBe(404)
    expect(errorOf(text)).toMatchObject({ code: 'bad-call' })
  })
})

describe('events', () => {
  test('events come in order as they happen, and the core is let go when the reader leaves', async () => {
    const leave = new AbortController()
    const response = await fetch(`http://127.0.0.1:${door.port}/api/events`, { headers: bearer(), signal: leave.signal })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toBe(': open\n\n')
    fake.emit({ event: 'settings.changed', data: settings })
    fake.emit({ event: 'run.removed', data: { ids: ['r-00001'] } })
    let text = ''
    while (!text.includes('r-00001')) text += (await reader?.read())?.value ?? ''
    const messages = text
      .trim()
      .split('\n\n')
      .map((line) => JSON.parse(line.replace('data: ', '')) as unknown)
    expect(messages).toEqual([
      { event: 'settings.changed', data: settings },
      { event: 'run.removed', data: { ids: ['r-00001'] } },
    ])
    leave.abort()
    await expect.poll(() => fake.listeners.size).toBe(0)
  })

  test('a reader that never reads is cut off instead of filling the memory', async () => {
    const socket = connect({ host: '127.0.0.1', port: door.port })
    socket.pause()
    socket.write(`GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nAuthorization: Bearer ${door.token}\r\n\r\n`)
    await expect.poll(() => fake.listeners.size).toBe(1)
    const ids = Array.from({ length: 10_000 }, (_, i) => `r-${String(i).padStart(5, '0')}`)
    for (let i = 0; i < 2000 && fake.listeners.size > 0; i++) {
      fake.emit({ event: 'run.removed', data: { ids } })
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(fake.listeners.size).toBe(0)
    socket.destroy()
  })

  test('closing the door ends open streams at once', async () => {
    const other = await openLoopback({ core: fake.core, pages: folder })
    const response = await fetch(`http://127.0.0.1:${other.port}/api/events`, { headers: bearer(other.token) })
    const begin = performance.now()
    await other.close()
    await response.text().catch(() => undefined)
    expect(performance.now() - begin).toBeLessThan(1000)
    expect(fake.listeners.size).toBe(0)
  })
})

test('a port in use is named, with what to do about it', async () => {
  await expect(openLoopback({ core: fake.core, pages: folder, port: door.port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${door.port} is in use.`,
    hint: expect.stringContaining('--port') as string,
  })
})
