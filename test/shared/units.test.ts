import { describe, expect, it } from 'vitest'
import { constantText } from '../../src/shared/cost-text'
import { area } from '../../src/shared/units'

describe('an area in words', () => {
  it.each([
    [2.65e-6, '2.65\u00a0mm\u00b2'],
    [6.95e-8, '0.0695\u00a0mm\u00b2'],
    [2.5e-9, '2\u00a0500\u00a0\u00b5m\u00b2'],
    [1.526e-15, '0.00153\u00a0\u00b5m\u00b2'],
    [0, '0.00\u00a0mm\u00b2'],
  ])('of %s square metres is %s', (value, text) => {
    expect(area(value)).toBe(text)
  })
})

it('a constant takes a prefix where its unit has them, and two dimensions where it is an area', () => {
  expect([constantText(1e-7, 's'), constantText(1.2e-9, 'm2'), constantText(2, '\u00d7 a bit')]).toEqual([
    '100\u00a0ns',
    '1\u00a0200\u00a0\u00b5m\u00b2',
    '2\u00a0\u00d7 a bit',
  ])
})
