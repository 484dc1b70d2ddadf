import { describe, expect, it } from 'vitest'
import { arrayWords, isIdealArray } from '../../src/shared/array-words'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import type { PointProgramming } from '../../src/shared/results'
import { createFieldTable } from '../../src/shared/spec'
import { boundText, setSize } from '../../src/shared/variation'
import { variationWarnings } from '../../src/shared/variation-warnings'
import { chipShare, holdsFor, holdsForAll, wholeChips, wholeChipsText } from '../../src/shared/whole-chips'

const designOf = (fields: Record<string, unknown>): Design => parseSpec(createFieldTable(), fields).fields as Design
const programming = (whole: PointProgramming['whole'], failures = 3): PointProgramming => ({
  technology: 'rram',
  sample: 10_000,
  failures,
  cycles: 12,
  devices: 2000,
  seconds: 1,
  joules: 1,
  whole,
})
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

describe('chips that a worst case holds for', () => {
  it('are a share that rounds neither to none nor to all', () => {
    expect([0, 1e-9, 0.0004, 0.5, 0.9996, 1 - 1e-9, 1].map((share) => plain(chipShare(share)))).toEqual([
      '0.0 %',
      '< 0.1 %',
      '< 0.1 %',
      '50.0 %',
      '> 99.9 %',
      '> 99.9 %',
      '100.0 %',
    ])
  })

  it('are told with their interval, where there is one, and with what they rest on', () => {
    expect(plain(wholeChips(programming({ probability: 0.5, low: 0.3, high: 0.7 })))).toBe('50.0 % (30.0 % to 70.0 %)')
    expect(plain(wholeChips(programming({ probability: 1, low: 1, high: 1 })))).toBe('100.0 %')
    const text = plain(wholeChipsText(programming({ probability: 0.55, low: 0.17, high: 0.83 })))
    expect(text).toContain('3 ended outside')
    expect(text).toContain('55.0 % (17.0 % to 83.0 %) of chips with 2 000 devices')
    expect(wholeChipsText(programming({ probability: 1, low: 0, high: 1 }, 0))).toContain('leaves open how many')
  })
})

describe('what a worst case holds for', () => {
  const some = programming({ probability: 0.55, low: 0.17, high: 0.83 })
  const held = (fields: Record<string, unknown>): string | undefined => holdsFor(designOf(fields), some)

  it('has a share of chips where write-verify decides, and none where it cannot', () => {
    expect(plain(held({}) ?? '')).toContain('55.0 %')
    expect(held({ 'variation.kind': 'relative' })).toBeUndefined()
    expect(held({ 'device.stuckOn': 0.01 })).toContain('exactly the stuck devices of the seed')
    expect(held({ 'device.time': 60 })).toContain('where they drift to on average')
    for (const fields of [{ 'device.stuckOn': 0.01 }, { 'device.time': 60 }]) expect(held(fields)).not.toContain('%')
    expect(held({ 'crossbar.chipVariation': 0.02 })).toContain('factors of single chips')
  })
})

describe('what the worst cases of several points hold for', () => {
  const of = (fields: Record<string, unknown>, probability: number): { design: Design; programming: PointProgramming } => ({
    design: designOf(fields),
    programming: programming({ probability, low: probability, high: probability }),
  })

  it('is that of the point that fails most where a share is known, and each other sentence once', () => {
    const points = [
      of({}, 0.9),
      of({}, 0.5),
      of({ 'device.time': 60 }, 0.4),
      of({ 'device.time': 90 }, 0.3),
      of({ 'device.stuckOn': 0.1 }, 1),
    ]
    const told = holdsForAll(points).map(plain)
    expect(told).toHaveLength(3)
    expect(told[0]).toContain('50.0 % of chips')
    expect(told[0]).toContain('Of the points without age and faults')
    expect(told[1]).toContain('where they drift to')
    expect(told[2]).toContain('exactly the stuck devices')
  })

  it('leaves out what never fails only where a share is known', () => {
    expect(holdsForAll([of({}, 1), of({ 'device.stuckOn': 0.1 }, 1)], false)).toHaveLength(1)
    expect(holdsForAll([of({ 'variation.kind': 'relative' }, 0.5), of({}, 0.5)], false)).toHaveLength(1)
    expect(holdsForAll([])).toEqual([])
  })
})

describe('what is said of a design', () => {
  it('names each part of the array that is modelled, and each that is not', () => {
    expect(isIdealArray(designOf({}))).toBe(true)
    expect(arrayWords(designOf({}))).toEqual(['no converters', 'no wire or driver resistance', 'no drift', 'no stuck devices'])
    const real = designOf({
      'crossbar.adcBits': 6,
      'crossbar.parasitics': 'nodal',
      'device.preset': 'pcm',
      'device.time': 3600,
      'device.stuckOn': 0.01,
    })
    expect(isIdealArray(real)).toBe(false)
    const words = arrayWords(real).map(plain).join('; ')
    expect(words).toMatch(/ADCs of 6 bits.*solved exactly.*wire 1.00 \u03a9.*pcm 3600 s.*compensated.*stuck on: 1 %/)
    expect(words).not.toContain('no ')
  })

  it.each([
    ['box', 0.03, '|\u0394W| \u2264 0.0300 s'],
    ['relative', 0.1, '|\u0394W| \u2264 0.1 |W|'],
    ['multiplicative', 0.1, 'W e^\u00b10.1'],
    ['level', 3, '3 sd of each level'],
  ] as const)('a set of kind %s has the size %d: %s', (kind, size, text) => {
    expect(setSize(designOf({ 'variation.kind': kind }))).toBe(size)
    expect(boundText(designOf({ 'variation.kind': kind }))).toBe(text)
  })

  it('says where the threshold sizes nothing, and where random chips leave the set', () => {
    expect(variationWarnings(designOf({}))).toEqual([])
    expect(variationWarnings(designOf({ 'variation.kind': 'relative' })).join()).toMatch(/threshold does not size the set.*zeta/)
    expect(variationWarnings(designOf({ 'sampling.kind': 'write-verify' })).join()).toContain('may leave the set')
    expect(variationWarnings(designOf({ 'device.time': 60 })).join()).toContain('pcm draws')
    expect(variationWarnings(designOf({ 'device.stuckOff': 0.01 })).join()).toContain('stuck devices or factors of its own')
    expect(boundText(designOf({ 'device.time': 60 }))).toContain('before compensation')
    expect(arrayWords(designOf({ 'device.stuckOn': 0.07 })).join()).toContain('stuck on: 7 %')
  })
})
