// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { comparePoints, pointTable } from '../../../../src/renderer/views/compare/compare-points'
import { deltaGroups, deltaTable } from '../../../../src/renderer/views/compare/delta-rows'
import DeltaTable from '../../../../src/renderer/views/compare/DeltaTable.vue'
import { compareRuns } from '../../../../src/shared/compare'
import { overlay } from '../../../../src/shared/overlay'
import { detailOf, falling } from '../../../support/runs'

const thresholds = { from: 0.005, to: 0.04, steps: 8 }
const standard = detailOf({ id: 'r-00001', spec: { axes: { 'device.threshold': thresholds } } })
const pair = detailOf({
  id: 'r-00002',
  spec: { set: { 'device.bitsPerDevice': 4 }, axes: { 'device.threshold': thresholds } },
  clean: 97.8,
  worst: (_, t) => falling(97.8, 0.068, t),
})
const comparison = compareRuns([standard, pair])

describe('the difference table', () => {
  it('shows the fields that differ, or all', () => {
    const [differing] = deltaGroups(comparison, true)
    expect(differing?.rows.map((row) => row.key)).toEqual(['device.bitsPerDevice'])
    expect(deltaGroups(comparison, false)[0]?.rows.length).toBe(comparison.fields.length)
  })

  it('says once where the results were read', () => {
    expect(deltaGroups(comparison, true).map((group) => group.name)).toEqual([
      'Specification',
      'What follows from it',
      'Result at t = 0.0300 window',
      'Result of the whole run',
    ])
  })

  it('marks better and worse by sign and tone, and asks for another base by its letter', async () => {
    const wrapper = mount(DeltaTable, { props: { comparison, onlyDiffering: true } })
    const row = wrapper.findAll('tbody tr').find((one) => one.text().startsWith('worst found'))
    const difference = row?.get('td.d')
    expect(difference?.text()).toMatch(/^\+9\d\.\d\d$/)
    expect(difference?.classes()).toContain('up')
    const clean = wrapper.findAll('tbody tr').find((one) => one.text().startsWith('clean'))
    expect(clean?.get('td.d').text()).toBe('\u22120.80')
    expect(clean?.get('td.d').classes()).toContain('down')
    await wrapper.findAll('thead button')[1]?.trigger('click')
    expect(wrapper.emitted('base')).toEqual([['r-00002']])
  })

  it('leaves as text with a column for each difference', () => {
    const rows = deltaTable(comparison, true)
    expect(rows[0]).toEqual(['Field', 'Unit', 'A r-00001', 'B r-00002', 'B to base'])
    expect(rows.find((row) => row[0] === 'device.bitsPerDevice')).toEqual(['device.bitsPerDevice', 'bit', '2', '4', ''])
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([5]))
  })
})

describe('the points of several runs', () => {
  const few = detailOf({ id: 'r-00003', spec: { axes: { 'device.threshold': [0.01, 0.0123], 'weights.bits': [2, 4] } } })
  const runs = [standard, few]

  it('stand in one row a place, with a column a curve', () => {
    const { columns, rows } = comparePoints(runs, overlay(runs))
    expect(columns.map(({ letter, label }) => [letter, label])).toEqual([
      ['A', ''],
      ['B', 'weights 2 bit'],
      ['B', 'weights 4 bit'],
    ])
    expect(rows.map((row) => row.text)).toEqual(['0.0050', '0.0100', '0.0123', '0.0150', '0.0200', '0.0250', '0.0300', '0.0350', '0.0400'])
    expect(rows[2]?.cells.map((point) => point?.id)).toEqual([undefined, 'p-0002', 'p-0004'])
  })

  it('leave as text with all columns named', () => {
    const [header, first] = pointTable(runs, overlay(runs))
    expect(header?.slice(0, 3)).toEqual([
      'threshold t, fraction of the conductance window',
      'A r-00001: worst, %',
      'A r-00001: Monte Carlo mean, %',
    ])
    expect(first).toHaveLength(header?.length ?? 0)
  })
})
