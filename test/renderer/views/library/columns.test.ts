import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../../../src/renderer/views/library/columns'
import { fieldColumns } from '../../../../src/renderer/views/library/field-columns'
import { sortRuns } from '../../../../src/renderer/views/library/sort-runs'
import { coreFields } from '../../../../src/shared/fields'
import { createFieldTable } from '../../../../src/shared/spec'
import { summaryOf } from '../../../support/runs'

const names = Object.keys(coreFields)
const fields = new Map([...createFieldTable()].map(([name, { info }]) => [name, info]))
const now = Date.parse('2026-11-23T10:00:00Z')
const context = { accuracySpec: 90, now, fields, tagged: true }
const sweep = { axes: { 'device.threshold': [0.01, 0.02, 0.04] } }
const spark = [
  [0.01, 96],
  [0.02, 92],
  [0.04, 70],
] satisfies [number, number][]
const runs = [
  summaryOf({ id: 'r-00001', worstLow: 70, spec: sweep, spark }),
  summaryOf({ id: 'r-00002', worstLow: 95.04, spec: { set: { 'device.bitsPerDevice': 4 } } }),
  summaryOf({ id: 'r-00003', state: 'queued', pointsDone: 0, spec: { axes: { 'device.bitsPerDevice': [1, 2] } } }),
  summaryOf({ id: 'r-00004', worstLow: 95.04, state: 'running', pointsDone: 1, spec: sweep, spark: [[0.01, 96]] }),
]
const columns = columnsOf(fieldColumns(runs, names, true).columns, context)
const column = (key: string) => {
  const found = columns.find((one) => one.key === key)
  if (found === undefined) throw new Error(`no column ${key}`)
  return found
}
const texts = (key: string): string[] => runs.map((run) => column(key).text(run))
const order = (key: string, descending: boolean): string =>
  sortRuns(runs, column(key), descending)
    .map((run) => run.id.slice(-1))
    .join('')

describe('the columns of the library', () => {
  it('hold the fields that differ, and name those that do not', () => {
    const { columns: differing, equal } = fieldColumns(runs, names, true)
    expect(differing.map((one) => one.name)).toEqual(['device.threshold', 'device.bitsPerDevice'])
    expect(equal).toHaveLength(names.length - 2)
    expect(fieldColumns(runs, names, false).columns).toHaveLength(names.length)
  })

  it('show an axis as its values or its ends', () => {
    expect(texts('device.bitsPerDevice')).toEqual(['2', '4', '1, 2', '2'])
    expect(texts('device.threshold')[0]).toBe('0.01, 0.02, 0.04')
    const range = summaryOf({ id: 'r-00005', spec: { axes: { 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } } } })
    expect(column('device.threshold').text(range)).toBe('0.005 to 0.04')
  })

  it('tell a bound from a finding, and leave empty what is not there', () => {
    expect(texts('worst')).toEqual(['70.0', '95.0', '', '\u2264 95.0'])
    expect(texts('points')).toEqual(['3', '1', '0 of 2', '1 of 3'])
    expect(texts('verdict')).toEqual(['fail', 'pass', 'queued', 'running'])
  })

  it('say that the clean accuracy is the highest where the network itself is swept', () => {
    const clean = (axes: Record<string, unknown>): string => column('clean').text(summaryOf({ id: 'r-00006', clean: 99.2, spec: { axes } }))
    expect(clean({ model: ['lenet-w4a4', 'lenet-w4a4-adv'] })).toBe('\u2264 99.2')
    expect(clean({ 'device.threshold': [0.01, 0.02], 'device.bitsPerDevice': [2, 4] })).toBe('99.2')
  })

  it('read the loosest threshold off the small curve', () => {
    expect(texts('loosest')).toEqual(['0.0218', '', '', '\u2265 0.0100'])
  })

  it('have no place for tags where no run has one', () => {
    expect(columnsOf([], { ...context, tagged: false }).map((one) => one.key)).not.toContain('tags')
  })
})

describe('sorting the library', () => {
  it('puts what has no value last either way, and newer runs before older equals', () => {
    expect(order('worst', true)).toBe('4213')
    expect(order('worst', false)).toBe('1423')
  })

  it('sorts numbers as numbers and names as names', () => {
    expect(order('device.bitsPerDevice', false)).toBe('3412')
    expect(order('id', true)).toBe('4321')
  })
})
