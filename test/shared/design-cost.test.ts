import { describe, expect, it } from 'vitest'
import { layerShapes } from '../../src/main/engine/network/zoo'
import { costConstants } from '../../src/shared/cost-constants'
import { adcWords, countedAdc, designCost, designProgramming } from '../../src/shared/design-cost'
import { derive } from '../../src/shared/device-math'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'

const table = createFieldTable()
const design = (set: Record<string, unknown> = {}): Design => parseSpec(table, set).fields as Design
const costOf = (set: Record<string, unknown> = {}, shapes = layerShapes('lenet')) => {
  const made = design(set)
  return designCost(made, derive(made, shapes).layers)
}

describe('the cost of a design', () => {
  it('is that of counting a single dense layer by hand', () => {
    // 300 inputs, 40 outputs of two slices on tiles of 128 x 64: 3 down, 2 across, and again for the other sign.
    const made = design({ 'crossbar.rows': 128, 'crossbar.columns': 64, 'crossbar.adcBits': 6, 'crossbar.dacBits': 2 })
    const { layers } = derive(made, [{ name: 'fc', rows: 300, columns: 40, positions: 1 }])
    const cost = designCost(made, layers)
    const c = costConstants
    expect(cost).toMatchObject({ label: 'first order', tiles: 12, planes: 2, cycles: 2, dacBits: 2, adc: { bits: 6, basis: 'design' } })
    expect(cost.area.cells).toBeCloseTo(12 * 128 * 64 * c.cellArea.value, 15)
    expect(cost.area.adc).toBeCloseTo((12 * c.adcArea.value) / 4, 18)
    expect(cost.energy.cells).toBeCloseTo(2 * 2 * 300 * 80 * c.cellReadEnergy.value, 20)
    expect(cost.energy.dac).toBeCloseTo(2 * 2 * 300 * 2 * 2 * c.dacEnergy.value, 20)
    expect(cost.energy.adc).toBeCloseTo((2 * 2 * 80 * 3 * c.adcEnergy.value) / 4, 20)
    // 64 conversions of one ADC take less than a read of 100 ns.
    expect(cost.latency).toBeCloseTo(2 * 100e-9, 15)
    expect(designProgramming(made, layers, { seconds: 1e-6, joules: 1e-12, cycles: 10 })).toEqual({
      devices: 300 * 80,
      energy: expect.closeTo(24_000e-12, 15) as number,
      time: expect.closeTo(128 * 64 * 1e-6, 12) as number,
    })
  })

  it('counts the output positions of every convolution, and none for what it adds', () => {
    expect(layerShapes('lenet').map(({ name, positions }) => [name, positions])).toEqual([
      ['conv1', 784],
      ['conv2', 100],
      ['fc1', 1],
      ['fc2', 1],
      ['fc3', 1],
    ])
    const resnet = layerShapes('resnet-20')
    expect(resnet).toHaveLength(22)
    expect(new Set(resnet.map(({ name }) => name)).size).toBe(22)
    expect(resnet.reduce((sum, { rows, columns }) => sum + rows * columns, 0)).toBe(270_896)
    expect(resnet.find(({ name }) => name === 'stage3.1.shortcut')).toEqual({
      name: 'stage3.1.shortcut',
      rows: 32,
      columns: 64,
      positions: 64,
    })
  })

  it('counts on the exact bits where the design has no ADC, and says so', () => {
    const adc = countedAdc(design({ 'crossbar.rows': 128, 'device.bitsPerDevice': 2 }))
    expect(adc).toEqual({ bits: 9, basis: 'exact' })
    expect(adcWords(adc)).toMatch(/9 bit, exact sums/)
    const nine = costOf({ 'crossbar.adcBits': 9 })
    expect(costOf().energy).toEqual(nine.energy)
  })

  it.each([{ 'activations.bits': 'float' }, { 'weights.bits': 'float' }])('of %j assumes 8 bits, as no number of bits is exact', (set) => {
    const { adc } = costOf(set)
    expect(adc).toEqual({ bits: 8, basis: 'assumed' })
    expect(adcWords(adc)).toMatch(/assumed/)
  })

  it('takes float activations in one analog cycle through a DAC of 8 bits', () => {
    expect(costOf({ 'activations.bits': 'float' })).toMatchObject({ cycles: 1, dacBits: 8 })
    expect(costOf({ 'activations.bits': 4 })).toMatchObject({ cycles: 4, dacBits: 1 })
  })

  it('counts both arrays of sign-magnitude, and one of wider columns for a pair', () => {
    const [sign, pair] = [costOf({ 'mapping.scheme': 'sign-magnitude' }), costOf({ 'mapping.scheme': 'differential' })]
    expect([sign.planes, pair.planes]).toEqual([2, 1])
    expect(sign.energy.cells).toBeCloseTo(pair.energy.cells, 15)
    expect(costOf({ 'mapping.scheme': 'offset' }).energy.cells).toBeCloseTo(pair.energy.cells / 2, 15)
  })
})
