import { describe, expect, it } from 'vitest'
import { distributionPlot, normalPlot, type Chips } from '../../../src/renderer/charts/distribution-plots'
import { frameOf } from '../../../src/renderer/charts/frame'
import type { Plot } from '../../../src/renderer/charts/plot-option'
import type { Shape } from '../../../src/renderer/charts/shapes'
import type { ChartTokens } from '../../../src/renderer/charts/tokens'

const chips: Chips = {
  counts: [
    [940, 1],
    [950, 8],
    [955, 1],
  ],
  images: 1000,
  mean: 94.95,
  sd: 0.37,
}
const tokens: ChartTokens = {
  ...{ ink: 'ink', ink2: 'ink2', inkMuted: '', lineStrong: '', grid: '', raised: '', pass: '', near: '', fail: '', passZone: '' },
  ...{ nearZone: '', failZone: '', reference: '', band: '', curves: ['c1'], sequence: [], sans: '', mono: '' },
}

function drawn(plot: Plot): { shapes: Shape[]; frame: ReturnType<typeof frameOf> } {
  const frame = frameOf(plot, plot.margins, 400, 300)
  return { shapes: plot.draw(frame, tokens), frame }
}

describe('pictures of random chips', () => {
  it('rise from none to all of them at the accuracies they have, and mark the spec where it is near', () => {
    const { shapes, frame } = drawn(distributionPlot(chips, 94.5))
    const path = shapes.flatMap((shape) => (shape.type === 'polyline' && shape.style.stroke === 'c1' ? shape.shape.points : []))
    expect(path).toContainEqual([frame.x(95), frame.y(10)])
    expect(path).toContainEqual([frame.x(95), frame.y(90)])
    expect(path.at(-1)).toEqual([frame.right, frame.y(100)])
    const words = (limit: number): string[] =>
      drawn(distributionPlot(chips, limit)).shapes.flatMap((shape) => (shape.type === 'text' ? shape.style.text : []))
    expect(words(94.5)).toEqual(['spec 94.5\u00a0%'])
    expect(words(50)).toEqual([])
  })

  it('lie against normal quantiles, around the line of their mean and standard deviation', () => {
    const { shapes, frame } = drawn(normalPlot(chips, 50))
    const dots = shapes.flatMap((shape) => (shape.type === 'circle' ? [shape.shape] : []))
    expect(dots).toHaveLength(3)
    expect(dots[1]?.cx).toBeCloseTo(frame.x(0), 9)
    expect(dots[1]?.cy).toBeCloseTo(frame.y(95), 9)
    const [line] = shapes.flatMap((shape) => (shape.type === 'polyline' ? [shape.shape.points] : []))
    const [[x0, y0] = [0, 0], [x1, y1] = [0, 0]] = line ?? []
    const slope = (y1 - y0) / (x1 - x0)
    expect(y0 + slope * (frame.x(0) - x0)).toBeCloseTo(frame.y(94.95), 6)
    expect(y0 + slope * (frame.x(1) - x0)).toBeCloseTo(frame.y(95.32), 6)
    for (const [, y] of line ?? []) expect(y).toBeGreaterThanOrEqual(frame.top - 1e-9)
  })

  it('are there for chips that are all alike', () => {
    const alike: Chips = { counts: [[950, 20]], images: 1000, mean: 95, sd: 0 }
    for (const plot of [distributionPlot(alike, 90), normalPlot(alike, 90)]) {
      expect(plot.x.max).toBeGreaterThan(plot.x.min)
      expect(plot.y.max).toBeGreaterThan(plot.y.min)
      expect(drawn(plot).shapes.length).toBeGreaterThan(0)
    }
  })
})
