import { describe, expect, it } from 'vitest'
import { compareRuns, type CompareRow } from '../../src/shared/compare'
import { looseEnough } from '../../src/shared/loosest'
import { detailOf, falling } from '../support/runs'

const thresholds = { from: 0.005, to: 0.04, steps: 8 }
const standard = detailOf({ id: 'r-00001', name: 'standard', spec: { axes: { 'device.threshold': thresholds } } })
const adversarial = detailOf({
  id: 'r-00002',
  name: 'adversarial',
  spec: { set: { model: 'lenet-w4a4-adv' }, axes: { 'device.threshold': thresholds } },
  clean: 97.8,
  worst: (_, t) => falling(97.8, 0.068, t),
})

const rowOf = (rows: readonly CompareRow[], key: string): CompareRow => {
  const row = rows.find((r) => r.key === key)
  if (row === undefined) throw new Error(`no row ${key}`)
  return row
}
const texts = (rows: readonly CompareRow[], key: string): string[] => rowOf(rows, key).cells.map((cell) => cell.text)

describe('comparing runs', () => {
  it('tells the fields that differ from the many that do not', () => {
    const { fields, differing, equal } = compareRuns([standard, adversarial])
    expect(fields.filter((row) => row.differs).map((row) => row.key)).toEqual(['model'])
    expect([differing, equal]).toEqual([1, fields.length - 1])
    expect(texts(fields, 'device.threshold')).toEqual(['0.005 to 0.04, 8 points', '0.005 to 0.04, 8 points'])
    expect(rowOf(fields, 'device.bitsPerDevice')).toMatchObject({ label: 'Bits a device', unit: 'bit', differs: false })
  })

  it('lists a few values of an axis, and says where a range is spread by logarithm', () => {
    const few = detailOf({ id: 'r-00003', spec: { axes: { 'device.bitsPerDevice': [1, 2, 4] } } })
    const log = detailOf({ id: 'r-00004', spec: { axes: { 'device.threshold': { from: 0.001, to: 0.1, steps: 5, scale: 'log' } } } })
    const { fields } = compareRuns([few, log])
    expect(texts(fields, 'device.bitsPerDevice')).toEqual(['1, 2, 4', '2'])
    expect(texts(fields, 'device.threshold')).toEqual(['0.03', '0.001 to 0.1, 5 points, log'])
  })

  it('reads the results at a threshold that all runs have', () => {
    const { results, place } = compareRuns([standard, adversarial], { at: 0.03 })
    expect(place).toMatchObject({ x: 0.03, axis: { label: 'threshold t' } })
    const worst = rowOf(results, 'worst')
    expect(worst).toMatchObject({ label: 'worst found at t = 0.0300 window', short: 'worst found', atPlace: true })
    expect(worst.cells[0]).toMatchObject({ value: falling(98.6, 0.0125, 0.03), same: true })
    const other = falling(97.8, 0.068, 0.03)
    expect(worst.cells[1]?.value).toBe(other)
    expect(worst.cells[1]).toMatchObject({ difference: `+${(other - falling(98.6, 0.0125, 0.03)).toFixed(2)}`, good: 1 })
    expect(texts(results, 'verdict')).toEqual(['fail', 'pass'])
    expect(rowOf(results, 'clean').cells[1]).toMatchObject({ text: '97.80', difference: '\u22120.80', good: -1 })
  })

  it('reads all numbers of a place off one point, the lowest where a run has several curves', () => {
    const two = detailOf({
      id: 'r-00013',
      spec: { axes: { 'device.threshold': [0.03], 'weights.bits': [2, 4] } },
      worst: (design) => (design['weights.bits'] === 2 ? 40 : 20),
    })
    const lowest = two.points[1]
    if (lowest?.result?.montecarlo !== undefined) lowest.result.montecarlo.mean = 97
    const { results } = compareRuns([standard, two])
    expect(texts(results, 'worst')[1]).toBe('20.00')
    expect(texts(results, 'montecarloMean')[1]).toBe('97.00')
    expect(texts(results, 'foundBy')).toEqual(['f-lwc, 10 steps', 'f-lwc, 10 steps'])
    expect(texts(results, 'curve')).toEqual(['', 'weights 4 bit'])
    expect(rowOf(results, 'loosest').label).toBe('loosest t for all')
  })

  it('holds all against the run that is chosen as base', () => {
    const worst = rowOf(compareRuns([standard, adversarial], { base: 1, at: 0.03 }).results, 'worst')
    expect(worst.cells[0]?.good).toBe(-1)
    expect(worst.cells[1]).toMatchObject({ same: true })
    expect(worst.cells[1]).not.toHaveProperty('difference')
  })

  it('reads at a place that every curve has, not only every run', () => {
    const open = detailOf({ id: 'r-00015', spec: { axes: { 'device.threshold': thresholds, 'weights.bits': [2, 4] } }, done: 11 })
    const levels = detailOf({ id: 'r-00017', spec: { axes: { 'device.threshold': [0.033] } } })
    const apart = compareRuns([standard, levels])
    expect(apart.place).toBeUndefined()
    expect(texts(apart.results, 't')).toEqual(['0.0400', '0.0330'])
    expect(compareRuns([standard]).results.some((row) => row.key === 't')).toBe(false)
    expect(compareRuns([standard, open]).place?.choices).toEqual([0.005, 0.01, 0.015])
    const infeasible = detailOf({ id: 'r-00016', spec: { axes: { 'device.threshold': thresholds, 'weights.bits': [3, 4] } } })
    expect(compareRuns([standard, infeasible]).place?.x).toBe(0.03)
  })

  it('reads at 0.03 by default, and at the loosest common threshold where not all have it', () => {
    const half = detailOf({ id: 'r-00005', spec: { axes: { 'device.threshold': thresholds } }, done: 4 })
    expect(compareRuns([standard, half]).place).toMatchObject({ x: 0.02, choices: [0.005, 0.01, 0.015, 0.02] })
    expect(compareRuns([standard, half], { at: 0.03 }).place?.x).toBe(0.02)
    expect(compareRuns([standard, adversarial]).place?.x).toBe(0.03)
    expect(compareRuns([standard, adversarial], { at: 0.01 }).place?.x).toBe(0.01)
  })

  it('meets thresholds in level units with those in window units', () => {
    const levels = detailOf({
      id: 'r-00006',
      spec: { set: { 'device.thresholdUnit': 'level' }, axes: { 'device.threshold': [0.03, 0.09] } },
    })
    expect(compareRuns([standard, levels]).place).toMatchObject({ choices: [0.01, 0.03], x: 0.03 })
  })

  it('falls back to the lowest of each run where no place is common, and leaves out what is not there', () => {
    const single = detailOf({ id: 'r-00007', spec: { set: { 'device.threshold': 0.0123 } }, draws: 0 })
    const { place, results } = compareRuns([standard, single])
    expect(place).toBeUndefined()
    expect(rowOf(results, 'worst').label).toBe('worst found, lowest of the run')
    expect(texts(results, 'montecarloMean')[1]).toBe('')
    expect(texts(results, 'loosest')[1]).toBe('')
  })

  it('compares along another field where all runs sweep that one', () => {
    const rows = (id: string) => detailOf({ id, spec: { axes: { 'weights.bits': [2, 4, 8] } } })
    expect(compareRuns([rows('r-00008'), rows('r-00009')]).place).toMatchObject({
      axis: { field: 'weights.bits' },
      x: 4,
      choices: [2, 4, 8],
    })
    const methods = (id: string) => detailOf({ id, spec: { axes: { 'attack.method': ['f-lwc', 'pgd'] } } })
    const { results } = compareRuns([methods('r-00008'), methods('r-00009')])
    expect(rowOf(results, 'worst').label).toBe('worst found at Search method = f-lwc')
  })

  it('shows what follows from the spec, and tells where it differs', () => {
    const pair = detailOf({
      id: 'r-00010',
      spec: { set: { 'device.bitsPerDevice': 4, 'mapping.scheme': 'differential' }, axes: { 'device.threshold': thresholds } },
    })
    const layers = { 'lenet-w4a4': [{ name: 'fc', rows: 128, columns: 32, positions: 1 }] }
    const { derived } = compareRuns([standard, pair], { layers })
    const byLabel = (label: string, unit = '') =>
      derived.find((row) => row.label === label && row.unit === unit)?.cells.map((cell) => cell.text)
    expect(byLabel('threshold', 'level')).toEqual(['0.0150 to 0.1200', '0.0750 to 0.6000'])
    expect(byLabel('bound \u03ba t', 'full scale')).toEqual(['0.0050 to 0.0400', '0.0100 to 0.0800'])
    expect(byLabel('slices a weight')).toEqual(['2', '1'])
    expect(byLabel('devices')).toEqual(['8\u00a0192', '8\u00a0192'])
  })

  it('leaves out device counts where the layers of a model are not known', () => {
    expect(compareRuns([standard, adversarial]).derived.map((row) => row.key)).not.toContain('devices')
  })

  it('refuses to compare nothing', () => {
    expect(() => compareRuns([])).toThrow('no run to compare')
    expect(() => compareRuns([standard], { base: 3 })).toThrow('no run to compare')
  })
})

describe('the loosest threshold that passes', () => {
  it('lies between the two points around the limit', () => {
    // 98.6 / (1 + (t / 0.0125)^4) = 90 at t = 0.00695; the line between 0.005 and 0.01 is close to it.
    const found = looseEnough(standard, 90)
    const [a, b] = [falling(98.6, 0.0125, 0.005), falling(98.6, 0.0125, 0.01)]
    expect(found?.t).toBeCloseTo(0.005 + (0.005 * (a - 90)) / (a - b), 12)
    expect(found?.tested).toBe(0.005)
    expect(found?.atLeast).toBe(false)
  })

  it('is a bound where every point passes, and none where not even the tightest does', () => {
    expect(looseEnough(adversarial, 50)).toEqual({ t: 0.04, tested: 0.04, atLeast: true })
    expect(looseEnough(standard, 99)).toEqual({ atLeast: false })
    const row = rowOf(compareRuns([standard, adversarial], { accuracySpec: 50 }).results, 'loosest')
    expect(row.cells[1]?.text).toBe('\u2265 0.0400')
    expect(row.cells[1]).not.toHaveProperty('difference')
    expect(texts(compareRuns([standard], { accuracySpec: 99 }).results, 'loosest')).toEqual(['none'])
  })

  it('counts the curve that fails first', () => {
    const two = detailOf({
      id: 'r-00011',
      spec: { axes: { 'device.threshold': thresholds, 'weights.bits': [2, 4] } },
      worst: (design, t) => falling(98.6, design['weights.bits'] === 4 ? 0.0125 : 0.05, t),
    })
    expect(looseEnough(two, 90)?.t).toBeCloseTo(looseEnough(standard, 90)?.t ?? 0, 12)
  })

  it('goes no further than the curve that was searched least far', () => {
    const two = detailOf({
      id: 'r-00014',
      spec: { set: { 'device.thresholdUnit': 'level' }, axes: { 'device.threshold': thresholds, 'device.bitsPerDevice': [1, 4] } },
      worst: (_, t) => falling(98.6, 0.0125, t),
    })
    // At 4 bits a device 0.04 level is 0.04 / 15 of the window, where every point passes; at 1 bit the curve falls later.
    expect(looseEnough(two, 90)).toEqual({ t: 0.04 / 15, tested: 0.04 / 15, atLeast: true })
  })

  it('is in window units whatever unit was swept', () => {
    const levels = detailOf({
      id: 'r-00012',
      spec: { set: { 'device.thresholdUnit': 'level' }, axes: { 'device.threshold': { from: 0.015, to: 0.12, steps: 8 } } },
    })
    expect(looseEnough(levels, 90)?.t).toBeCloseTo(looseEnough(standard, 90)?.t ?? 0, 12)
  })
})
