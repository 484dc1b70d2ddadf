import { describe, expect, it } from 'vitest'
import { frameOf, marginsOf } from '../../../../src/renderer/charts/frame'
import { placeLabels } from '../../../../src/renderer/charts/layers/labels'
import { runChart } from '../../../../src/renderer/charts/run-chart'
import { runCurves } from '../../../../src/renderer/charts/run-curves'
import { dock, freeStretch, labelAt, nearestPoint, nearestX } from '../../../../src/renderer/views/explore/chart-places'
import { exampleRun, sweep } from '../../example-run'

const run = exampleRun({ ...sweep, mapping: { scheme: ['sign-magnitude', 'offset'] } })
const chart = runChart(run, {
  x: 'window',
  y: 'linear',
  accuracySpec: 90,
  montecarlo: true,
  name: (at) => String(at['mapping.scheme']),
  value: (_field, value) => String(value),
})
const frame = frameOf(chart, marginsOf(chart), 1000, 480)
const { curves } = runCurves(run, 'window')

describe('places on the chart', () => {
  it('read the place with points that is nearest to the pointer, inside the plot only', () => {
    const inside = { px: frame.x(0.0205), py: frame.y(50) }
    expect(nearestX(curves, frame, inside)).toBe(0.02)
    expect(nearestX(curves, frame, { ...inside, px: frame.right + 60 })).toBeUndefined()
    expect(nearestX(curves, frame, { ...inside, py: frame.bottom + 20 })).toBeUndefined()
  })

  it('read nothing far from any point', () => {
    const single = runCurves(exampleRun({}), 'window').curves
    expect(nearestX(single, frame, { px: frame.left + 2, py: frame.top + 2 })).toBeUndefined()
  })

  it('choose the curve nearest to the pointer at that place', () => {
    const high = nearestPoint(chart, frame, 0.01, frame.top)
    const low = nearestPoint(chart, frame, 0.01, frame.bottom)
    expect(high?.curve.name).toBe('sign-magnitude')
    expect(low?.curve.name).toBe('offset')
  })

  it('find the curve whose label is pressed', () => {
    const label = placeLabels(chart, frame).find((one) => one.curve?.name === 'offset')
    expect(labelAt(chart, frame, { px: frame.right + 40, py: label?.placed ?? 0 })).toBe(label?.curve?.key)
    expect(labelAt(chart, frame, { px: frame.left + 40, py: label?.placed ?? 0 })).toBeUndefined()
  })

  it('dock a reading where no label is, without its minor lines where room is short', () => {
    const stretch = freeStretch(chart, frame)
    for (const label of placeLabels(chart, frame)) {
      expect(label.placed <= stretch.top + 1e-9 || label.placed >= stretch.top + stretch.height - 1e-9).toBe(true)
    }
    expect(dock({ top: 100, height: 300 }, { all: 6, minor: 1 }).tight).toBe(false)
    const tight = dock({ top: 100, height: 134 }, { all: 6, minor: 1 })
    expect(tight.tight).toBe(true)
    expect(tight.top).toBeGreaterThan(100)
  })
})
