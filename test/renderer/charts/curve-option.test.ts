import { describe, expect, it } from 'vitest'
import { curveOption } from '../../../src/renderer/charts/curve-option'
import { frameOf, marginsOf } from '../../../src/renderer/charts/frame'
import { cells } from '../../../src/renderer/charts/layers/cells'
import { crossingTexts } from '../../../src/renderer/charts/layers/crossings'
import { labels, placeLabels } from '../../../src/renderer/charts/layers/labels'
import { runChart } from '../../../src/renderer/charts/run-chart'
import type { ChartTokens } from '../../../src/renderer/charts/tokens'
import type { Shape } from '../../../src/renderer/charts/shapes'
import { exampleRun, sweep } from '../example-run'

const tokens: ChartTokens = {
  ink: 'ink',
  ink2: 'ink2',
  inkMuted: 'muted',
  lineStrong: 'strong',
  grid: 'grid',
  raised: 'raised',
  pass: 'pass',
  near: 'near',
  fail: 'fail',
  passZone: 'pz',
  nearZone: 'nz',
  failZone: 'fz',
  reference: 'ref',
  band: 'band',
  curves: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7', 'c8'],
  sequence: ['s0', 's1'],
  sans: 'sans',
  mono: 'mono',
}
const size = { width: 1000, height: 480 }
const chartOf = (input: unknown, done = Infinity) =>
  runChart(exampleRun(input, { done }), {
    x: 'window',
    y: 'linear',
    accuracySpec: 90,
    montecarlo: true,
    name: (at) => Object.values(at).join(' ') || 'lenet',
    value: (_field, value) => String(value),
  })
const frame = (chart: ReturnType<typeof chartOf>) => frameOf(chart, marginsOf(chart), size.width, size.height)
const words = (shapes: Shape[]): string[] => shapes.flatMap((shape) => (shape.type === 'text' ? [shape.style.text] : []))
const models = { ...sweep, mapping: { scheme: ['sign-magnitude', 'offset'] } }

describe('the option of a curve chart', () => {
  it('never animates, since data arrives live', () => {
    const option = curveOption(chartOf(sweep), tokens, size)
    expect(option.animation).toBe(false)
    expect([option.series ?? []].flat().every((series) => series.animation === false)).toBe(true)
  })

  it('draws clean dashed and grey, and worst found in the colour of its order', () => {
    const series = [curveOption(chartOf(models), tokens, size).series ?? []].flat()
    const clean = series.find((s) => s.id === 'clean')
    expect(clean).toMatchObject({ type: 'line', lineStyle: { type: [6, 3], color: 'ref' } })
    const curves = series.filter((s) => String(s.id).startsWith('curve '))
    expect(curves.map((s) => (s.type === 'line' ? s.lineStyle?.color : ''))).toEqual(['c1', 'c2'])
    expect(curves.map((s) => (s.type === 'line' ? s.symbol : ''))).toEqual(['circle', 'rect'])
    expect(curves.map((s) => (s.type === 'line' ? s.lineStyle?.width : 0))).toEqual([2.25, 1.75])
  })

  it('hands ECharts projected values on a probability scale, inside the axis', () => {
    const run = exampleRun(sweep, { worst: () => 0 })
    const chart = runChart(run, { x: 'window', y: 'probability', accuracySpec: 90, montecarlo: false, name: () => 'a', value: String })
    const option = curveOption(chart, tokens, size)
    const axis = [option.yAxis ?? []].flat()[0]
    const curve = [option.series ?? []].flat().find((s) => String(s.id).startsWith('curve '))
    const data = JSON.parse(JSON.stringify(curve?.data ?? [])) as { value: [number, number] }[]
    expect(data.every(({ value }) => value[1] >= Number(axis?.min) - 1e-9)).toBe(true)
  })
})

describe('a certified floor', () => {
  const floors = [60, 30, 0, 0]
  const withFloors = (x: 'window' | 'log' = 'window') => {
    const run = exampleRun(sweep)
    const points = run.points.map((point, i) => ({ ...point, ...(floors[i] === undefined ? {} : { floor: floors[i] }) }))
    const options = { y: 'linear', accuracySpec: 90, montecarlo: true, name: () => 'lenet', value: String } as const
    return runChart({ ...run, points }, { ...options, x })
  }

  it('is drawn in dots of the colour of its curve, in steps, from the clean accuracy to where it says nothing', () => {
    const series = [curveOption(withFloors(), tokens, size).series ?? []].flat().find((s) => String(s.id).startsWith('floor '))
    expect(series).toMatchObject({ type: 'line', step: 'start', lineStyle: { type: [1.5, 2.5], color: 'c1' } })
    const data = JSON.parse(JSON.stringify(series?.data ?? [])) as [number, number][]
    expect(data.map(([, y]) => y)).toEqual([98, 60, 30, 0])
    const log = [curveOption(withFloors('log'), tokens, size).series ?? []].flat().find((s) => String(s.id).startsWith('floor '))
    expect(log?.data).toHaveLength(3)
  })

  it('is named at the edge, and absent where a run has none', () => {
    const chart = withFloors()
    expect(placeLabels(chart, frame(chart)).find(({ name }) => name === 'certified floor')?.value).toBe('vacuous')
    const plain = chartOf(sweep)
    expect(plain.curves.every((curve) => curve.floor === undefined)).toBe(true)
    expect([curveOption(plain, tokens, size).series ?? []].flat().some((s) => String(s.id).startsWith('floor '))).toBe(false)
  })
})

describe('labels', () => {
  it('stand at least 15 px apart and carry name and last value', () => {
    const chart = chartOf(models)
    const placed = placeLabels(chart, frame(chart)).sort((a, b) => a.placed - b.placed)
    placed.forEach((label, i) => i > 0 && expect(label.placed - (placed[i - 1]?.placed ?? 0)).toBeGreaterThanOrEqual(15 - 1e-9))
    expect(placed.map((label) => label.name)).toEqual(
      expect.arrayContaining(['sign-magnitude', 'offset', 'clean', 'Monte Carlo mean', 'spec']),
    )
  })

  it('say whose the references are where the curves have different ones', () => {
    const chart = { ...chartOf(models), referenceOf: 'offset' }
    expect(placeLabels(chart, frame(chart)).map((label) => label.name)).toEqual(
      expect.arrayContaining(['clean, offset', 'MC mean, offset']),
    )
  })

  it('name a curve that stops early where it stops, with how far it is', () => {
    const chart = chartOf(sweep, 3)
    const f = frame(chart)
    expect(placeLabels(chart, f).some((label) => label.curve !== undefined)).toBe(false)
    const shapes = labels(chart, f, tokens)
    const name = shapes.find((shape) => shape.type === 'text' && shape.style.text === 'lenet')
    expect(name).toMatchObject({ x: f.x(0.015) + 14 })
    expect(words(shapes)).toContain('3 of 8 points')
  })

  it('write a value that is nearly nothing as a bound, never as zero', () => {
    const chart = runChart(exampleRun(sweep, { worst: () => 0.02 }), {
      x: 'window',
      y: 'linear',
      accuracySpec: 90,
      montecarlo: false,
      name: () => 'a',
      value: String,
    })
    expect(placeLabels(chart, frame(chart)).find((label) => label.curve)?.value).toBe('< 0.1')
  })
})

describe('cells', () => {
  it('are one a planned point, at its place along x', () => {
    const chart = chartOf(models, 5)
    const f = frame(chart)
    const boxes = cells(chart, f, tokens).filter((shape) => shape.type === 'rect')
    expect(boxes).toHaveLength(16)
    const first = boxes[0]
    expect(first?.type === 'rect' ? first.shape.x + first.shape.width / 2 : 0).toBeCloseTo(f.x(0.005), 6)
    expect(boxes.filter((b) => b.type === 'rect' && b.style.fill === 'none')).toHaveLength(11)
  })
})

describe('crossings', () => {
  it('say a threshold that several curves share once', () => {
    const same = chartOf({ ...sweep, device: { ...sweep.device, bitsPerDevice: [1, 2, 4] } })
    expect(words(crossingTexts(same, frame(same), tokens))).toHaveLength(1)
    const apart = chartOf(models)
    expect(words(crossingTexts(apart, frame(apart), tokens))).toHaveLength(2)
  })
})
