import { describe, expect, it } from 'vitest'
import { devicePresets } from '../../src/main/engine/device/presets'
import { deviceData } from '../../src/shared/device'
import { deviceNumbers, editedSource, quantityText, sourceKind } from '../../src/shared/device-numbers'
import { engineering, probability, timeSpan } from '../../src/shared/units'

describe('numbers of a device', () => {
  it.each([...devicePresets])('%s: every one is among them, and setting one changes nothing else', (_, device) => {
    const { gMin, gMax, pulse, verify, stuckOn, stuckOff } = device
    const quantities = [gMin, gMax, stuckOn, stuckOff, ...Object.values(pulse), ...Object.values(verify)]
    expect(deviceNumbers.map(({ get }) => get(device))).toHaveLength(quantities.length)
    expect(new Set(deviceNumbers.map(({ get }) => get(device)))).toEqual(new Set(quantities))
    expect(deviceData.parse(device)).toEqual(device)
    for (const number of deviceNumbers) {
      const before = JSON.stringify(device)
      const changed = number.set(device, 0.123, editedSource)
      expect(number.get(changed)).toEqual({ ...number.get(device), value: 0.123, source: editedSource })
      const same = deviceNumbers.filter((other) => other !== number)
      expect(same.map(({ get }) => get(changed))).toEqual(same.map(({ get }) => get(device)))
      expect(JSON.stringify(device)).toBe(before)
    }
  })

  it('stand with their unit, from atto up', () => {
    expect(quantityText({ value: 2.9e-17, unit: 'J', source: '' })).toBe('29.0\u00a0aJ')
    expect(quantityText({ value: 1.15e-15, unit: 'J', source: '' })).toBe('1.15\u00a0fJ')
    expect(quantityText({ value: 0.035, unit: 'window', source: '' })).toBe('0.035\u00a0window')
    expect(engineering(1e-20, 'J')).toBe('0.0100\u00a0aJ')
  })

  it('say how far their source can be trusted', () => {
    expect(sourceKind('Joshi et al., g_max')).toBe('published')
    expect(sourceKind('NeuroSim, c2cVari; assumed to be this device')).toBe('assumed')
    expect(sourceKind('fit of lab.csv')).toBe('fit')
    expect(sourceKind(editedSource)).toBe('edited')
  })
})

describe('figures of programming', () => {
  it('never read as certain what is not', () => {
    expect([0, 1, 0.99999, 1.9e-4, 0.25].map(probability)).toEqual(['0', '100', '> 99.9', '0.019', '25'])
    expect(probability(1e-12)).toBe('1e\u221210')
  })

  it('span nanoseconds to hours', () => {
    expect([7.5e-8, 0.876, 1.16, 252, 7200].map(timeSpan)).toEqual([
      '75.0\u00a0ns',
      '876\u00a0ms',
      '1.16\u00a0s',
      '4.2\u00a0min',
      '2.0\u00a0h',
    ])
  })
})
