import { describe, expect, test } from 'vitest'
import { frameOf } from '../../../../src/renderer/charts/frame'
import { runChart } from '../../../../src/renderer/charts/run-chart'
import { runCurves, type XView } from '../../../../src/renderer/charts/run-curves'
import type { Shape } from '../../../../src/renderer/charts/shapes'
import type { ChartTokens } from '../../../../src/renderer/charts/tokens'
import { costStrip, stripRequest } from '../../../../src/renderer/views/explore/cost-strip'
import { exampleRun, sweep } from '../../example-run'

const layers = [{ name: 'fc', rows: 100, columns: 10, positions: 1 }]
const tokens = { curves: ['c1', 'c2'], ink: 'ink', ink2: 'ink2', fail: 'fail', raised: 'raised' } as unknown as ChartTokens
const chartOf = (x: XView) =>
  runChart(exampleRun(sweep), {
    x,
    y: 'linear',
    accuracySpec: 90,
    montecarlo: false,
    name: () => 'only',
    value: (_, value) => String(value),
  })

describe('what is programmed for the strip', () => {
  test('are the thresholds of the curve in window units, for the chip of its design', () => {
    const set = { 'device.preset': 'rram', 'device.thresholdUnit': 'level', 'mapping.scheme': 'differential', seed: 7 }
    const run = exampleRun({ ...set, 'device.threshold': { from: 0.03, to: 0.12, steps: 4 } })
    // 4 bits in devices of 2: two slices, two polarities.
    expect(stripRequest(runCurves(run, 'level').curves[0], layers)).toEqual({
      device: 'rram',
      thresholds: [0.01, 0.02, 0.03, 0.04],
      bitsPerDevice: 2,
      seed: 7,
      chipDevices: 100 * 10 * 2 * 2,
    })
  })

  test('are at most 24 of a long curve, its ends among them', () => {
    const run = exampleRun({ 'device.threshold': { from: 0.001, to: 0.1, steps: 100 } })
    const thresholds = stripRequest(runCurves(run, 'window').curves[0], layers)?.thresholds ?? []
    expect([thresholds.length, thresholds[0], thresholds.at(-1)]).toEqual([24, 0.001, 0.1])
  })

  test('is nothing without a network, without a second threshold, or where nothing can be built', () => {
    expect(stripRequest(runCurves(exampleRun(sweep), 'window').curves[0], [])).toBeUndefined()
    expect(stripRequest(runCurves(exampleRun({}), 'window').curves[0], layers)).toBeUndefined()
    const odd = exampleRun({ ...sweep, 'device.bitsPerDevice': 3 })
    expect(stripRequest(runCurves(odd, 'window').curves[0], layers)).toBeUndefined()
  })
})

describe('the strip', () => {
  const points = [
    { threshold: 0.002, seconds: 100, fails: true },
    { threshold: 0.06, seconds: 10, fails: false },
  ]
  const size = { width: 1000, height: 92 }

  test.each([
    ['window', 1],
    ['level', 3],
  ] as const)('shares the axis of the chart in %s units, and carries each crossing down to its time', (view, scale) => {
    const chart = chartOf(view)
    const crossing = chart.curves[0]?.crossing
    if (crossing === undefined) throw new Error('the example crosses the spec')
    const plot = costStrip(points, chart, { scale, device: 'RRAM' })
    expect([plot.x.kind, plot.x.min, plot.x.max]).toEqual([chart.x.kind, chart.x.min, chart.x.max])
    const frame = frameOf(plot, plot.margins, size.width, size.height)
    const shapes = plot.draw(frame, tokens)
    const drops = shapes.filter((shape): shape is Shape & { type: 'polyline' } => shape.type === 'polyline' && shape.style.stroke === 'c1')
    expect(drops).toHaveLength(1)
    expect(Math.abs((drops[0]?.shape.points[0]?.[0] ?? 0) - frame.x(crossing.x))).toBeLessThan(1)
    const words = shapes.flatMap((shape) => (shape.type === 'text' ? [shape.style.text] : []))
    expect(words).toEqual(expect.arrayContaining(['RRAM', 'hollow: some devices fail', expect.stringMatching(/^\d[\d.]*\u00a0s$/)]))
  })
})
