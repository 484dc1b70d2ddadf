import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDraft, checkValue, deriveDraft, fieldOfError } from '../../../src/renderer/stores/checks'
import { axisOf, dropAxis, firstAxis, rangeAxis, setAxis, setField } from '../../../src/renderer/stores/draft'
import { box } from '../../../src/shared/device-math'
import type { Design, FieldInfo } from '../../../src/shared/fields'
import { maxAxes, specToFile } from '../../../src/shared/spec'
import { fieldInfos, fieldTable, spec, sweep } from '../example-run'

const info = (name: string): FieldInfo => {
  const found = fieldInfos.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}
const lenet = [{ name: 'fc', rows: 400, columns: 120, positions: 1 }]

describe('the draft in the form', () => {
  it('keeps the box when the threshold unit is changed, there and back, for any bits a device', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4), fc.double({ min: 0.001, max: 0.4, noNaN: true }), (bits, threshold) => {
        const before = spec({ device: { threshold, bitsPerDevice: bits } })
        const level = setField(before, 'device.thresholdUnit', 'level')
        expect(box(level.fields as Design).t).toBeCloseTo(box(before.fields as Design).t, 10)
        const back = setField(level, 'device.thresholdUnit', 'window')
        expect(back.fields['device.threshold']).toBeCloseTo(threshold, 10)
      }),
    )
  })

  it('converts the ends of a swept threshold with its unit', () => {
    const level = setField(spec(sweep), 'device.thresholdUnit', 'level')
    expect(axisOf(level, 'device.threshold')?.range).toMatchObject({ from: 0.015, to: 0.12, steps: 8 })
    expect(axisOf(level, 'device.threshold')?.values).toEqual([0.015, 0.03, 0.045, 0.06, 0.075, 0.09, 0.105, 0.12])
  })

  it('never changes the draft it is given', () => {
    const before = spec(sweep)
    const copy = structuredClone(before)
    setField(before, 'device.thresholdUnit', 'level')
    setAxis(before, { field: 'model', values: ['a'] })
    dropAxis(before, 'device.threshold')
    expect(before).toEqual(copy)
  })

  it('takes four axes and refuses a fifth with a hint', () => {
    const names = ['device.threshold', 'device.bitsPerDevice', 'mapping.scheme', 'crossbar.rows', 'seed']
    let draft = spec({})
    for (const field of names.slice(0, maxAxes)) draft = setAxis(draft, { field, values: [1] })
    expect(() => setAxis(draft, { field: 'seed', values: [1, 2] })).toThrow(
      expect.objectContaining({ code: 'too-many-axes', hint: expect.any(String) as string }),
    )
    expect(setAxis(draft, { field: 'crossbar.rows', values: [2] }).axes).toHaveLength(maxAxes)
  })

  it('gives whole-number fields whole numbers, none of them twice', () => {
    expect(rangeAxis('attack.steps', { from: 1, to: 4, steps: 7, scale: 'linear' }, true).values).toEqual([1, 2, 3, 4])
  })

  it('holds no values for a log range that touches zero, so that it is marked and not drawn', () => {
    expect(rangeAxis('device.threshold', { from: 0, to: 1, steps: 3, scale: 'log' }, false).values).toEqual([])
  })

  it('starts every field as an axis that the core accepts', () => {
    for (const field of fieldInfos) {
      const options = field.kind === 'text' ? ['a', 'b'] : field.options
      const axis = firstAxis(field, field.default, options, 4)
      expect(axis.values.length, field.name).toBeGreaterThan(0)
      const draft = setAxis({ ...spec({}), axes: [] }, axis)
      expect(checkDraft(draft, fieldInfos).size, field.name).toBe(0)
      expect(() => spec(specToFile(draft)), field.name).not.toThrow()
    }
    expect(fieldTable.size).toBe(fieldInfos.length)
  })

  it('offers bits a device that divide the weight bits', () => {
    expect(firstAxis(info('device.bitsPerDevice'), 2, [], 4).values).toEqual([1, 2, 4])
    expect(firstAxis(info('device.bitsPerDevice'), 2, [], 6).values).toEqual([1, 2])
  })
})

describe('checks', () => {
  it('say what a value may be at most and at least', () => {
    expect(checkValue(info('crossbar.rows'), 99_999)?.message).toBe('at most 4096')
    expect(checkValue(info('crossbar.rows'), 3)?.message).toBe('at least 8')
    expect(checkValue(info('attack.steps'), 2.5)?.message).toBe('a whole number')
    expect(checkValue(info('weights.bits'), 'float')).toBeUndefined()
    expect(checkValue(info('weights.bits'), 'many')?.message).toContain('float')
    expect(checkValue(info('device.threshold'), 0.03)).toBeUndefined()
  })

  it('find a bad value in a list and a bad end of a range', () => {
    const list = setAxis(spec({}), { field: 'crossbar.rows', values: [64, 5] })
    expect(checkDraft(list, fieldInfos).get('crossbar.rows')?.message).toContain('5')
    const range = setAxis(spec({}), rangeAxis('device.threshold', { from: 0, to: 0.1, steps: 4, scale: 'log' }, false))
    expect(checkDraft(range, fieldInfos).get('device.threshold')?.message).toContain('above zero')
  })

  it('put an error of the core at the field it is about', () => {
    expect(fieldOfError({ code: 'not-divisible', message: '4 weight bits do not divide by 3 bits a device.' }, fieldInfos)).toBe(
      'device.bitsPerDevice',
    )
    expect(fieldOfError({ code: 'out-of-range', message: 'attack.steps = 0 is out of range.' }, fieldInfos)).toBe('attack.steps')
    expect(fieldOfError({ code: 'disk-full', message: 'The disk is full' }, fieldInfos)).toBeUndefined()
  })

  it('say why a design cannot be built, and nothing where some design of a sweep can', () => {
    const odd = setField(spec({}), 'device.bitsPerDevice', 3)
    expect(deriveDraft(odd, lenet).error).toMatchObject({ code: 'not-divisible', hint: expect.any(String) as string })
    const swept = setAxis(odd, { field: 'device.bitsPerDevice', values: [3, 4] })
    expect(deriveDraft(swept, lenet).derived?.slices).toBe(1)
  })
})
