import type { Call, EventMessage } from '../../shared/contract'

export type ConnectionState = 'lost' | 'restored'

/** How the page reaches the core. */
export interface Door {
  call: Call
  onEvent(listener: (message: EventMessage) => void): () => void
  onConnection(listener: (state: ConnectionState) => void): () => void
}
