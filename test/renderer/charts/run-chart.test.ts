import { describe, expect, it } from 'vitest'
import { bandOf, runChart, type RunChartOptions } from '../../../src/renderer/charts/run-chart'
import { runCurves, thresholdsOf } from '../../../src/renderer/charts/run-curves'
import { openingView, xViews } from '../../../src/renderer/charts/run-x'
import type { Design } from '../../../src/shared/fields'
import { exampleRun, fieldInfos, falling, spec, sweep } from '../example-run'

const options: RunChartOptions = {
  x: 'window',
  y: 'linear',
  accuracySpec: 90,
  montecarlo: true,
  name: (at) => Object.values(at).join(', ') || 'only',
  value: (_field, value) => String(value),
}

describe('how a run opens', () => {
  const views = ['window', 'level', 'log'] as const
  it('follows its axis and its unit', () => {
    const axis = { field: 'device.threshold', values: [0.001, 0.1], range: { from: 0.001, to: 0.1, steps: 2, scale: 'log' } } as const
    expect(openingView(views, { axis: { ...axis, values: [...axis.values] } }, 'window')).toBe('log')
    expect(openingView(views, { axis: undefined }, 'level')).toBe('level')
    expect(openingView(['log', 'linear'], { axis: undefined }, 'window')).toBe('log')
  })
})

describe('a run as a chart', () => {
  it('says whose the references are where the curves have different clean accuracies', () => {
    const run = exampleRun({ ...sweep, mapping: { scheme: ['sign-magnitude', 'offset'] } })
    expect(runChart(run, options).referenceOf).toBeUndefined()
    for (const { at, result } of run.points) if (at['mapping.scheme'] === 'offset' && result !== undefined) result.clean = 97
    expect(runChart(run, options).referenceOf).toBe('sign-magnitude')
  })

  it('says whose scale stands above where the curves have different ones', () => {
    const bits = { ...sweep, device: { ...sweep.device, bitsPerDevice: [2, 4] } }
    const above = (focused?: string) =>
      runChart(exampleRun(bits), { ...options, ...(focused === undefined ? {} : { focused }) }).x.top?.title
    expect(above()).toBe('th level, 2')
    expect(above(JSON.stringify({ 'device.bitsPerDevice': 4 }))).toBe('th level, 4')
    expect(runChart(exampleRun(sweep), options).x.top?.title).toBe('th, level spacings')
  })

  it('draws a finished sweep from the clean accuracy at t = 0 down its eight points', () => {
    const chart = runChart(exampleRun(sweep), options)
    const curve = chart.curves[0]
    expect(curve?.start).toEqual({ x: 0, y: 98 })
    expect(curve?.points.map((p) => p.x)).toEqual([0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04])
    expect(curve?.points[3]?.y).toBeCloseTo(49, 9)
    expect(chart.x).toMatchObject({ kind: 'linear', min: 0, max: 0.04 })
  })

  it('has axes, spec and a cell for every planned point before the first result', () => {
    const chart = runChart(exampleRun(sweep, { done: 0 }), options)
    expect(chart.curves[0]?.points).toEqual([])
    expect(chart.cells[0]?.cells.map((cell) => cell.state)).toEqual(new Array(8).fill('queued'))
    expect(chart.accuracySpec).toBe(90)
    expect(chart.clean).toBeUndefined()
  })

  it('calls no point queued that nobody will compute', () => {
    const run = { ...exampleRun(sweep, { done: 2 }), state: 'cancelled' as const }
    expect(runChart(run, options).cells[0]?.cells.map((cell) => cell.state)).toEqual([
      'done',
      'done',
      ...new Array<string>(6).fill('missing'),
    ])
  })

  it('finds where the curve meets the spec between the two points around it', () => {
    const crossing = runChart(exampleRun(sweep), options).curves[0]?.crossing
    const [a, b] = [falling(0.01), falling(0.015)]
    expect(crossing?.x).toBeCloseTo(0.01 + (0.005 * (a - 90)) / (a - b), 9)
    expect(crossing?.text).toBe(crossing?.x.toFixed(4))
  })

  it('shows no crossing where no point failed: the threshold may be looser still', () => {
    expect(runChart(exampleRun(sweep, { worst: () => 95 }), options).curves[0]?.crossing).toBeUndefined()
  })

  it('puts the level scale on the same grid lines: 2^K - 1 spacings to the window', () => {
    const { x } = runChart(exampleRun(sweep), options)
    expect(x.top?.ticks.map((tick) => tick.at)).toEqual(x.ticks.map((tick) => tick.at))
    expect(x.top?.ticks.at(-1)?.text).toBe('0.120')
  })

  it('draws over level spacings when asked to, each curve with its own', () => {
    const run = exampleRun({ ...sweep, device: { ...sweep.device, bitsPerDevice: [1, 2] } })
    const chart = runChart(run, { ...options, x: 'level' })
    expect(chart.curves.map((curve) => curve.points[0]?.x)).toEqual([0.005, 0.015])
  })

  it('marks points that cannot be built and draws the others', () => {
    const run = exampleRun({ ...sweep, device: { ...sweep.device, bitsPerDevice: [2, 3] } })
    const chart = runChart(run, options)
    expect(chart.cells[1]?.cells.every((cell) => cell.state === 'infeasible')).toBe(true)
    expect(chart.curves.map((curve) => curve.points.length)).toEqual([8, 0])
  })

  it('keeps only the curves of the values chosen for further axes', () => {
    const run = exampleRun({ ...sweep, mapping: { scheme: ['sign-magnitude', 'offset'] }, crossbar: { rows: [64, 128] } })
    const chart = runChart(run, { ...options, fixed: { 'crossbar.rows': 128 } })
    expect(chart.curves.map((curve) => curve.key)).toEqual([
      '{"mapping.scheme":"sign-magnitude","crossbar.rows":128}',
      '{"mapping.scheme":"offset","crossbar.rows":128}',
    ])
  })

  it('shows lowest and highest chip for few draws and quantiles for many', () => {
    const sample = { kind: 'uniform', draws: 20, mean: 97, sd: 1, min: 90, max: 99, quantiles: { p05: 95, p50: 97, p95: 98 } }
    expect(bandOf(sample)).toMatchObject({ low: 90, high: 99 })
    expect(bandOf({ ...sample, draws: 1000 })).toMatchObject({ low: 95, high: 98 })
  })

  it('leaves Monte Carlo out when it is not wanted', () => {
    expect(runChart(exampleRun(sweep), { ...options, montecarlo: false }).montecarlo).toBeUndefined()
    expect(runChart(exampleRun(sweep), options).montecarlo).toHaveLength(9)
  })

  it('puts values without numbers side by side and joins them by no line', () => {
    const chart = runChart(exampleRun({ mapping: { scheme: ['sign-magnitude', 'differential', 'offset'] } }), options)
    expect(chart.x).toMatchObject({ unordered: true, min: -0.5, max: 2.5 })
    expect(chart.x.ticks.map((tick) => tick.text)).toEqual(['sign-magnitude', 'differential', 'offset'])
    expect(chart.curves[0]?.start).toBeUndefined()
  })

  it('says how far a curve is while its run goes on', () => {
    expect(runChart(exampleRun(sweep, { done: 3 }), options).curves[0]?.note).toBe('3 of 8 points')
    expect(runChart(exampleRun(sweep), options).curves[0]?.note).toBeUndefined()
  })
})

describe('thresholds', () => {
  it('convert between window and level by the spacings, also where the design cannot be built', () => {
    const design = {
      ...spec({}).fields,
      'device.bitsPerDevice': 3,
      'device.threshold': 0.21,
      'device.thresholdUnit': 'level',
    } as unknown as Design
    expect(thresholdsOf(design)).toEqual({ window: 0.03, level: 0.21, spacings: 7 })
  })
})

describe('ways to draw x', () => {
  it('offers both units and a log scale for a threshold sweep, and a log scale first for powers of two', () => {
    expect(xViews(runCurves(exampleRun(sweep), 'window'))).toEqual(['window', 'level', 'log'])
    const rows = runCurves(exampleRun({ crossbar: { rows: [64, 128, 256] } }), 'window')
    expect(rows.along).toBe('number')
    expect(
      xViews(
        rows,
        fieldInfos.find((info) => info.name === 'crossbar.rows'),
      ),
    ).toEqual(['log', 'linear'])
  })
})
