import type { CallInput, CallName, EventMessage, Reply } from './contract'

/** Channels between the window and the core. */
export const callChannel = 'nadir.call'
export const eventChannel = 'nadir.event'

/** What a call looks like on its way to the core, in the window and over the loopback door alike. */
export interface CallMessage {
  name: string
  input: unknown
}

/** The one function that the preload gives to the page: calls by their name, and the stream of events under `events`. */
export interface Bridge {
  (name: 'events', listener: (message: EventMessage) => void): () => void
  <N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<N>>
}
