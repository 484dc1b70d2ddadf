import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { NadirError } from '../../shared/errors'
import { answer, refuse, type Core } from './core'
import { eventStream } from './event-stream'
import { securityHeaders, servePage } from './page-files'
import { carriesToken, createToken } from './token'

const host = '127.0.0.1'
const bodyBytes = 2_000_000

export interface LoopbackOptions {
  core: Core
  /** Folder of the built interface. */
  pages: string
  /** A free one is taken if absent. */
  port?: number
}

export interface LoopbackDoor {
  /** The address to open, token included. */
  url: string
  port: number
  token: string
  close(): Promise<void>
}

/**
 * Opens the browser door on 127.0.0.1. The page itself is free to read, since it holds nothing; every call and the
 * events need the token. Host and Origin are checked on everything, so that a page from elsewhere cannot reach the door
 * by a name that resolves to this machine. Throws port-in-use.
 */
export async function openLoopback({ core, pages, port: wanted }: LoopbackOptions): Promise<LoopbackDoor> {
  const token = createToken()
  const closing = new AbortController()
  const app = new Hono()
  const server = createServer()
  const port = await listen(server, wanted ?? 0)

  app.use(onlyFromHere(port))
  app.use('/api/*', onlyWithToken(token))
  app.post('/api/call', bodyLimit({ maxSize: bodyBytes, onError: (c) => c.json(tooLong(), 413) }), async (c) => {
    const text = await c.req.text()
    const message = parse(text)
    return c.json(message === undefined ? notJson() : await answer(core, message), 200, { 'Cache-Control': 'no-store' })
  })
  app.get('/api/events', (c) => {
    const gone = AbortSignal.any([closing.signal, c.req.raw.signal])
    return c.body(eventStream(core, gone), 200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    })
  })
  app.all('/api/*', (c) =>
    c.json(refuse(new NadirError('bad-call', `There is nothing at ${c.req.path}.`, { hint: 'Calls go to POST /api/call.' })), 404),
  )
  app.get('*', (c) => servePage(pages, c.req.path))
  app.onError((error, c) => c.json(refuse(NadirError.from(error)), 500))
  const listener = getRequestListener(app.fetch)
  server.on('request', (request, response) => void listener(request, response))

  return {
    url: `http://${host}:${port}/?token=${token}`,
    port,
    token,
    async close() {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)))
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function portError(error: Error, port: number): NadirError {
  const hint = 'Choose another one with --port, or leave it out to take a free one.'
  if ('code' in error && error.code === 'EADDRINUSE')
    return new NadirError('port-in-use', `Port ${port} is in use.`, { hint, cause: error })
  if ('code' in error && error.code === 'EACCES')
    return new NadirError('port-in-use', `Port ${port} may not be used by this account.`, { hint, cause: error })
  return NadirError.from(error)
}

function onlyFromHere(port: number): MiddlewareHandler {
  // A browser leaves out the port of http itself.
  const suffix = port === 80 ? '' : `:${port}`
  const hosts = new Set([`${host}${suffix}`, `localhost${suffix}`])
  return async (c, next) => {
    const asked = c.req.header('Host') ?? ''
    const origin = c.req.header('Origin')
    // Without its port, a request for this machine was meant for another server.
    const foreign = !hosts.has(asked)
      ? `Host ${asked}`
      : origin !== undefined && origin !== `http://${asked}`
        ? `Origin ${origin}`
        : undefined
    if (foreign === undefined) await next()
    else {
      const error = new NadirError('unauthorised', `This door does not answer to ${foreign}.`, {
        hint: 'Open the address that `nadir serve` printed.',
      })
      c.res = c.json(refuse(error), 403)
    }
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
  }
}

function onlyWithToken(token: string): MiddlewareHandler {
  return async (c, next) => {
    if (carriesToken(c.req.header('Authorization'), token)) return next()
    const error = new NadirError('unauthorised', 'This call does not carry the token of this door.', {
      hint: 'Open the address that `nadir serve` printed, with its token.',
    })
    return c.json(refuse(error), 401)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function notJson(): ReturnType<typeof refuse> {
  return refuse(new NadirError('bad-call', 'The call is not JSON.', { hint: 'A call is {"name": ..., "input": ...}.' }))
}

function tooLong(): ReturnType<typeof refuse> {
  return refuse(new NadirError('bad-call', `The call is longer than ${bodyBytes / 1e6} MB.`, { hint: 'Split it into smaller ones.' }))
}
