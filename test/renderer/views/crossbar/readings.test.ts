import { describe, expect, it } from 'vitest'
import { designWords } from '../../../../src/renderer/views/crossbar/design-words'
import { mapFacts } from '../../../../src/renderer/views/crossbar/map-words'
import { blockReading, columnReading } from '../../../../src/renderer/views/crossbar/readings'
import { columnRows, costRows, layerRows } from '../../../../src/renderer/views/crossbar/tables'
import { costConstantNames, listCostConstants } from '../../../../src/shared/cost-constants'
import { readCrossbar } from '../../../../src/shared/crossbar-layers'
import { designCost } from '../../../../src/shared/design-cost'
import type { Design } from '../../../../src/shared/fields'
import type { TileInspection } from '../../../../src/shared/tile-inspection'
import { spec } from '../../example-run'

const design = (set: Record<string, unknown> = {}): Design => spec(set).fields as Design
const shapes = [{ name: 'fc', rows: 300, columns: 40, positions: 1 }]
const tile = { layer: 'fc', down: 1, across: 1, sign: 'negative' } as const

const inspection: TileInspection = {
  title: 'fc',
  rows: 3,
  columns: 4,
  window: { gMin: 2e-6, gMax: 25e-6 },
  resistances: { source: 1000, neuron: 500, word: 1, bit: 1 },
  block: { rows: 1, columns: 1 },
  blocks: { down: 3, across: 4 },
  maps: {
    conductance: Array.from({ length: 12 }, (_, i) => i * 1e-6),
    irDrop: Array.from({ length: 12 }, (_, i) => (i === 0 ? null : i / 100)),
    error: Array.from({ length: 12 }, (_, i) => (i === 0 ? null : -i / 100)),
  },
  volts: 0.2,
  currents: { exact: [1e-6, 2e-6, 3e-6, 4e-6], closed: [1e-6, 2e-6, 3e-6, 3e-6], error: [0, 0, 0, -0.25] },
  irDrop: { mean: 0.06, worst: 0.11 },
  entries: { mean: 0.06, worst: 0.11 },
  columnErrors: { mean: 0.0625, worst: 0.25 },
  seconds: 0.1,
}

describe('what the pointer is over', () => {
  it('is a cell with its place in the layer, its output, slice and sign, and its numbers with units', () => {
    const lines = blockReading(inspection, { down: 1, across: 1 }, tile, design({ 'crossbar.rows': 128, 'crossbar.columns': 64 }))
    expect(Object.fromEntries(lines.map(({ name, text }) => [name, text]))).toEqual({
      row: '129',
      column: '65',
      output: '32',
      slice: '1',
      sign: '\u2212',
      conductance: '5.00\u00a0\u00b5S',
      'IR drop': '5.00\u00a0%',
      'closed form': '\u22125.00\u00a0%',
    })
    expect(blockReading(inspection, { down: 0, across: 0 }, tile, design()).find(({ name }) => name === 'IR drop')?.text).toBe('open')
  })

  it('is a block of cells with its rows and columns where cells share one', () => {
    const coarse = { ...inspection, block: { rows: 2, columns: 3 }, blocks: { down: 2, across: 2 } }
    const lines = blockReading(coarse, { down: 1, across: 1 }, { ...tile, down: 0, across: 0 }, design())
    expect(lines.map(({ name, text }) => `${name} ${text}`)).toEqual(
      expect.arrayContaining(['row 2', 'column 3', 'means of 2 \u00d7 3 cells']),
    )
    expect(lines.some(({ name }) => name === 'output')).toBe(false)
  })

  it('is a column with its currents both ways', () => {
    const lines = columnReading(inspection, 3, { ...tile, across: 0 }, design({ 'mapping.scheme': 'differential' }))
    expect(lines.map(({ name, text }) => [name, text])).toEqual([
      ['column', '3'],
      ['output', '0'],
      ['slice', '1'],
      ['sign', '\u2212'],
      ['exact at 200\u00a0mV', '4.00\u00a0\u00b5A'],
      ['closed form', '3.00\u00a0\u00b5A'],
      ['error', '\u221225.00\u00a0%'],
    ])
  })
})

describe('a map in words', () => {
  it('says what it is of and what it comes to', () => {
    expect(mapFacts('conductance', inspection)).toBe('3 \u00d7 4 cells; window 2.00\u00a0\u00b5S to 25.0\u00a0\u00b5S')
    expect(mapFacts('irDrop', { ...inspection, block: { rows: 7, columns: 4 } })).toBe(
      '3 \u00d7 4 cells, means of 7 \u00d7 4; mean 6.0\u00a0%, worst 11.0\u00a0%',
    )
  })
})

describe('the tables as text', () => {
  it('have a cell under every header, and nothing where there is no number', () => {
    const rows = layerRows(readCrossbar(design({ 'activations.bits': 'float' }), shapes))
    for (const row of rows) expect(row).toHaveLength(rows[0]?.length ?? 0)
    const at = (name: string): number => rows[0]?.indexOf(name) ?? -1
    expect([rows[1]?.[at('layer')], rows[1]?.[at('exact bit')], rows[1]?.[at('step levels')]]).toEqual(['fc', undefined, undefined])
  })

  it('hold every column of the tile, by its place in the layer', () => {
    const rows = columnRows(inspection, tile, design({ 'crossbar.columns': 64 }))
    expect(rows[4]).toEqual([67, 33, 1, 'negative', 4e-6, 3e-6, -25])
    expect(rows).toHaveLength(5)
  })

  it('say first order over the cost, and hold every constant with its source', () => {
    const { layers } = readCrossbar(design(), shapes)
    const rows = costRows(designCost(design(), layers), undefined, listCostConstants({ readTime: 1 }))
    expect(rows[0]?.[0]).toBe('first order')
    for (const name of costConstantNames) expect(rows.find((row) => row[0] === name)?.[3]).toMatch(/assumed|ISAAC|Walden/)
    expect(rows.find((row) => row[0] === 'readTime')).toEqual(['readTime', 1, 's', expect.stringMatching(/^edited/) as string])
  })
})

it('a design is said in one line, float or not', () => {
  expect(designWords(design())).toBe(
    '4 bit weights on 2 bit devices, 4 bit activations, sign-magnitude, tiles of 128 \u00d7 128, no ADC, parasitics none',
  )
  expect(designWords(design({ 'weights.bits': 'float', 'crossbar.adcBits': 6 }))).toMatch(
    /^float weights on analog devices, .*, 6 bit ADC,/,
  )
})
