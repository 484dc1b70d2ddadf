import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EventMessage } from '../../../src/shared/contract'
import { createLoopback, type Page } from '../../../src/renderer/api/loopback'

interface Asked {
  url: string
  init: RequestInit | undefined
}

/** A page in a browser, with a server that answers as the test says and streams what the test pushes. */
function createPage(address: string, stored: Record<string, string> = {}) {
  const asked: Asked[] = []
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  const state = { status: 200, answer: (): unknown => ({ ok: true, output: [] }) }
  const session = new Map(Object.entries(stored))
  const page = {
    location: { href: address },
    sessionStorage: {
      getItem: (key: string) => session.get(key) ?? null,
      setItem: (key: string, value: string) => session.set(key, value),
    },
    async fetch(url: string, init?: RequestInit) {
      asked.push({ url, init })
      if (!url.endsWith('/api/events')) return new Response(JSON.stringify(state.answer()), { status: state.status })
      if (state.status === 0) throw new TypeError('no connection')
      return new Response(
        state.status === 200 ? new ReadableStream<Uint8Array>({ start: (controller) => void streams.push(controller) }) : null,
        {
          status: state.status,
        },
      )
    },
  } as unknown as Page
  const push = (text: string, stream = streams.at(-1)): void => stream?.enqueue(new TextEncoder().encode(text))
  return { page, asked, streams, state, session, push }
}

const address = 'http://127.0.0.1:4321/?token=secret#/explore/r-00001'
const removed = (id: string): EventMessage => ({ event: 'run.removed', data: { ids: [id] } })
const line = (message: EventMessage): string => `data: ${JSON.stringify(message)}\n\n`
const headerOf = (asked: Asked | undefined): unknown =>
  Object.entries(asked?.init?.headers ?? {}).find(([name]) => name === 'Authorization')?.[1]
const eventRequests = (asked: Asked[]): number => asked.filter(({ url }) => url.endsWith('/api/events')).length

describe('calls', () => {
  test("a call goes to the page's own door with the token of the address", async () => {
    const { page, asked } = createPage(address)
    expect(await createLoopback(page).call('runs.list', { filter: 'a' })).toEqual([])
    expect(asked[0]?.url).toBe('http://127.0.0.1:4321/api/call')
    expect(headerOf(asked[0])).toBe('Bearer secret')
    expect(asked[0]?.init?.body).toBe('{"name":"runs.list","input":{"filter":"a"}}')
  })

  test('the token outlives an address without it, for the session', async () => {
    const first = createPage(address)
    createLoopback(first.page)
    const later = createPage('http://127.0.0.1:4321/#/library', Object.fromEntries(first.session))
    await createLoopback(later.page).call('runs.list', {})
    expect(headerOf(later.asked[0])).toBe('Bearer secret')
  })

  test("the core's error is thrown as it came", async () => {
    const { page, state } = createPage(address)
    state.answer = () => ({ ok: false, error: { code: 'unknown-run', message: 'There is no run r-00009.', hint: 'List them.' } })
    await expect(createLoopback(page).call('runs.get', { id: 'r-00009' })).rejects.toMatchObject({
      name: 'NadirError',
      code: 'unknown-run',
      hint: 'List them.',
    })
  })

  test('a door that does not answer is told with what to do', async () => {
    const { page } = createPage(address)
    const silent = createLoopback({ ...page, fetch: () => Promise.reject(new TypeError('no connection')) })
    await expect(silent.call('runs.list', {})).rejects.toMatchObject({
      code: 'internal',
      hint: expect.stringContaining('nadir serve') as string,
    })
  })

  test('numbers that JSON does not know travel by name', async () => {
    const { page, asked } = createPage(address)
    await createLoopback(page).call('designs.parse', { spec: { 'device.threshold': Number.NaN, seed: Number.POSITIVE_INFINITY } })
    expect(asked[0]?.init?.body).toBe('{"name":"designs.parse","input":{"spec":{"device.threshold":"NaN","seed":"Infinity"}}}')
  })
})

describe('events', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

  test('events arrive in order, however the stream is cut, and comments are not events', async () => {
    const { page, push } = createPage(address)
    const heard: EventMessage[] = []
    createLoopback(page).onEvent((message) => heard.push(message))
    await settle()
    const text = `: open\n\n${line(removed('r-00001'))}: alive\n\n${line(removed('r-00002'))}`
    for (let i = 0; i < text.length; i += 7) push(text.slice(i, i + 7))
    await settle()
    expect(heard).toEqual([removed('r-00001'), removed('r-00002')])
  })

  test('one stream serves all listeners, and one that left hears nothing', async () => {
    const { page, push, asked } = createPage(address)
    const door = createLoopback(page)
    const [one, two] = [vi.fn(), vi.fn()]
    const leave = door.onEvent(one)
    door.onEvent(two)
    await settle()
    leave()
    push(line(removed('r-00001')))
    await settle()
    expect(eventRequests(asked)).toBe(1)
    expect(one).not.toHaveBeenCalled()
    expect(two).toHaveBeenCalledTimes(1)
  })

  test('a stream that breaks is opened again, and the page is told when it has to load anew', async () => {
    const { page, push, streams, asked, state } = createPage(address)
    const heard: unknown[] = []
    const door = createLoopback(page)
    door.onConnection((connection) => heard.push(connection))
    door.onEvent((message) => heard.push(message))
    await settle()
    streams[0]?.error(new TypeError('broken'))
    await settle()
    expect(heard).toEqual(['lost'])
    state.status = 0
    await vi.advanceTimersByTimeAsync(500)
    await vi.advanceTimersByTimeAsync(1000)
    expect(heard).toEqual(['lost'])
    expect(eventRequests(asked)).toBe(3)
    state.status = 200
    await vi.advanceTimersByTimeAsync(2000)
    push(line(removed('r-00003')))
    await settle()
    expect(heard).toEqual(['lost', 'restored', removed('r-00003')])
  })

  test('a door that refuses the token is not asked again', async () => {
    const { page, asked, state } = createPage(address)
    state.status = 401
    const heard: unknown[] = []
    const door = createLoopback(page)
    door.onConnection((connection) => heard.push(connection))
    door.onEvent(() => undefined)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(eventRequests(asked)).toBe(1)
    expect(heard).toEqual(['lost'])
  })
})
