import type { CallName, EventMessage, Reply } from '../../../src/shared/contract'
import { NadirError } from '../../../src/shared/errors'
import type { Core } from '../../../src/main/transport/core'

/** A core of a few calls, enough to see what a door carries. */
export function createFakeCore(answers: Partial<{ [N in CallName]: (input: unknown) => unknown }> = {}) {
  const listeners = new Set<(message: EventMessage) => void>()
  const asked: { name: CallName; input: unknown }[] = []
  const core: Core = {
    async call<N extends CallName>(name: N, input: unknown): Promise<Reply<N>> {
      asked.push({ name, input })
      const handler = answers[name]
      try {
        if (handler === undefined) throw new NadirError('internal', `no answer for ${name}`)
        return { ok: true, output: handler(input) } as Reply<N>
      } catch (error) {
        return { ok: false, error: NadirError.from(error).toDocument() }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return { core, asked, listeners, emit: (message: EventMessage) => listeners.forEach((listener) => listener(message)) }
}
