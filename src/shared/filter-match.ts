import type { Value } from './fields'
import { FilterError, type Lexeme } from './filter-lexer'
import type { FilterName } from './filter-names'
import type { RunSummary } from './results'
import { parseEngineering } from './units'

type Match = (value: Value) => boolean

const ageUnits: Record<string, number> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800 }

/** Whether a value is what was written: numbers by value, text without case. Throws FilterError where no value could ever be. */
export function equalTo(name: FilterName, operand: Lexeme): Match {
  const text = operand.text.toLowerCase()
  const sameText: Match = (value) => String(value).toLowerCase() === text
  const option = name.options.some((o) => o.toLowerCase() === text)
  if (name.kind === 'choice' && !option)
    throw unfit(operand, `one of ${name.options.join(', ')}`, 'Write one of these, or : to look for a part of one.')
  if (name.kind === 'flag' && text !== 'true' && text !== 'false') throw unfit(operand, 'true or false', 'Write = true or = false.')
  if ((name.kind !== 'number' && name.kind !== 'age' && name.kind !== 'any') || option) return sameText
  const number = readNumber(name, operand)
  if (Number.isNaN(number)) {
    if (name.kind === 'any') return sameText
    throw unfit(operand, [numberText(name), ...name.options].join(' or '), numberHint(name))
  }
  return (value) => value === number
}

/** `:` of text asks whether it is contained; of all else it is `=`. */
export function contains(name: FilterName, operand: Lexeme): Match {
  if (name.kind !== 'text' && name.kind !== 'choice') return equalTo(name, operand)
  const text = operand.text.toLowerCase()
  return (value) => String(value).toLowerCase().includes(text)
}

/** `>`, `>=`, `<`, `<=` of numbers. Throws FilterError on names that have no order and on operands that are no number. */
export function ordered(name: FilterName, operator: Lexeme, operand: Lexeme): Match {
  if (name.kind !== 'number' && name.kind !== 'age' && name.kind !== 'any')
    throw unfit(operator, '=, != or : for a name without numbers', 'Only numbers have an order.')
  const number = readNumber(name, operand)
  if (Number.isNaN(number)) throw unfit(operand, numberText(name), numberHint(name))
  return (value) => typeof value === 'number' && compare(operator.text, value, number)
}

/** Bare words search what a person would call a run by. */
export function searches(word: string): (run: RunSummary) => boolean {
  const text = word.toLowerCase()
  return (run) => [run.name, run.id, ...run.tags, ...models(run)].some((part) => part.toLowerCase().includes(text))
}

function models({ spec }: RunSummary): string[] {
  const axis = spec.axes.find((a) => a.field === 'model')
  return (axis?.values ?? [spec.fields['model'] ?? '']).map(String)
}

function compare(operator: string, a: number, b: number): boolean {
  if (operator === '>') return a > b
  if (operator === '>=') return a >= b
  return operator === '<' ? a < b : a <= b
}

/** A number with an engineering prefix or a percent sign; of an age, with its unit. NaN where it is neither. */
function readNumber(name: FilterName, { text }: Lexeme): number {
  const age = name.kind === 'age' ? /^(.*?)(s|min|h|d|w)$/.exec(text) : null
  if (age !== null) return parseEngineering(age[1] ?? '') * (ageUnits[age[2] ?? ''] ?? Number.NaN)
  return parseEngineering(text.replace(/%$/, ''))
}

const numberText = (name: FilterName): string => (name.kind === 'age' ? 'an age' : 'a number')
const numberHint = (name: FilterName): string =>
  name.kind === 'age' ? 'Write it as 90min, 12h, 3d or 2w.' : 'Write it as 85, 0.03 or 30m.'

function unfit({ text, start, end }: Lexeme, expected: string, hint: string): FilterError {
  return new FilterError(`Expected ${expected}, found "${text}"`, start, end, hint)
}
