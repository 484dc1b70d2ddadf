import type { Bridge } from '../../shared/bridge'
import type { CallInput, CallName } from '../../shared/contract'
import { unwrap } from '../../shared/reply'
import type { Door } from './door'
import { encode } from './encode'

/** The way to the core inside the window: the preload's one function. */
export function createWindowDoor(bridge: Bridge): Door {
  return {
    async call<N extends CallName>(name: N, input: CallInput<N>) {
      // A reactive proxy cannot cross to the preload: what is sent is a plain copy.
      return unwrap<N>(await bridge(name, JSON.parse(encode(input)) as CallInput<N>))
    },
    onEvent: (listener) => bridge('events', listener),
    onConnection: () => () => undefined,
  }
}
