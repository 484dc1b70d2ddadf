import { z } from 'zod'

/** A spec as it arrives: nested or dotted, or a spec that was parsed before. Its fields are checked by the handler, by name. */
export const anySpec = z.record(z.string(), z.unknown())

function call<I extends z.ZodType, O>(input: I): { input: I; output: O } {
  return { input } as { input: I; output: O }
}
/** Pairs an input schema with the type of what comes back. */
export const returns = <O>() => ({ to: <I extends z.ZodType>(input: I): { input: I; output: O } => call<I, O>(input) })
