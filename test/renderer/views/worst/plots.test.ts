import { describe, expect, it } from 'vitest'
import { cCurvePlot } from '../../../../src/renderer/views/worst/c-curve-plot'
import { classPlot } from '../../../../src/renderer/views/worst/class-plot'
import { confidencePlot, groupShares } from '../../../../src/renderer/views/worst/confidence-plot'
import { convergencePlot } from '../../../../src/renderer/views/worst/convergence-plot'
import { directionPlot, slopeWords } from '../../../../src/renderer/views/worst/direction-plot'
import { errorPlot, errorShares, perturbedShare } from '../../../../src/renderer/views/worst/error-plot'
import { mapPlot, mapScale } from '../../../../src/renderer/views/worst/map-plot'
import { distancePlot, flipPlot } from '../../../../src/renderer/views/worst/margin-plots'
import { boxes, draw, lines, tokens, words } from './drawing'
import { landscape, margins, record } from './example-record'

describe('the pictures of a record', () => {
  it('show confidences as shares of their own group', () => {
    expect(groupShares(record.confidence.right)).toEqual([25, 75])
    expect(groupShares({ images: 0, mean: 0, counts: [0, 0] })).toEqual([0, 0])
    const { shapes } = draw(confidencePlot(record))
    expect(words(shapes)).toEqual(['wrong 6, mean 0.88', 'right 4, mean 0.50'])
    // The last box of a colour is its swatch.
    expect(boxes(shapes, 'pass').map(({ height }) => Math.round(height))).toEqual([25, 75, 8])
    expect(boxes(shapes, 'fail').map(({ height }) => Math.round(height))).toEqual([0, 100, 8])
  })

  it('show each class before and after, against the spec', () => {
    const { shapes, bottom } = draw(classPlot(record, 90))
    expect(boxes(shapes, 'reference').map(({ height }) => Math.round(height))).toEqual([100, 83, 8])
    expect(boxes(shapes, 'c1').map(({ height }) => Math.round(height))).toEqual([25, 50, 8])
    expect(lines(shapes, 'ink')[0]?.[0]?.[1]).toBe(bottom - 89.5)
  })

  it('give exact zeros and errors at the bound bars of their own', () => {
    expect(errorShares(record)).toEqual([10, 20, 30, 40])
    const plot = errorPlot(record)
    const { shapes } = draw(plot)
    const heights = boxes(shapes, 'c1').map(({ height }) => (height * plot.y.max) / 100)
    expect(heights).toEqual([expect.closeTo(10), expect.closeTo(40)])
    expect(words(shapes)).toEqual(['at 0: 10.0, at the bound: 40.0'])
    expect(record.layers.map(perturbedShare)).toEqual([75, 93.75])
  })
})

describe('the picture of the search', () => {
  const convergence = [
    { by: 'F-LWC', images: 10, steps: [[1, 60] as [number, number], [2, 40] as [number, number]] },
    { by: 'Polish', images: 10, steps: [[3, 30] as [number, number], [4, 20] as [number, number]] },
  ]

  it('begins at clean, breaks where another search takes over, and names each at the edge', () => {
    const { shapes, left, bottom } = draw(convergencePlot(convergence, { clean: 90, spec: 80 }))
    // Each curve first, then the leader to its label.
    expect(lines(shapes, 'c1')[0]).toEqual([
      [left, bottom - 90],
      [left + 250, bottom - 60],
      [left + 500, bottom - 40],
    ])
    expect(lines(shapes, 'c2')[0]).toEqual([
      [left + 750, bottom - 30],
      [left + 1000, bottom - 20],
    ])
    expect(words(shapes)).toEqual(['spec', '80.0', 'F-LWC', '40.0', 'Polish', '20.0'])
  })

  it('claims no accuracy for errors of the c-curve that left the box', () => {
    const { shapes, bottom } = draw(
      cCurvePlot([
        { c: 10, reach: 2 },
        { c: 0.1, reach: 0.4, accuracy: 80 },
        { c: 1, reach: 0.9, accuracy: 30 },
      ]),
    )
    expect(lines(shapes, 'c1')[0]?.map(([, y]) => Math.round(y))).toEqual([bottom - 80, bottom - 30])
    const hollow = shapes.filter((shape) => shape.type === 'circle' && shape.style.fill === 'raised')
    expect(hollow).toHaveLength(1)
    expect(words(shapes)).toContain('hollow: left the box')
  })
})

describe('the pictures of the landscape', () => {
  it('draw the worst direction over the random ones', () => {
    const { shapes, left, bottom } = draw(directionPlot(landscape, 'accuracy'))
    expect(lines(shapes, 'reference')).toHaveLength(2)
    expect(lines(shapes, 'c1')[0]).toEqual([
      [left, bottom - 20],
      [left + 500, bottom - 90],
      [left + 1000, bottom],
    ])
    expect(shapes.findLastIndex((shape) => shape.type === 'polyline' && shape.style.stroke === 'c1')).toBe(shapes.length - 1)
    expect(slopeWords(landscape)).toBe('slope: worst 2.50, random 0.20 to 0.50')
  })

  it('colour harm dark in both heights, each place in its square', () => {
    expect(mapScale(landscape, 'loss', tokens)).toEqual({ low: 0, high: 8, stops: tokens.sequence })
    expect(mapScale(landscape, 'accuracy', tokens).stops).toEqual([...tokens.sequence].reverse())
    const { shapes, left, bottom } = draw(mapPlot(landscape, 'loss'), 300)
    // The least loss, 0, is that of the programmed network in the middle.
    const [middle] = boxes(shapes, 'rgb(0,0,0)')
    expect(middle?.x).toBeCloseTo(left + 100)
    expect(middle?.y).toBeCloseTo(bottom - 200 / 3, 0)
    expect(words(shapes)).toEqual(expect.arrayContaining(['programmed', 'worst chip', '8.00', '4.00', '0.00']))
  })
})

describe('the pictures of margins', () => {
  it('say whether a distance is the smallest or only found', () => {
    const [deep, last] = margins.layers
    if (deep === undefined || last === undefined) throw new Error('two layers')
    expect(distancePlot(deep).x.title).toBe('smallest found change of the input of conv1, 2-norm')
    expect(distancePlot(last).x.title).toBe('smallest change of the input of fc1, 2-norm')
  })

  it('set the thresholds that flip images against that of the point', () => {
    const plot = flipPlot(margins.layers, 0.03)
    const { shapes } = draw(plot)
    const [here] = lines(shapes, 'c1')
    const medians = lines(shapes, 'ink').map(([first]) => first?.[0] ?? 0)
    const x = here?.[0]?.[0] ?? 0
    expect(medians).toHaveLength(2)
    expect(medians[0]).toBeLessThan(x)
    expect(medians[1]).toBeGreaterThan(x)
    expect(words(shapes)).toEqual(['conv1', 'fc1', 'this point'])
  })
})
