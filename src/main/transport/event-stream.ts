import type { EventMessage } from '../../shared/contract'
import type { Core } from './core'

const heartbeat = 15_000
/** Bytes that may wait for a reader that does not read; beyond, it is cut off, and reloads when it comes back. */
const patience = 8_000_000

/** All events of the core as one stream of server-sent events, kept alive by comments. Ends with the signal. */
export function eventStream(core: Core, signal: AbortSignal): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder()
  let stop = (): void => undefined
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start(controller) {
        const end = (): void => {
          stop()
          controller.close()
        }
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(encoder.encode(text))
        }
        const unsubscribe = core.subscribe((message: EventMessage) => send(`data: ${JSON.stringify(message)}\n\n`))
        const timer = setInterval(() => send(': alive\n\n'), heartbeat)
        signal.addEventListener('abort', end, { once: true })
        stop = () => {
          unsubscribe()
          clearInterval(timer)
          signal.removeEventListener('abort', end)
        }
        // The first bytes tell the page that the stream is open.
        send(': open\n\n')
      },
      cancel: () => stop(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: patience }),
  )
}
