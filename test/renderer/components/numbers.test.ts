import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepBy, stepSize } from '../../../src/renderer/components/number-steps'
import { nextPosition, sliderScale } from '../../../src/renderer/components/slider-scale'
import type { FieldInfo } from '../../../src/shared/fields'
import { fieldInfos } from '../example-run'

const info = (name: string): FieldInfo => {
  const found = fieldInfos.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}

describe('steps of the arrow keys', () => {
  it('go in the second significant digit, Shift ten times and Alt a tenth as far', () => {
    expect(stepSize(0.03, { whole: false, times: 1 })).toBe(0.001)
    expect(stepSize(0.03, { whole: false, times: 10 })).toBe(0.01)
    expect(stepSize(0.03, { whole: false, times: 0.1 })).toBe(0.0001)
    expect(stepSize(90, { step: 1, whole: false, times: 1 })).toBe(1)
  })

  it('go by at least one in whole numbers', () => {
    expect(stepSize(4, { whole: true, times: 0.1 })).toBe(1)
    expect(stepSize(4, { whole: true, times: 10 })).toBe(10)
  })

  it('stay inside the limits, and lead back from outside', () => {
    expect(stepBy(4096, 1, 8, 4096)).toBe(4096)
    expect(stepBy(8, -1, 8, 4096)).toBe(8)
    expect(stepBy(99_999, -10_000, 8, 4096)).toBe(89_999)
    expect(stepBy(0.3, 0.1)).toBe(0.4)
  })
})

describe('sliders', () => {
  const sliders = fieldInfos.filter((one) => one.control === 'slider')

  it('give at every position a value that is allowed', () => {
    expect(sliders.length).toBeGreaterThan(4)
    for (const one of sliders) {
      const scale = sliderScale(one)
      for (let at = 0; at <= scale.steps; at++) {
        const value = scale.toValue(at)
        if (typeof value !== 'number') expect(one.options).toContain(value)
        else {
          expect(value, `${one.name} at ${at}`).toBeGreaterThanOrEqual(one.min ?? -Infinity)
          expect(value, `${one.name} at ${at}`).toBeLessThanOrEqual(one.max ?? Infinity)
        }
      }
    }
  })

  it('lead with the arrow keys through ever other values from end to end and back', () => {
    for (const one of sliders) {
      const scale = sliderScale(one)
      for (const direction of [1, -1] as const) {
        const end = scale.toValue(direction > 0 ? scale.steps : 0)
        let value = scale.toValue(direction > 0 ? 0 : scale.steps)
        for (let moves = 0; value !== end; moves++) {
          const at = nextPosition(scale, value, direction)
          const next = at === undefined ? value : scale.toValue(at)
          if (typeof next === 'number' && typeof value === 'number')
            expect(Math.sign(next - value), `${one.name} at ${value}`).toBe(direction)
          expect(next, one.name).not.toBe(value)
          value = next
          expect(moves).toBeLessThanOrEqual(scale.steps)
        }
        expect(nextPosition(scale, end, direction), one.name).toBeUndefined()
      }
    }
  })

  it('go through powers of two where the field does', () => {
    const scale = sliderScale(info('crossbar.rows'))
    expect(Array.from({ length: scale.steps + 1 }, (_, i) => scale.toValue(i))).toEqual([16, 32, 64, 128, 256, 512, 1024])
  })

  it('have the word a field takes past the last number', () => {
    const scale = sliderScale(info('weights.bits'))
    expect(scale.toValue(scale.steps)).toBe('float')
    expect(scale.toPosition('float')).toBe(scale.steps)
    expect(scale.toValue(scale.steps - 1)).toBe(8)
  })

  it('hold values from outside the slider at its ends', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 100, noNaN: true }), (value) => {
        const scale = sliderScale(info('device.threshold'))
        const at = scale.toPosition(value)
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(scale.steps)
      }),
    )
  })
})
