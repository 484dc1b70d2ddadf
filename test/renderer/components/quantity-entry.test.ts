import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { suggestedName } from '../../../src/renderer/views/device/import-file'
import { entryOf, readEntry } from '../../../src/renderer/components/quantity-entry'
import { siScale, timeScale } from '../../../src/renderer/components/si-scale'

describe('a quantity that is typed', () => {
  test.each([
    [{ value: 3.8462e-8, unit: 'S' }, '38.462', 'nS'],
    [{ value: 1.941083e-6, unit: 'S' }, '1.941', '\u00b5S'],
    [{ value: 2.9e-17, unit: 'J' }, '29', 'aJ'],
    [{ value: 0, unit: 's' }, '0', 's'],
    [{ value: 64e6, unit: 'pulses' }, '64000000', 'pulses'],
    [{ value: 0.0071296, unit: 'window' }, '0.00713', 'window'],
  ] as const)('%j stands as %s in %s', (quantity, text, unit) => {
    expect(entryOf(quantity)).toMatchObject({ text, unit })
  })

  test('is in the unit shown, or names its own prefix', () => {
    const nano = entryOf({ value: 3e-8, unit: 'S' })
    expect(readEntry('40', nano)).toBe(4e-8)
    expect(readEntry(' 2u', nano)).toBe(2e-6)
    expect(readEntry('1e3', nano)).toBe(1e-6)
    expect(readEntry('0,5', nano)).toBeNaN()
    expect(readEntry('', nano)).toBeNaN()
  })

  test('of an area is in square micrometres and takes no prefix, which would have to count twice', () => {
    const area = entryOf({ value: 1.2e-9, unit: 'm2' })
    expect(area).toMatchObject({ text: '1200', unit: '\u00b5m\u00b2' })
    expect(readEntry('30', area)).toBe(30e-12)
    expect(readEntry('30u', area)).toBeNaN()
  })

  test('reads back what it shows to four digits, whatever its size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-17, max: 1e5, noNaN: true }),
        fc.constantFrom('S', 's', 'J', 'pulses', 'window', 'm2'),
        (value, unit) => {
          const entry = entryOf({ value, unit })
          expect(readEntry(entry.text, entry) / value).toBeCloseTo(1, 3)
        },
      ),
    )
  })
})

describe('the unit of an axis', () => {
  test('is the prefix with which its largest value reads 1 to 1000', () => {
    expect(siScale(2.5e-5)).toEqual({ factor: 1e-6, prefix: '\u00b5' })
    expect(siScale(0)).toEqual({ factor: 1, prefix: '' })
    expect(siScale(1e-9)).toEqual({ factor: 1e-9, prefix: 'n' })
  })

  test('of durations turns to minutes and hours', () => {
    expect(timeScale(0.09)).toEqual({ factor: 1e-3, unit: 'ms' })
    expect(timeScale(90)).toEqual({ factor: 1, unit: 's' })
    expect(timeScale(1300)).toEqual({ factor: 60, unit: 'min' })
    expect(timeScale(40_000)).toEqual({ factor: 3600, unit: 'h' })
  })
})

test('a file suggests a name that a device may have', () => {
  expect(suggestedName('Lab 7 (new).CSV')).toBe('lab-7-new')
  expect(suggestedName('\u00b5.csv')).toBe('measured')
})
