import { NadirError } from './errors'

/** A piece of a filter; `start` and `end` are character positions in its text. */
export interface Lexeme {
  kind: 'word' | 'string' | 'operator' | 'open' | 'close' | 'comma' | 'end'
  text: string
  start: number
  end: number
}

/** A filter that cannot be read: what was expected, and where in the text. */
export class FilterError extends NadirError {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
    hint: string,
  ) {
    super('bad-value', `${message} at character ${start + 1} of the filter.`, { hint })
  }
}

const operators = ['>=', '<=', '!=', '=', '>', '<', ':']
const stops = new Set([...'()<>=!:,"\'', ' ', '\t', '\n', '\r', '\u00a0'])
const blank = /\s/
const single: Record<string, 'open' | 'close' | 'comma'> = { '(': 'open', ')': 'close', ',': 'comma' }

/** Cuts a filter into words, quoted strings, operators and brackets. Throws FilterError on an open quote or a lone `!`. */
export function lexFilter(text: string): Lexeme[] {
  const lexemes: Lexeme[] = []
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    const bracket = single[char]
    const operator = operators.find((o) => text.startsWith(o, at))
    if (blank.test(char)) {
      at++
      continue
    }
    const start = at
    if (char === '"' || char === "'") {
      const quoted = readQuoted(text, at)
      at = quoted.end
      lexemes.push({ kind: 'string', text: quoted.text, start, end: at })
      continue
    }
    if (bracket !== undefined) at++
    else if (operator !== undefined) at += operator.length
    else if (char === '!') throw new FilterError('A lone "!"', at, at + 1, 'Write != for "is not", or not before a condition.')
    else while (at < text.length && !stops.has(text.charAt(at))) at++
    lexemes.push({ kind: bracket ?? (operator === undefined ? 'word' : 'operator'), text: text.slice(start, at), start, end: at })
  }
  lexemes.push({ kind: 'end', text: '', start: text.length, end: text.length })
  return lexemes
}

function readQuoted(text: string, start: number): { text: string; end: number } {
  const quote = text.charAt(start)
  let value = ''
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === quote) return { text: value, end: at + 1 }
    if (char === '\\' && at + 1 < text.length) at++
    value += text.charAt(at)
  }
  throw new FilterError(`A quote that is not closed`, start, text.length, `Close it with ${quote}.`)
}
