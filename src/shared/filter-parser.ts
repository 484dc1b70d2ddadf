import { FilterError, lexFilter, type Lexeme } from './filter-lexer'
import { contains, equalTo, ordered, searches } from './filter-match'
import { filterName, namesLike, type FilterName, type FilterNames } from './filter-names'
import type { Value } from './fields'
import type { RunSummary } from './results'

/** How a piece of a filter is shown while it is typed. */
export interface FilterToken {
  kind: 'name' | 'operator' | 'value' | 'word' | 'error'
  start: number
  end: number
}

export type FilterTest = (run: RunSummary, now: number) => boolean

const keywords = new Set(['and', 'or', 'not', 'in'])
const flags = new Set(['starred', 'archived'])

/**
 * Reads a filter by recursive descent; `tokens` is filled as pieces are understood.
 *
 *     either    = all { "or" all }
 *     all       = negated { [ "and" ] negated }
 *     negated   = "not" negated | condition
 *     condition = "(" either ")" | name operator value | name "in" "(" value { "," value } ")" | flag | word
 */
export class FilterParser {
  private readonly lexemes: Lexeme[]
  private at = 0

  constructor(
    text: string,
    private readonly names: FilterNames,
    private readonly tokens: FilterToken[],
  ) {
    this.lexemes = lexFilter(text)
  }

  parse(): FilterTest {
    if (this.peek().kind === 'end') return () => true
    const test = this.either()
    if (this.peek().kind !== 'end') throw this.expected('and, or, or the end')
    return test
  }

  private either(): FilterTest {
    let test = this.all()
    while (this.keyword('or')) {
      const [left, right] = [test, this.all()]
      test = (run, now) => left(run, now) || right(run, now)
    }
    return test
  }

  private all(): FilterTest {
    let test = this.negated()
    while (this.keyword('and') || this.startsCondition()) {
      const [left, right] = [test, this.negated()]
      test = (run, now) => left(run, now) && right(run, now)
    }
    return test
  }

  private startsCondition(): boolean {
    const { kind, text } = this.peek()
    if (kind === 'word') return !['or', 'and', 'in'].includes(text.toLowerCase())
    return kind === 'string' || kind === 'open'
  }

  private negated(): FilterTest {
    if (!this.keyword('not')) return this.condition()
    const test = this.negated()
    return (run, now) => !test(run, now)
  }

  private condition(): FilterTest {
    const { kind, text } = this.peek()
    if (kind === 'open') return this.bracketed()
    if (kind === 'string') return searches(this.take('value').text)
    if (kind !== 'word' || keywords.has(text.toLowerCase())) throw this.expected('a condition or a word')
    const after = this.lexemes[this.at + 1]
    if (after?.kind === 'operator' || (after?.kind === 'word' && after.text.toLowerCase() === 'in')) return this.comparison()
    const flag = flags.has(text) ? filterName(this.names, text) : undefined
    if (flag === undefined) return searches(this.take('word').text)
    this.take('name')
    return (run, now) => flag.read(run, now).includes(true)
  }

  private bracketed(): FilterTest {
    this.take('operator')
    const test = this.either()
    this.close('a closing bracket')
    return test
  }

  private comparison(): FilterTest {
    const name = this.name()
    const any =
      (meets: (value: Value) => boolean): FilterTest =>
      (run, now) =>
        name.read(run, now).some(meets)
    if (this.keyword('in')) {
      const values = this.list().map((operand) => equalTo(name, operand))
      return any((value) => values.some((same) => same(value)))
    }
    const operator = this.take('operator')
    const operand = this.value()
    if (operator.text === '=') return any(equalTo(name, operand))
    if (operator.text === ':') return any(contains(name, operand))
    if (operator.text !== '!=') return any(ordered(name, operator, operand))
    const same = any(equalTo(name, operand))
    return (run, now) => !same(run, now)
  }

  private name(): FilterName {
    const { text, start, end } = this.peek()
    const name = filterName(this.names, text)
    if (name !== undefined) {
      this.take('name')
      return name
    }
    const near = namesLike(this.names, text)
    const known = 'Names are those of the design, and worst, clean, montecarlo, points, state, name, tag, starred, archived, age.'
    throw new FilterError(`There is no name "${text}"`, start, end, near.length > 0 ? `Did you mean ${near.join(' or ')}?` : known)
  }

  private list(): Lexeme[] {
    if (this.peek().kind !== 'open') throw this.expected('a list in brackets, as (2, 4),')
    this.take('operator')
    const values = [this.value()]
    while (this.peek().kind === 'comma') {
      this.take('operator')
      values.push(this.value())
    }
    this.close('a comma or a closing bracket')
    return values
  }

  private value(): Lexeme {
    if (this.peek().kind !== 'word' && this.peek().kind !== 'string') throw this.expected('a value')
    return this.take('value')
  }

  private close(what: string): void {
    if (this.peek().kind !== 'close') throw this.expected(what)
    this.take('operator')
  }

  private keyword(word: string): boolean {
    if (this.peek().kind !== 'word' || this.peek().text.toLowerCase() !== word) return false
    this.take('operator')
    return true
  }

  private take(kind: FilterToken['kind']): Lexeme {
    const next = this.peek()
    this.tokens.push({ kind, start: next.start, end: next.end })
    this.at++
    return next
  }

  private peek(): Lexeme {
    const lexeme = this.lexemes[this.at]
    if (lexeme === undefined) throw new Error('a filter was read past its end')
    return lexeme
  }

  private expected(what: string): FilterError {
    const { kind, text, start, end } = this.peek()
    const found = kind === 'end' ? 'the end' : `"${text}"`
    return new FilterError(`Expected ${what}, found ${found}`, start, end, 'For example: worst >= 85 and device.bitsPerDevice in (2, 4).')
  }
}
