import type { PointResult } from '../../../shared/results'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { logTicks, tickText } from '../../charts/scale'
import { line, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

/** What each weight of the surrogate against the size of the error gave. Source: [Y] III-C. */
export type CCurve = NonNullable<PointResult['cCurve']>

/** Accuracy over c; an error that left the box is a hollow mark at the top, and no accuracy is claimed for it. Pure. */
export function cCurvePlot(curve: CCurve): Plot {
  const cs = curve.map(({ c }) => c)
  const [min, max] = [Math.min(...cs) / 1.5, Math.max(...cs) * 1.5]
  return {
    margins: plotMargins,
    x: { kind: 'log', min, max, ticks: logTicks(min, max).map((at) => ({ at, text: tickText(at) })), title: 'c, weight of the surrogate' },
    y: {
      kind: 'linear',
      min: 0,
      max: 100,
      ticks: [0, 20, 40, 60, 80, 100].map((at) => ({ at, text: tickText(at) })),
      title: 'accuracy, %',
    },
    draw(frame, tokens) {
      const colour = curveColour(tokens, 0)
      const sorted = [...curve].sort((a, b) => a.c - b.c)
      const inside = sorted.flatMap(({ c, accuracy }): [number, number][] =>
        accuracy === undefined ? [] : [[frame.x(c), frame.y(accuracy)]],
      )
      const outside = sorted.filter(({ accuracy }) => accuracy === undefined)
      const marks: Shape[] = [
        ...inside.map(([cx, cy]): Shape => ({ type: 'circle', shape: { cx, cy, r: 3 }, style: { fill: colour } })),
        ...outside.map(({ c }): Shape => ({
          type: 'circle',
          shape: { cx: frame.x(c), cy: frame.top + 8, r: 3 },
          style: { fill: tokens.raised, stroke: tokens.inkMuted, lineWidth: 1.3 },
        })),
      ]
      const legend =
        outside.length === 0 ? [] : [text(tokens, frame.right, frame.top - 14, 'hollow: left the box', tokens.inkMuted, { align: 'right' })]
      return [...(inside.length > 1 ? [line(inside, colour, 1.75)] : []), ...marks, ...legend]
    },
  }
}
