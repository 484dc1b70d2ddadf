import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NadirError } from '../../src/shared/errors'
import type { FieldInfo } from '../../src/shared/fields'
import { describeFilter, FilterError, parseFilter } from '../../src/shared/filter'
import type { RunSummary } from '../../src/shared/results'
import { summaryOf } from '../support/runs'

const now = Date.parse('2026-11-23T12:00:00Z')
const options = { now: () => now }
const run = summaryOf({
  id: 'r-00012',
  name: 'Corner "B" sweep',
  tags: ['candidate', 'tapeout b'],
  worstLow: 86.25,
  clean: 98.6,
  montecarloMean: 98.2,
  starred: true,
  createdAt: '2026-11-21T12:00:00Z',
  spec: { set: { model: 'lenet-w4a4-adversarial', 'weights.zeroExact': true }, axes: { 'device.bitsPerDevice': [2, 4] } },
})

const holds = (text: string, of: RunSummary = run): boolean => parseFilter(text, options)(of)
function failure(text: string): FilterError {
  try {
    parseFilter(text, options)
  } catch (error) {
    if (error instanceof FilterError) return error
    throw error
  }
  throw new Error(`"${text}" was read`)
}

describe('the filter language', () => {
  it.each([
    ['', true],
    ['   ', true],
    ['worst >= 85 and device.bitsPerDevice in (2, 4) and clean > 88 and not tag:archived', true],
    ['worst >= 85 and device.bitsPerDevice in (2, 4) and clean > 98.6', false],
    ['worst = 86.25', true],
    ['worst != 86.25', false],
    ['worst < 86.25', false],
    ['worst <= 86.25%', true],
    ['clean>98 montecarlo<98.5', true],
    ['device.threshold = 0.03', true],
    ['device.threshold = 30m', true],
    ['device.bitsPerDevice = 4', true],
    ['device.bitsPerDevice > 4', false],
    ['weights.bits = float', false],
    ['weights.bits in (float, 4)', true],
    ['data.score.images = ALL', true],
    ['weights.zeroExact = true', true],
    ['mapping.scheme = Sign-Magnitude', true],
    ['mapping.scheme : magni', true],
    ['model:adversarial', true],
    ['model = adversarial', false],
    ['state = done', true],
    ['state in (failed, interrupted)', false],
    ['tag:candidate', true],
    ['tag:candid', false],
    ['tag = "tapeout b"', true],
    ['tag in (baseline, candidate)', true],
    ['starred', true],
    ['starred = false', false],
    ['archived', false],
    ['not archived', true],
    ['age > 36h', true],
    ['age < 2d', false],
    ['age <= 2d', true],
    ['age < 1w', true],
    ['points = 2', true],
    ['attack.unheard = 3', false],
    ['corner', true],
    ['candid', true],
    ['00012', true],
    ['adversarial', true],
    ['"corner \\"b\\""', true],
    ['\'Corner "B"\'', true],
    ['corner baseline', false],
    ['corner or baseline', true],
    ['(baseline or corner) and (worst > 90 or starred)', true],
    ['not not corner', true],
    ['NOT corner OR tag:candidate', true],
  ])('reads %s', (text, expected) => {
    expect(holds(text)).toBe(expected)
  })

  it('binds not before and, and before or', () => {
    const [yes, no] = ['starred', 'archived']
    expect(holds(`${yes} or ${no} and ${no}`)).toBe(true)
    expect(holds(`(${yes} or ${no}) and ${no}`)).toBe(false)
    expect(holds(`not ${no} and ${no}`)).toBe(false)
    expect(holds(`not (${no} and ${no})`)).toBe(true)
  })

  it('meets no comparison, but any inequality, where a run has no such number', () => {
    const planned = summaryOf({ id: 'r-00013', state: 'queued' })
    for (const operator of ['=', '<', '>', '<=', '>=']) expect(holds(`worst ${operator} 50`, planned)).toBe(false)
    expect(holds('worst != 50', planned)).toBe(true)
  })

  it.each([
    ['wurst > 3', 0, 5, 'There is no name "wurst"'],
    ['starred and threshold = 3', 12, 21, 'There is no name "threshold"'],
    ['worst >= ', 9, 9, 'Expected a value, found the end'],
    ['worst >= and', 9, 12, 'Expected a number, found "and"'],
    ['worst >= bad', 9, 12, 'Expected a number, found "bad"'],
    ['name > 3', 5, 6, 'Expected =, != or :'],
    ['state = finished', 8, 16, 'Expected one of queued'],
    ['mapping.scheme = pair', 17, 21, 'Expected one of sign-magnitude'],
    ['weights.zeroExact = 1', 20, 21, 'Expected true or false'],
    ['age > soon', 6, 10, 'Expected an age'],
    ['weights.bits = lots', 15, 19, 'Expected a number or float'],
    ['device.bitsPerDevice in 2', 24, 25, 'Expected a list'],
    ['device.bitsPerDevice in (2 4)', 27, 28, 'Expected a comma'],
    ['(worst > 3', 10, 10, 'Expected a closing bracket'],
    ['worst > 3)', 9, 10, 'Expected and, or, or the end'],
    ['worst > 3 or', 12, 12, 'Expected a condition'],
    ['and', 0, 3, 'Expected a condition'],
    ['name = "open', 7, 12, 'A quote that is not closed'],
    ['!starred', 0, 1, 'A lone "!"'],
  ])('says where %s goes wrong', (text, start, end, message) => {
    const error = failure(text)
    expect(error).toBeInstanceOf(NadirError)
    expect(error.code).toBe('bad-value')
    expect(error.message).toContain(message)
    expect(error.message).toContain(`at character ${start + 1}`)
    expect([error.start, error.end]).toEqual([start, end])
    expect(error.hint).toBeTruthy()
  })

  it('suggests the full name of a field that was cut short', () => {
    expect(failure('threshold = 3').hint).toContain('device.threshold')
    expect(failure('bitsPerDevice = 3').hint).toContain('device.bitsPerDevice')
  })

  it('checks the fields of methods where their list is given', () => {
    const field: FieldInfo = {
      name: 'attack.momentum',
      group: 'attack',
      kind: 'number',
      options: [],
      default: 0.9,
      label: 'Momentum',
      help: '',
    }
    expect(() => parseFilter('attack.momentum = high', { fields: [field] })).toThrow('Expected a number')
    expect(() => parseFilter('attack.momentum = high')).not.toThrow()
  })
})

const condition = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('worst', 'clean', 'points', 'device.bitsPerDevice'),
      fc.constantFrom('=', '!=', '<', '<=', '>', '>='),
      fc.integer({ min: 0, max: 100 }),
    )
    .map((parts) => parts.join(' ')),
  fc.constantFrom('starred', 'archived', 'tag:candidate', 'corner', '"nowhere"', 'state = done'),
)
const { expression } = fc.letrec<{ expression: string; join: string }>((tie) => ({
  expression: fc.oneof({ maxDepth: 4 }, condition, tie('join')),
  join: fc.oneof(
    fc.tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression')).map(([a, word, b]) => `(${a} ${word} ${b})`),
    tie('expression').map((a) => `not ${a}`),
  ),
}))

describe('any filter', () => {
  it('follows the laws of logic', () => {
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        expect(holds(`not (${a})`)).toBe(!holds(a))
        expect(holds(`(${a}) and (${b})`)).toBe(holds(a) && holds(b))
        expect(holds(`(${a}) or (${b})`)).toBe(holds(a) || holds(b))
        expect(holds(`(${a}) (${b})`)).toBe(holds(`(${a}) and (${b})`))
        expect(holds(`not (${a} and ${b})`)).toBe(holds(`not (${a}) or not (${b})`))
      }),
    )
  })

  it('compares a number as the language it is written in does', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100, noNaN: true }), fc.double({ min: 0, max: 100, noNaN: true }), (a, b) => {
        const one = summaryOf({ id: 'r-00001', worstLow: a })
        expect(holds(`worst < ${b}`, one)).toBe(a < b)
        expect(holds(`worst >= ${b}`, one)).toBe(a >= b)
        expect(holds(`worst = ${a}`, one)).toBe(true)
        expect(holds(`worst != ${b}`, one)).toBe(a !== b)
      }),
    )
  })

  it('finds a run by any name, quoted', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const quoted = `"${name.replace(/[\\"]/g, (c) => `\\${c}`)}"`
        const one = summaryOf({ id: 'r-00001', name })
        expect(holds(quoted, one)).toBe(true)
        expect(holds(`name = ${quoted}`, one)).toBe(true)
      }),
    )
  })

  it('is either read, or refused with a place inside its text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('worst', '>=', '85', 'and', 'or', 'not', 'in', '(', ')', ',', '"', ':', 'tag', '!', 'x', ' ')),
        (parts) => {
          const text = parts.join(' ')
          const { tokens, error } = describeFilter(text, options)
          if (error === undefined) expect(() => parseFilter(text)).not.toThrow()
          else {
            expect(error.start).toBeLessThanOrEqual(error.end)
            expect(error.end).toBeLessThanOrEqual(text.length)
          }
          let at = 0
          for (const token of tokens) {
            expect(token.start).toBeGreaterThanOrEqual(at)
            at = token.end
          }
        },
      ),
    )
  })
})

describe('the pieces of a filter', () => {
  const pieces = (text: string): string[] => describeFilter(text).tokens.map((t) => `${t.kind} ${text.slice(t.start, t.end)}`)

  it('tell names, operators, values and words apart', () => {
    expect(pieces('worst >= 85 and tag:"a b" corner')).toEqual([
      'name worst',
      'operator >=',
      'value 85',
      'operator and',
      'name tag',
      'operator :',
      'value "a b"',
      'word corner',
    ])
  })

  it('keep what was read before the fault, and mark the fault', () => {
    expect(pieces('worst >= 85 and wurst < 3')).toEqual(['name worst', 'operator >=', 'value 85', 'operator and', 'error wurst'])
    expect(pieces('worst >= 85 and name = "open')).toEqual([
      'name worst',
      'operator >=',
      'value 85',
      'operator and',
      'name name',
      'operator =',
      'error "open',
    ])
  })
})
