import type { z } from 'zod'

function call<I extends z.ZodType, O>(input: I): { input: I; output: O } {
  return { input } as { input: I; output: O }
}
/** Pairs an input schema with the type of what comes back. */
export const returns = <O>() => ({ to: <I extends z.ZodType>(input: I): { input: I; output: O } => call<I, O>(input) })
