import type { CallName, CallOutput, Reply } from './contract'
import { NadirError } from './errors'

/** The output of a reply; throws the NadirError it carries. */
export function unwrap<N extends CallName>(reply: Reply<N>): CallOutput<N> {
  if (reply.ok) return reply.output
  throw NadirError.fromDocument(reply.error)
}
