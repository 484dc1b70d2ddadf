import { describe, expect, it } from 'vitest'
import { compareChart, type CompareChartOptions } from '../../../../src/renderer/views/compare/compare-chart'
import { compareReading } from '../../../../src/renderer/views/compare/compare-reading'
import { markerOf } from '../../../../src/renderer/charts/curve-chart'
import { comparePoints } from '../../../../src/renderer/views/compare/compare-points'
import { overlay } from '../../../../src/shared/overlay'
import { detailOf, falling } from '../../../support/runs'

const thresholds = { from: 0.005, to: 0.04, steps: 8 }
const standard = detailOf({ id: 'r-00001', spec: { axes: { 'device.threshold': thresholds } } })
const adversarial = detailOf({
  id: 'r-00002',
  spec: { axes: { 'device.threshold': thresholds } },
  clean: 97.8,
  worst: (_, t) => falling(97.8, 0.068, t),
})
const options: CompareChartOptions = {
  x: 'window',
  y: 'probability',
  accuracySpec: 90,
  base: 0,
  names: ['standard', 'adversarial', 'third'],
  valueName: (_, value) => String(value),
}

describe('runs over one another', () => {
  it('go by letter, colour and marker in the order of the runs', () => {
    const { curves } = compareChart([standard, adversarial], options)
    expect(curves.map(({ letter, index, name }) => [letter, index, name])).toEqual([
      ['A', 0, 'standard'],
      ['B', 1, 'adversarial'],
    ])
    expect(curves[1]?.points).toHaveLength(8)
    expect(curves[0]?.start).toEqual({ x: 0, y: 98.6 })
  })

  it('keep the colour of their run and tell its curves apart by marker', () => {
    const three = detailOf({ id: 'r-00008', spec: { axes: { 'device.threshold': thresholds, 'weights.bits': [2, 3, 4] } } })
    const chart = compareChart([three, adversarial], options)
    expect(chart.curves.map((curve) => [curve.letter, curve.index, markerOf(curve)])).toEqual([
      ['A', 0, 0],
      ['A', 0, 1],
      ['A', 0, 2],
      ['B', 1, 1],
    ])
    const { columns } = comparePoints([three, adversarial], overlay([three, adversarial]))
    expect(columns.map((column) => [column.run, column.marker])).toEqual([
      [0, 0],
      [0, 2],
      [1, 1],
    ])
    // Three bits do not divide by two: the first curve that has a result is the reference, by name.
    expect(chart.referenceOf).toBe('A weights 2 bit')
    expect(compareChart([adversarial, three], options).referenceOf).toBeUndefined()
  })

  it('have the clean and sampled accuracy of the base run in grey', () => {
    expect(compareChart([standard, adversarial], options).clean?.[0]?.y).toBe(98.6)
    const other = compareChart([standard, adversarial], { ...options, base: 1 })
    expect(other.clean?.[0]?.y).toBe(97.8)
    expect(other.montecarlo?.at(-1)?.mean).toBe(adversarial.points[7]?.result?.montecarlo?.mean)
    expect(other.curves.map((curve) => curve.focused)).toEqual([false, true])
  })

  it('meet at one threshold whichever unit they were swept in', () => {
    const levels = detailOf({
      id: 'r-00003',
      spec: { set: { 'device.thresholdUnit': 'level' }, axes: { 'device.threshold': { from: 0.015, to: 0.12, steps: 8 } } },
    })
    const xs = (x: 'window' | 'level') =>
      compareChart([standard, levels], { ...options, x }).curves.map((curve) => curve.points.map((point) => point.x))
    const [a, b] = xs('window')
    expect(b).toEqual(a)
    const [c, d] = xs('level')
    expect(d).toEqual(c)
    expect(c?.at(-1)).toBe(0.12)
  })

  it('show the other unit above only where it is the same for all', () => {
    const four = detailOf({ id: 'r-00004', spec: { set: { 'device.bitsPerDevice': 4 }, axes: { 'device.threshold': thresholds } } })
    expect(compareChart([standard, adversarial], options).x.top).toBeDefined()
    expect(compareChart([standard, four], options).x.top).toBeUndefined()
  })

  it('mark the place that is compared', () => {
    expect(compareChart([standard, adversarial], { ...options, at: 0.03 }).pinned).toBe(0.03)
    expect(compareChart([standard, adversarial], options).pinned).toBeUndefined()
  })

  it('start at the clean accuracy only where the threshold was swept', () => {
    const rows = detailOf({ id: 'r-00005', spec: { set: { 'device.threshold': 0.03 }, axes: { 'crossbar.rows': [64, 128] } } })
    const { curves } = compareChart([standard, rows], options)
    expect(curves[1]?.start).toBeUndefined()
    expect(curves[1]?.crossing).toBeUndefined()
    expect(curves[1]?.points.map((point) => point.x)).toEqual([0.03, 0.03])
  })

  it('run along another field where all sweep that one', () => {
    const along = (id: string) => detailOf({ id, spec: { axes: { 'attack.method': ['f-lwc', 'pgd'] } } })
    const { x, curves } = compareChart([along('r-00006'), along('r-00007')], { ...options, x: 'linear' })
    expect(x.unordered).toBe(true)
    expect(x.ticks.map((tick) => tick.text)).toEqual(['f-lwc', 'pgd'])
    expect(curves[1]?.points.map((point) => point.x)).toEqual([0, 1])
  })

  it('say how far a run has come, and grow as its points come', () => {
    const half = detailOf({ id: 'r-00008', spec: { axes: { 'device.threshold': thresholds } }, done: 3 })
    const { curves } = compareChart([standard, half], options)
    expect(curves[1]).toMatchObject({ note: '3 of 8 points' })
    expect(curves[1]?.points).toHaveLength(3)
  })
})

describe('a reading of a comparison', () => {
  const chart = compareChart([standard, adversarial], options)
  const along = { label: 'threshold', unit: 'window', threshold: true }

  it('names every curve there, highest first, under the references', () => {
    const reading = compareReading(chart, 0.03, along)
    expect(reading?.title).toBe('t = 0.0300')
    expect(reading?.rows.map((row) => row.name)).toEqual(['clean', 'Monte Carlo', 'B adversarial', 'A standard'])
    expect(reading?.rows[3]?.value).toBe(falling(98.6, 0.0125, 0.03).toFixed(1))
  })

  it('calls a threshold in level spacings th, and one in the window t', () => {
    const levels = compareChart([standard, adversarial], { ...options, x: 'level' })
    expect(compareReading(levels, 0.09, { ...along, unit: 'level' })).toMatchObject({ title: 'th = 0.0900', side: 'level' })
  })

  it('is none where no curve has a point', () => {
    expect(compareReading(chart, 0.033, along)).toBeUndefined()
  })
})
