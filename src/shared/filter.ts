import type { FieldInfo } from './fields'
import { FilterError } from './filter-lexer'
import { filterNames } from './filter-names'
import { FilterParser, type FilterToken } from './filter-parser'
import type { RunSummary } from './results'

export { FilterError } from './filter-lexer'
export type { FilterToken } from './filter-parser'

export interface FilterOptions {
  /** Fields beside the core ones; without them any name under `attack.` passes unchecked. */
  fields?: readonly FieldInfo[]
  /** Milliseconds since 1970, for `age`. */
  now?: () => number
}

/**
 * Reads a filter such as `worst >= 85 and device.bitsPerDevice in (2, 4) and not tag:baseline`.
 * `not` binds before `and`, `and` before `or`; two conditions side by side are joined by `and`. A comparison holds where
 * any value of the name meets it, so a name without a value meets none; `!=` is the opposite of `=`. Text is compared
 * without case, `:` asks whether it is contained (of a tag: whether it is there). Bare words search name, id, tags and
 * model; the bare words `starred` and `archived` are conditions. Accuracies are in percent, ages as 90min, 12h, 3d, 2w.
 * Throws FilterError, a NadirError bad-value with the place, saying what was expected.
 */
export function parseFilter(text: string, options: FilterOptions = {}): (run: RunSummary) => boolean {
  const now = options.now ?? Date.now
  const test = new FilterParser(text, filterNames(options.fields), []).parse()
  return (run) => test(run, now())
}

/** The pieces of a filter in order, for highlighting; where it cannot be read, the piece at fault is an `error`. */
export function describeFilter(text: string, options: FilterOptions = {}): { tokens: FilterToken[]; error?: FilterError } {
  const tokens: FilterToken[] = []
  try {
    new FilterParser(text, filterNames(options.fields), tokens).parse()
    return { tokens }
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    // A quote left open stops the reading before it starts: what stands before it is still shown as it reads.
    const read = tokens.length > 0 || error.start === 0 ? tokens : describeFilter(text.slice(0, error.start), options).tokens
    const before = read.filter((token) => token.kind !== 'error' && token.end <= error.start)
    return { tokens: [...before, { kind: 'error', start: error.start, end: error.end }], error }
  }
}
