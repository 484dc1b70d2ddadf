import { describe, expect, it } from 'vitest'
import { firstOrderCost, programmingOfTiles, type CostDesign } from '../../src/shared/cost'
import { costConstants, costValues, listCostConstants, readCostEdits } from '../../src/shared/cost-constants'

// One full array of ISAAC: 128 x 128 cells, 16-bit inputs bit by bit, an ADC of 8 bits.
const isaac: CostDesign = {
  layers: [{ name: 'array', rows: 128, columns: 128, down: 1, across: 1, positions: 1 }],
  planes: 1,
  tileRows: 128,
  tileColumns: 128,
  adcBits: 8,
  dacBits: 1,
  cycles: 16,
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
    expect(firstOrderCost(isaac, costValues({ adcsPerTile: 4 })).latency).toBeCloseTo(16 * 100e-9, 15)
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

  it('of two planes is twice the area and the energy, in the same time', () => {
    const [one, two] = [firstOrderCost(isaac), firstOrderCost({ ...isaac, planes: 2 })]
    expect(two.area.total / one.area.total).toBeCloseTo(2, 12)
    expect(two.energy.total / one.energy.total).toBeCloseTo(2, 12)
    expect([two.latency, two.tiles]).toEqual([one.latency, 2])
  })

  it('of programming takes energy by all devices and time by the fullest tile', () => {
    const wide = { ...isaac, layers: [{ name: 'wide', rows: 100, columns: 300, down: 1, across: 3, positions: 1 }] }
    const device = { seconds: 2e-6, joules: 3e-12 }
    const { devices, energy, time } = programmingOfTiles(wide, device)
    expect(devices).toBe(30_000)
    expect(time).toBeCloseTo(100 * 128 * 2e-6, 12)
    expect(energy).toBeCloseTo(30_000 * 3e-12, 18)
    expect(programmingOfTiles(wide, device, { devicesAtOnce: 128 }).time).toBeCloseTo(100 * 2e-6, 12)
  })

  it('refuses a design of no cycles', () => {
    expect(() => firstOrderCost({ ...isaac, cycles: 0 })).toThrow(/cycles = 0/)
  })
})

describe('the constants of the cost', () => {
  it('each have a source and a unit, and a value above zero', () => {
    for (const { source, unit, value } of Object.values(costConstants)) {
      expect(source).toMatch(/^(assumed: |Shafiee|Walden)/)
      expect(unit).not.toBe('')
      expect(value).toBeGreaterThan(0)
    }
  })

  it('are listed with an edit on top of what is shipped', () => {
    const list = listCostConstants({ readTime: 50e-9 })
    expect(list.find(({ name }) => name === 'readTime')).toMatchObject({ value: 50e-9, shipped: 100e-9, edited: true })
    expect(list.filter(({ edited }) => edited)).toHaveLength(1)
  })

  it('take no edit that is no number for a constant of today', () => {
    const { readTime } = costConstants
    for (const stored of [undefined, 'x', [1], { gone: 1, readTime: -1 }, { readTime: '2' }]) expect(readCostEdits(stored)).toEqual({})
    expect(costValues(readCostEdits({ adcTime: 1e-9, readTime: 0 }))).toMatchObject({ adcTime: 1e-9, readTime: readTime.value })
  })
})
