import { nearBy } from '../../../shared/verdict'
import type { CurveChart } from '../curve-chart'
import type { Frame } from '../frame'
import { box, line, sharp, text, type Shape } from '../shapes'
import type { ChartTokens } from '../tokens'

/** Pass, near and fail as tints with a bar at the y axis, and the titles of the axes. */
export function backdrop(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const { left, right, top, bottom } = frame
  const inside = (y: number): number => Math.min(bottom, Math.max(top, y))
  const limit = inside(frame.y(chart.accuracySpec))
  const near = inside(frame.y(chart.accuracySpec - nearBy))
  const zones: [number, number, string, string, number][] = [
    [top, limit, tokens.passZone, tokens.pass, 1],
    [limit, near, tokens.nearZone, tokens.near, 1],
    [near, bottom, tokens.failZone, tokens.fail, 0.55],
  ]
  const shapes = zones.flatMap(([from, to, tint, bar, opacity]) => [
    box(left, from, right - left, to - from, { fill: tint }),
    box(left, from, 3, to - from, { fill: bar, opacity }),
  ])
  shapes.push(text(tokens, 12, top - 12, 'accuracy, %', tokens.ink2))
  shapes.push(text(tokens, right + 31, bottom + bottomLabels(chart), chart.x.title, tokens.ink2))
  return [...shapes, ...topAxis(chart, frame, tokens)]
}

/** Distance of the x labels from the plot: below the cells. */
export function bottomLabels(chart: CurveChart): number {
  const rows = chart.cells.length
  return 14 + (rows === 0 ? 0 : Math.min(48, rows * 6) + 10)
}

function topAxis({ x }: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  if (x.top === undefined) return []
  const { left, right, top } = frame
  const shapes = [
    line(
      [
        [left, sharp(top) - 1],
        [right, sharp(top) - 1],
      ],
      tokens.lineStrong,
    ),
    text(tokens, right + 31, top - 12, x.top.title, tokens.ink2),
  ]
  for (const tick of x.top.ticks) {
    const at = sharp(frame.x(tick.at))
    // The title of the y axis stands where the first label would be.
    if (at < left + 40) continue
    shapes.push(
      line(
        [
          [at, top - 4],
          [at, top],
        ],
        tokens.lineStrong,
      ),
      text(tokens, at, top - 12, tick.text, tokens.inkMuted, { align: 'center' }),
    )
  }
  return shapes
}

/** The line of the accuracy spec, above the tints and below the curves. */
export function specLine(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const y = sharp(frame.y(chart.accuracySpec))
  return [
    line(
      [
        [frame.left, y],
        [frame.right, y],
      ],
      tokens.ink,
    ),
  ]
}
