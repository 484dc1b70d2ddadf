import type { ChartCurve, CurveChart } from '../curve-chart'
import type { Frame } from '../frame'
import { line, text, type Shape } from '../shapes'
import { curveColour, type ChartTokens } from '../tokens'

function crossing(chart: CurveChart): { curve: ChartCurve; x: number; text: string }[] {
  return chart.curves.flatMap((curve) => (curve.crossing === undefined ? [] : [{ curve, ...curve.crossing }])).sort((a, b) => a.x - b.x)
}

/** Where each curve crosses the spec, a line carries the loosest passing threshold down to the axis. */
export function crossings(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const y = frame.y(chart.accuracySpec)
  return crossing(chart).flatMap(({ curve, x }) => {
    const at = frame.x(x)
    const colour = curveColour(tokens, curve.index)
    return [
      line(
        [
          [at, y],
          [at, frame.bottom],
        ],
        colour,
        1,
        [2, 3],
      ),
      { type: 'circle' as const, shape: { cx: at, cy: y, r: 4.5 }, style: { fill: tokens.raised, stroke: colour, lineWidth: 1.75 } },
    ]
  })
}

/** The thresholds at the feet of those lines; texts that would meet stand one above the other. */
export function crossingTexts(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  let before = Number.NEGATIVE_INFINITY
  let raised = 0
  const told = crossing(chart).filter((one, i, all) => all.findIndex((other) => other.text === one.text) === i)
  return told.map(({ x, text: words }) => {
    const at = frame.x(x)
    raised = at - before < 52 ? raised + 13 : 0
    before = at
    const left = at + 56 > frame.right
    return text(tokens, left ? at - 5 : at + 5, frame.bottom - 9 - raised, words, tokens.ink, {
      mono: true,
      weight: 500,
      halo: true,
      align: left ? 'right' : 'left',
    })
  })
}

/** The place that is being read: a line through all curves and a ring around each point there. */
export function pinned(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  if (chart.pinned === undefined) return []
  const at = frame.x(chart.pinned)
  const shapes: Shape[] = [
    line(
      [
        [Math.round(at) + 0.5, frame.top],
        [Math.round(at) + 0.5, frame.bottom],
      ],
      tokens.inkMuted,
    ),
  ]
  for (const curve of chart.curves) {
    for (const point of curve.points) {
      if (point.x === chart.pinned)
        shapes.push({
          type: 'circle',
          shape: { cx: at, cy: frame.y(point.y), r: 5.5 },
          style: { fill: 'none', stroke: tokens.ink, lineWidth: 1.25 },
        })
    }
  }
  return shapes
}
