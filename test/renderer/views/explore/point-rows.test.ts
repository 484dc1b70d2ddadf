import { describe, expect, it } from 'vitest'
import { runCurves } from '../../../../src/renderer/charts/run-curves'
import { runChart } from '../../../../src/renderer/charts/run-chart'
import { pointFacts } from '../../../../src/renderer/views/explore/point-facts'
import { pointCells, pointColumns, pointRows, sortRows } from '../../../../src/renderer/views/explore/point-rows'
import { readingAt, spokenReading } from '../../../../src/renderer/views/explore/reading'
import { describeChart } from '../../../../src/renderer/views/explore/summary'
import type { Progress } from '../../../../src/shared/results'
import { exampleRun, fieldInfos, sweep } from '../../example-run'

const byName = new Map(fieldInfos.map((info) => [info.name, info]))
const run = exampleRun(sweep, { done: 4 })
const working = { ...run, points: run.points.map((point) => (point.id === 'p4' ? { ...point, state: 'running' as const } : point)) }
const current: NonNullable<Progress['current']> = { pointId: 'p4', doing: 'searching', step: 3, steps: 10, lowest: 82.5 }
const columns = pointColumns(run, byName, (_field, value) => String(value))

describe('the points table', () => {
  it('shows what runs first, then the newest points; planned ones stand on the chart', () => {
    expect(pointRows(working, 90, current).map((row) => row.id)).toEqual(['p4', 'p3', 'p2', 'p1', 'p0'])
  })

  it('writes the accuracy of a point that is being searched as a bound, without a verdict', () => {
    const rows = pointRows(working, 90, current)
    const cells = pointCells(rows, columns)
    expect(cells[1]).toContain('\u2264 82.50')
    expect(rows[0]?.standing).toBe('running')
    expect(rows[0]?.foundBy).toBe('searching, 3 of 10')
  })

  it('judges finished points by the spec: pass, near within two points, fail', () => {
    const near = exampleRun(sweep, { worst: () => 88.5 })
    expect(pointRows(near, 90)[0]?.standing).toBe('near')
    expect(pointRows(near, 88)[0]?.standing).toBe('pass')
    expect(pointRows(near, 91)[0]?.standing).toBe('fail')
  })

  it('says from which box a finding was carried', () => {
    const carried = { ...run, points: run.points.map((point) => (point.id === 'p3' ? { ...point, carriedFrom: 'p2' } : point)) }
    expect(pointRows(carried, 90)[0]?.foundBy).toBe('carried from t = 0.0150')
  })

  it('has both threshold units, and only window for weights without levels', () => {
    expect(columns.map((column) => column.key)).toEqual([
      't',
      'th',
      'clean',
      'mean',
      'q05',
      'draws',
      'worst',
      'toSpec',
      'foundBy',
      'verdict',
    ])
    const floating = exampleRun({ ...sweep, weights: { bits: 'float' } })
    expect(pointColumns(floating, byName, (_f, v) => String(v)).map((column) => column.key)).not.toContain('th')
  })

  it('has a floor where one was asked for, called vacuous where it says nothing, and whose it is', () => {
    const asked = exampleRun({ ...sweep, certify: { method: 'linear' } })
    const certificate = { method: 'linear', accuracy: 40, images: 10_000, vacuous: false }
    const points = asked.points.map((point, i) => ({
      ...point,
      ...(point.result === undefined ? {} : { result: { ...point.result, ...(i === 1 ? { certificate } : {}) } }),
      ...(i === 0 ? { floor: 40, floorFrom: 'p1' } : { floor: i === 1 ? 40 : 0 }),
    }))
    const certified = { ...asked, points }
    const floors = pointColumns(certified, byName, (_f, v) => String(v)).find(({ key }) => key === 'floor')
    const rows = pointRows(certified, 90)
    expect(
      rows
        .map((row) => floors?.text(row))
        .reverse()
        .slice(0, 3),
    ).toEqual(['40.00', '40.00', 'vacuous'])
    const first = points[0]
    const group = first && pointFacts(certified, first, 90).find(({ title }) => title === 'Certified floor')
    expect(group?.facts.map(({ name, value, from }) => [name, value, from])).toEqual([
      ['floor', '40.00', undefined],
      ['true worst case', `40.00 to ${(first?.worst ?? 0).toFixed(2)}`, undefined],
      ['certified by', 'linear', undefined],
      ['certified on', '10\u00a0000', undefined],
      ['holds from', 't = 0.0100', 'p1'],
    ])
    expect(pointFacts(run, run.points[0] ?? ({} as never), 90).some(({ title }) => title === 'Certified floor')).toBe(false)
  })

  it('sorts by a column both ways with empty cells last', () => {
    const rows = pointRows(working, 90)
    expect(sortRows(rows, columns, { key: 'worst', down: false }).map((row) => row.id)).toEqual(['p3', 'p2', 'p1', 'p0', 'p4'])
    expect(sortRows(rows, columns, { key: 'worst', down: true }).map((row) => row.id)).toEqual(['p0', 'p1', 'p2', 'p3', 'p4'])
  })

  it('copies with units in the header', () => {
    expect(pointCells(pointRows(run, 90), columns)[0]?.slice(0, 3)).toEqual(['t (window)', 'th (level)', 'Clean (%)'])
  })

  it('shows a point that cannot be built with its reason', () => {
    const odd = exampleRun({ device: { bitsPerDevice: [2, 3] } })
    const row = pointRows(odd, 90).find((one) => one.point.state === 'infeasible')
    expect(row?.foundBy).toContain('do not divide')
    expect(row?.standing).toBe('infeasible')
  })
})

describe('a reading', () => {
  const found = runCurves(exampleRun({ ...sweep, mapping: { scheme: ['sign-magnitude', 'offset'] } }), 'window')
  const sources = {
    found,
    focused: found.curves[0],
    info: undefined,
    montecarlo: true,
    name: (curve: { key: string }) => curve.key,
    value: (_field: string, value: unknown) => String(value),
  }

  it('says clean, Monte Carlo and every curve at the place, highest first', () => {
    const reading = readingAt(0.03, sources)
    expect(reading?.title).toBe('t = 0.0300')
    expect(reading?.side).toBe('0.0900 level')
    expect(reading?.rows.map((row) => row.index ?? row.name)).toEqual(['clean', 'Monte Carlo', 'min to max', 0, 1])
    expect(spokenReading(reading ?? { title: '', side: '', rows: [] })).toContain('clean 98.0 percent')
  })

  it('names a threshold only in the unit in which it is the same for all curves', () => {
    const bits = { ...sweep, device: { ...sweep.device, bitsPerDevice: [1, 4] } }
    const at = (input: object, view: 'window' | 'level', x: number) => {
      const several = runCurves(exampleRun(input), view)
      const { title, side } = readingAt(x, { ...sources, found: several, focused: several.curves[0] }) ?? {}
      return [title, side]
    }
    expect(at(bits, 'window', 0.03)).toEqual(['t = 0.0300', ''])
    const levels = { ...bits, device: { ...bits.device, thresholdUnit: 'level' } }
    expect(at(levels, 'level', 0.03)).toEqual(['th = 0.0300', 'level'])
  })

  it('is absent where no point is', () => {
    expect(readingAt(0.0301, sources)).toBeUndefined()
  })

  it('gives the lowest accuracy so far of the point being searched as a bound', () => {
    const open = runCurves(working, 'window')
    const reading = readingAt(0.025, { ...sources, found: open, focused: open.curves[0], current })
    expect(reading?.rows.at(-1)?.value).toBe('\u2264 82.5')
  })
})

describe('words for a point and a chart', () => {
  it('list everything the point holds', () => {
    const point = run.points[2]
    if (point === undefined) throw new Error('no point')
    const groups = pointFacts({ ...run, points: run.points }, { ...point, carriedFrom: 'p1' }, 90)
    const names = groups.flatMap((group) => group.facts.map((fact) => fact.name))
    expect(names).toEqual(
      expect.arrayContaining([
        'worst found',
        'found by',
        'carried from',
        'own search',
        'clean',
        'mean',
        'gradient passes',
        'time',
        'threshold',
      ]),
    )
    expect(groups[0]?.facts.find((fact) => fact.name === 'carried from')?.from).toBe('p1')
  })

  it('say in sentences what the chart shows', () => {
    const chart = runChart(exampleRun(sweep), {
      x: 'window',
      y: 'linear',
      accuracySpec: 90,
      montecarlo: true,
      name: () => 'standard',
      value: String,
    })
    const text = describeChart(chart)
    expect(text).toContain('One curve of accuracy')
    expect(text).toContain('standard: worst found from')
    expect(text).toContain('It meets 90 % up to')
  })
})
