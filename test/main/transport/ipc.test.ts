import type { IpcMainInvokeEvent, WebContents } from 'electron'
import { beforeEach, expect, test, vi } from 'vitest'
import { createFakeCore } from './fake-core'

type Handler = (event: unknown, message: unknown) => Promise<unknown>
const handlers = new Map<string, Handler>()
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, handler: Handler) => handlers.set(channel, handler),
    removeHandler: (channel: string) => handlers.delete(channel),
  },
}))
const { isFrom, openWindowDoor } = await import('../../../src/main/transport/ipc')

const settings = { accuracySpec: 90, theme: 'dark' as const }

/** As much of a window's contents as the door touches. */
function contentsAt(url: string) {
  const mainFrame = { url }
  const sent: unknown[] = []
  return {
    contents: {
      mainFrame,
      sent,
      destroyed: false,
      isDestroyed: () => false,
      send: (channel: string, message: unknown) => sent.push([channel, message]),
    },
    mainFrame,
    sent,
  }
}

function open(core: ReturnType<typeof createFakeCore>['core'], windows: unknown[]) {
  return openWindowDoor({ core, origin: 'app://nadir', windows: () => windows as WebContents[] })
}
const invoke = (event: Partial<Record<keyof IpcMainInvokeEvent, unknown>>, message: unknown) => handlers.get('nadir.call')?.(event, message)

beforeEach(() => handlers.clear())

test('a call of the main frame of our window and page is carried to the core', async () => {
  const fake = createFakeCore({ 'settings.get': () => settings })
  const { contents, mainFrame } = contentsAt('app://nadir/#/library')
  open(fake.core, [contents])
  expect(await invoke({ sender: contents, senderFrame: mainFrame }, { name: 'settings.get', input: {} })).toEqual({
    ok: true,
    output: settings,
  })
})

test.each([
  [
    'another page in our window',
    'https://evil.example/',
    (w: ReturnType<typeof contentsAt>) => ({ sender: w.contents, senderFrame: w.mainFrame }),
  ],
  ['another host of our scheme', 'app://other/', (w: ReturnType<typeof contentsAt>) => ({ sender: w.contents, senderFrame: w.mainFrame })],
  [
    'a frame inside our page',
    'app://nadir/',
    (w: ReturnType<typeof contentsAt>) => ({ sender: w.contents, senderFrame: { url: 'app://nadir/' } }),
  ],
  ['a frame that is gone', 'app://nadir/', (w: ReturnType<typeof contentsAt>) => ({ sender: w.contents, senderFrame: null })],
  [
    'contents that are no window of ours',
    'app://nadir/',
    (w: ReturnType<typeof contentsAt>) => ({ sender: { mainFrame: w.mainFrame }, senderFrame: w.mainFrame }),
  ],
])('%s is refused and never reaches the core', async (_, url, from) => {
  const fake = createFakeCore({ 'settings.get': () => settings })
  const window = contentsAt(url)
  open(fake.core, [window.contents])
  expect(await invoke(from(window), { name: 'settings.get', input: {} })).toMatchObject({ ok: false, error: { code: 'unauthorised' } })
  expect(fake.asked).toEqual([])
})

test('events go to every open window until the door is shut', () => {
  const fake = createFakeCore()
  const [one, two] = [contentsAt('app://nadir/'), contentsAt('app://nadir/')]
  const shut = open(fake.core, [one.contents, two.contents])
  const message = { event: 'settings.changed', data: settings } as const
  fake.emit(message)
  shut()
  fake.emit(message)
  expect(one.sent).toEqual([['nadir.event', message]])
  expect(two.sent).toEqual([['nadir.event', message]])
  expect(handlers.size).toBe(0)
})

test('an address lies at an origin only with the same scheme, host and port', () => {
  expect(isFrom('app://nadir', 'app://nadir/index.html?x#y')).toBe(true)
  expect(isFrom('http://localhost:5173', 'http://localhost:5173/a')).toBe(true)
  for (const address of ['app://nadir.evil/', 'app://nadirx/', 'app:nadir', 'file:///nadir', 'http://localhost:5174/', '']) {
    expect(isFrom(address.startsWith('http') ? 'http://localhost:5173' : 'app://nadir', address)).toBe(false)
  }
})
