import { describe, expect, it } from 'vitest'
import { firstOrderCost, type CostDesign } from '../../../../src/main/engine/crossbar/cost'
import { costConstants, type CostConstants } from '../../../../src/main/engine/crossbar/cost-constants'

// One full array of ISAAC: 128 x 128 cells, 16-bit inputs bit by bit, an ADC of 8 bits.
const isaac: CostDesign = {
  layers: [{ name: 'array', rows: 128, columns: 128, down: 1, across: 1, positions: 1 }],
  tileRows: 128,
  tileColumns: 128,
  adcBits: 8,
  activationBits: 16,
  inputBits: 1,
  meanCycles: 10,
}

describe('the first-order cost', () => {
  it('of eight arrays gives back the areas and powers of ISAAC Table I', () => {
    const { area, energy } = firstOrderCost(isaac)
    const mm2 = 1e-6
    expect(8 * area.adc).toBeCloseTo(0.0096 * mm2, 15)
    expect(8 * area.dac).toBeCloseTo(0.00017 * mm2, 15)
    expect(8 * area.sampleHold).toBeCloseTo(0.00004 * mm2, 15)
    expect(8 * area.cells).toBeCloseTo(0.0002 * mm2, 15)
    const watts = (joules: number): number => (8 * joules) / (16 * 100e-9)
    expect(watts(energy.cells)).toBeCloseTo(2.4e-3, 12)
    expect(watts(energy.dac)).toBeCloseTo(4e-3, 12)
    expect(watts(energy.sampleHold)).toBeCloseTo(10e-6, 12)
    // 1.28 GS/s are asked of the array's ADC where the table names 1.2.
    expect(watts(energy.adc)).toBeCloseTo((16e-3 * 1.28) / 1.2, 12)
  })

  it('waits for the conversions where they take longer than the read', () => {
    expect(firstOrderCost(isaac).latency).toBeCloseTo((16 * 128) / 1.2e9, 15)
    const four: CostConstants = { ...costConstants, adcsPerTile: { ...costConstants.adcsPerTile, value: 4 } }
    expect(firstOrderCost(isaac, four).latency).toBeCloseTo(16 * 100e-9, 15)
  })

  it('doubles the energy of conversion with each bit of the ADC', () => {
    expect(firstOrderCost({ ...isaac, adcBits: 9 }).energy.adc / firstOrderCost(isaac).energy.adc).toBeCloseTo(2, 12)
  })

  it('adds latencies up and takes the longest layer as the interval', () => {
    const [layer] = isaac.layers
    if (layer === undefined) throw new Error('no layer')
    const two = firstOrderCost({ ...isaac, layers: [layer, { ...layer, positions: 100 }] })
    const one = firstOrderCost(isaac)
    expect(two.latency / one.latency).toBeCloseTo(101, 10)
    expect(two.interval / one.latency).toBeCloseTo(100, 10)
    expect(two.energy.total / one.energy.total).toBeCloseTo(101, 10)
    expect(two.area.total / one.area.total).toBeCloseTo(2, 12)
  })

  it('of programming grows with the cycles, in time by the fullest tile and in energy by all devices', () => {
    const wide = { ...isaac, layers: [{ name: 'wide', rows: 100, columns: 300, down: 1, across: 3, positions: 1 }] }
    const { programmingTime, programmingEnergy } = firstOrderCost(wide)
    expect(programmingTime).toBeCloseTo(100 * 128 * 10 * 200e-9, 12)
    expect(firstOrderCost({ ...wide, meanCycles: 20 }).programmingTime / programmingTime).toBeCloseTo(2, 12)
    expect(programmingEnergy / (100 * 300 * 10)).toBeCloseTo(costConstants.pulseEnergy.value + costConstants.verifyEnergy.value, 18)
  })

  it('names a source beside every constant', () => {
    for (const { source, unit, value } of Object.values(costConstants)) {
      expect(source).toMatch(/^(assumed: |Shafiee|Walden)/)
      expect(unit).not.toBe('')
      expect(value).toBeGreaterThan(0)
    }
  })

  it('refuses a design of no cycles', () => {
    expect(() => firstOrderCost({ ...isaac, meanCycles: 0 })).toThrow(/meanCycles = 0/)
  })
})
