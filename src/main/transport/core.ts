import { calls, type CallName, type EventMessage, type Reply } from '../../shared/contract'
import { NadirError } from '../../shared/errors'

/** What a door needs of the core. */
export interface Core {
  call<N extends CallName>(name: N, input: unknown): Promise<Reply<N>>
  subscribe(listener: (message: EventMessage) => void): () => void
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name)
}

/** Carries one message from outside to the core, which checks the input. What is not a call at all is answered here: bad-call. */
export async function answer(core: Core, message: unknown): Promise<Reply<CallName>> {
  if (typeof message !== 'object' || message === null || !('name' in message)) {
    return refuse(new NadirError('bad-call', 'A call is {"name": ..., "input": ...}.', { hint: 'The calls are listed in the contract.' }))
  }
  const { name } = message
  if (!isCallName(name)) {
    return refuse(
      new NadirError('bad-call', `There is no call ${JSON.stringify(name) ?? 'without a name'}.`, {
        hint: 'Calls are named noun.verb, as runs.start.',
      }),
    )
  }
  return core.call(name, 'input' in message ? (message.input ?? {}) : {})
}

/** A refusal in the form of every reply. */
export function refuse(error: NadirError): { ok: false; error: ReturnType<NadirError['toDocument']> } {
  return { ok: false, error: error.toDocument() }
}
