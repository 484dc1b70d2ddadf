import type { Call, EventMessage } from '../shared/contract'
import type { Bridge } from '../shared/bridge'
import { createLoopback } from './api/loopback'
import type { ConnectionState, Door } from './api/door'
import { createWindowDoor } from './api/window-door'

declare global {
  interface Window {
    /** Put there by the preload; absent in a browser. */
    nadir?: Bridge
  }
}

export type { ConnectionState } from './api/door'

const door: Door = window.nadir === undefined ? createLoopback(window) : createWindowDoor(window.nadir)

/** Calls the core. Throws the NadirError with which the core answered; `internal` where nothing answers. */
export const call: Call = (name, input) => door.call(name, input)

/** Listens to everything the core tells, in order. Returns how to stop. */
export function onEvent(listener: (message: EventMessage) => void): () => void {
  return door.onEvent(listener)
}

/**
 * Tells when the stream of events broke (`lost`) and when it runs again (`restored`). What happened in between was
 * missed: after `restored` a store loads again what it holds. The window's own stream never breaks.
 */
export function onConnection(listener: (state: ConnectionState) => void): () => void {
  return door.onConnection(listener)
}

/** Saves a text or bytes as a file: the browser's download, the window's save dialog. */
export function saveFile(name: string, mime: string, content: string | Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([content], { type: mime }))
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = name
  anchor.click()
  // The download reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
