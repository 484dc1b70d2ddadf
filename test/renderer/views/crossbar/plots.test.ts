import { describe, expect, it } from 'vitest'
import { frameOf } from '../../../../src/renderer/charts/frame'
import type { Shape } from '../../../../src/renderer/charts/shapes'
import type { ChartTokens } from '../../../../src/renderer/charts/tokens'
import { columnPlot } from '../../../../src/renderer/views/crossbar/column-plot'
import { heatColour, heatPixels, readColour } from '../../../../src/renderer/charts/heat-colours'
import { heatScale } from '../../../../src/renderer/views/crossbar/heat-scale'
import { heatPlot, heatValue } from '../../../../src/renderer/views/crossbar/heat-plot'

const tokens = {
  curves: ['#0000ff', '#ff0000'],
  sequence: ['#000', '#808080', '#ffffff'],
  ink: 'ink',
  ink2: 'ink2',
  inkMuted: 'muted',
  lineStrong: '#123456',
  raised: 'raised',
} as unknown as ChartTokens
const window = { gMin: 2e-6, gMax: 25e-6 }
const draw = (plot: ReturnType<typeof columnPlot>, width = 800): Shape[] => plot.draw(frameOf(plot, plot.margins, width, 200), tokens)
const words = (shapes: Shape[]): string[] => shapes.flatMap((shape) => (shape.type === 'text' ? [shape.style.text] : []))

describe('the colours of a map', () => {
  it('run over the window of conductances, from none for a drop, and even on both sides for an error', () => {
    expect(heatScale('conductance', [3e-6, 9e-6], window, tokens)).toMatchObject({ low: 2e-6, high: 25e-6 })
    expect(heatScale('irDrop', [0.2, null, 0.6], window, tokens)).toMatchObject({ low: 0, high: 0.6 })
    expect(heatScale('error', [-0.3, 0.1], window, tokens)).toEqual({ low: -0.3, high: 0.3, stops: ['#ff0000', '#000', '#0000ff'] })
  })

  it('are those of the stops, and between them mixed', () => {
    const scale = { low: 0, high: 2, stops: ['#000', '#808080', '#ffffff'] }
    expect([0, 1, 2, -5, 9].map((value) => heatColour(scale, value)[0])).toEqual([0, 128, 255, 0, 255])
    expect(heatColour(scale, 0.5)).toEqual([64, 64, 64])
    expect(readColour('#f0f4f7')).toEqual([240, 244, 247])
  })

  it('give a pixel a block, and blocks without a value a colour of their own', () => {
    const pixels = heatPixels([1, null], { low: 0, high: 1, stops: ['#000', '#ffffff'] }, '#123456')
    expect([...pixels]).toEqual([255, 255, 255, 255, 0x12, 0x34, 0x56, 255])
  })
})

describe('the frame of a map', () => {
  it('counts rows downwards from the top', () => {
    const plot = heatPlot('irDrop', { rows: 100, columns: 40 }, { low: 0, high: 0.5, stops: ['#000', '#fff'] }, false)
    expect(plot.y.ticks.find(({ text }) => text === '0')?.at).toBe(100)
    expect(plot.x.ticks.find(({ text }) => text === '0')?.at).toBe(0)
    expect(words(draw(plot))).toEqual(['drop', '50.00\u00a0%', '25.00\u00a0%', '0.00\u00a0%'])
  })

  it('names open devices where there are some', () => {
    const scale = { low: -0.1, high: 0.1, stops: ['#000', '#fff'] }
    expect(words(draw(heatPlot('error', { rows: 8, columns: 8 }, scale, true))).slice(1)).toEqual([
      '+10.00\u00a0%',
      '0.00\u00a0%',
      '\u221210.00\u00a0%',
      'open',
    ])
    expect(heatValue('conductance', 12.5e-6)).toBe('12.5\u00a0\u00b5S')
  })
})

describe('the errors of the columns', () => {
  const of = (error: number[]) => {
    const sizes = error.map(Math.abs)
    const columnErrors = { mean: sizes.reduce((a, b) => a + b, 0) / sizes.length, worst: Math.max(...sizes) }
    return columnPlot({ currents: { exact: [], closed: [], error }, columnErrors })
  }

  it('stand on both sides of none where they do, and the worst is marked and named', () => {
    const plot = of([0.02, -0.05, 0.01])
    expect([plot.y.min < -5, plot.y.max > 2]).toEqual([true, true])
    const shapes = draw(plot)
    const bars = shapes.flatMap((shape) => (shape.type === 'rect' ? [shape.style.fill] : []))
    expect(bars).toEqual(['#0000ff', '#ff0000', '#0000ff'])
    expect(words(shapes)).toEqual(['mean |error|', '2.67\u00a0%', 'worst', '5.00\u00a0%', 'column 1'])
  })

  it('are one line where bars would be too narrow', () => {
    const shapes = draw(of(Array.from({ length: 600 }, (_, i) => -i / 6000)))
    expect(shapes.filter(({ type }) => type === 'rect')).toEqual([])
    const line = shapes.find((shape) => shape.type === 'polyline')
    expect(line?.type === 'polyline' ? line.shape.points : []).toHaveLength(600)
  })

  it('are drawn without a worst column where all are exact', () => {
    const plot = of([0, 0, 0])
    expect([plot.y.min, plot.y.max > 0]).toEqual([0, true])
    expect(words(draw(plot))).toEqual(['mean |error|', '0.00\u00a0%', 'worst', '0.00\u00a0%'])
  })
})
