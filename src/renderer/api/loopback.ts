import type { CallInput, CallName, EventMessage, Reply } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { unwrap } from '../../shared/reply'
import type { ConnectionState, Door } from './door'
import { encode } from './encode'
import { readEvents } from './event-stream'

const tokenKey = 'nadir.token'
const firstWait = 500
const longestWait = 5000

/** What the loopback door needs of the page it runs in. */
export type Page = Pick<Window, 'location' | 'sessionStorage' | 'fetch'>

/** The way to the core in a browser: calls by POST, events by one stream that is opened again when it breaks. */
export function createLoopback(page: Page): Door {
  const headers = { Authorization: `Bearer ${readToken(page)}`, 'Content-Type': 'application/json' }
  const events = new Set<(message: EventMessage) => void>()
  const connection = new Set<(state: ConnectionState) => void>()
  let running = false

  // The place of the page itself, so that the door also works behind a path.
  const at = (path: string): string => new URL(path, page.location.href).href

  async function call<N extends CallName>(name: N, input: CallInput<N>) {
    let reply: Reply<N>
    try {
      const response = await page.fetch(at('api/call'), { method: 'POST', headers, body: encode({ name, input }) })
      reply = (await response.json()) as Reply<N>
    } catch (error) {
      throw new NadirError('internal', 'Nadir does not answer.', {
        hint: 'Start it again with `nadir serve`; finished points are kept.',
        cause: error,
      })
    }
    return unwrap<N>(reply)
  }

  function tellConnection(state: ConnectionState): void {
    for (const listener of connection) listener(state)
  }

  /** Follows the stream until it ends; says whether it is worth opening again. */
  async function follow(onOpen: () => void): Promise<boolean> {
    const response = await page.fetch(at('api/events'), { headers })
    // A door that refuses the token will refuse it again.
    if (response.status === 401 || response.status === 403) return false
    if (!response.ok || response.body === null) return true
    onOpen()
    for await (const data of readEvents(response.body)) {
      const message = JSON.parse(data) as EventMessage
      for (const listener of events) listener(message)
    }
    return true
  }

  async function keepFollowing(): Promise<void> {
    let wait = firstWait
    let broken = false
    const onOpen = (): void => {
      wait = firstWait
      if (broken) tellConnection('restored')
      broken = false
    }
    for (let again = true; again;) {
      again = await follow(onOpen).catch(() => true)
      if (!broken) tellConnection('lost')
      broken = true
      if (again) await new Promise((resolve) => setTimeout(resolve, wait))
      wait = Math.min(wait * 2, longestWait)
    }
  }

  function start(): void {
    if (running) return
    running = true
    void keepFollowing()
  }

  return {
    call,
    onEvent(listener) {
      events.add(listener)
      start()
      return () => events.delete(listener)
    },
    onConnection(listener) {
      connection.add(listener)
      return () => connection.delete(listener)
    },
  }
}

/** The token stays in the address, so that a reload works, and in the session, so that a page without it works too. */
function readToken(page: Page): string {
  const given = new URL(page.location.href).searchParams.get('token')
  if (given === null) return page.sessionStorage.getItem(tokenKey) ?? ''
  page.sessionStorage.setItem(tokenKey, given)
  return given
}
