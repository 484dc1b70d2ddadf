import { empiricalDistribution, normalPoints } from '../../shared/likelihood'
import type { MonteCarlo } from '../../shared/results'
import { fixed } from '../../shared/units'
import type { Frame } from './frame'
import { plotMargins, type Plot, type PlotAxis } from './plot-option'
import { niceTicks, tickText, tickTexts } from './scale'
import { line, sharp, text, type Shape } from './shapes'
import { curveColour, type ChartTokens } from './tokens'

/** Random chips of a point: how many answer how many of its images right. */
export interface Chips {
  counts: NonNullable<MonteCarlo['counts']>
  images: number
  mean: number
  sd: number
}

/** An axis of accuracies, percent, that holds all chips, and the spec where that is near. */
function accuracyAxis(chips: Chips, limit: number, title: string, grid: boolean): PlotAxis {
  const [first, last] = [chips.counts[0]?.[0] ?? 0, chips.counts.at(-1)?.[0] ?? 0].map((right) => (100 * right) / chips.images)
  const [low, high] = [first ?? 0, last ?? 0]
  const room = Math.max(high - low, 200 / chips.images)
  const holds = limit > low - room && limit < high + room
  const [min, max] = [Math.min(low, holds ? limit : low) - 0.1 * room, Math.max(high, holds ? limit : high) + 0.1 * room]
  const ticks = niceTicks(min, max, 5)
  const words = tickTexts(ticks)
  return { kind: 'linear', min, max, ticks: ticks.map((at, i) => ({ at, text: words[i] ?? '' })), title, grid }
}

/** Empirical distribution of chips: share at or below each accuracy, with the spec as a line. Pure. */
export function distributionPlot(chips: Chips, limit: number): Plot {
  const x = accuracyAxis(chips, limit, 'accuracy of a chip, %', false)
  const steps = empiricalDistribution(chips.counts, chips.images)
  return {
    margins: plotMargins,
    x,
    y: {
      kind: 'linear',
      min: 0,
      max: 100,
      ticks: [0, 25, 50, 75, 100].map((at) => ({ at, text: tickText(at) })),
      title: 'chips at or below, %',
    },
    draw(frame, tokens) {
      const path: [number, number][] = [[frame.left, frame.y(0)]]
      let before = 0
      for (const { accuracy, share } of steps) {
        path.push([frame.x(accuracy), frame.y(100 * before)], [frame.x(accuracy), frame.y(100 * share)])
        before = share
      }
      path.push([frame.right, frame.y(100 * before)])
      const at = sharp(frame.x(limit))
      const spec =
        limit < x.min || limit > x.max
          ? []
          : specLine(frame, tokens, limit, [
              [at, frame.top],
              [at, frame.bottom],
            ])
      return [...spec, line(path, curveColour(tokens, 0), 2)]
    },
  }
}

/**
 * Normal QQ plot of chips: accuracies against the quantiles of a standard normal at Blom's plotting positions. Chips of a
 * normal distribution lie on the line, which is that of their mean and standard deviation. Pure.
 */
export function normalPlot(chips: Chips, limit: number): Plot {
  const points = normalPoints(chips.counts, chips.images)
  const reach = Math.max(1, ...points.map(({ normal }) => Math.abs(normal))) * 1.1
  const y = accuracyAxis(chips, limit, 'accuracy of a chip, %', true)
  const ticks = niceTicks(-reach, reach, 6)
  return {
    margins: plotMargins,
    x: {
      kind: 'linear',
      min: -reach,
      max: reach,
      ticks: ticks.map((at) => ({ at, text: tickText(at) })),
      title: 'quantile of a standard normal',
      grid: false,
    },
    y,
    draw(frame, tokens) {
      const normal = lineWithin({ from: -reach, to: reach, at: (q) => chips.mean + chips.sd * q }, y).map(
        ([q, accuracy]): [number, number] => [frame.x(q), frame.y(accuracy)],
      )
      const level = sharp(frame.y(limit))
      const spec =
        limit < y.min || limit > y.max
          ? []
          : specLine(frame, tokens, limit, [
              [frame.left, level],
              [frame.right, level],
            ])
      const dots = points.map((point): Shape => ({
        type: 'circle',
        shape: { cx: frame.x(point.normal), cy: frame.y(point.accuracy), r: 2.5 },
        style: { fill: curveColour(tokens, 0) },
      }))
      return [...spec, line(normal, tokens.ink2, 1, [4, 3]), ...dots]
    },
  }
}

/** Both ends of a rising straight line, cut to what an axis shows. */
function lineWithin(
  { from, to, at }: { from: number; to: number; at: (q: number) => number },
  { min, max }: Pick<PlotAxis, 'min' | 'max'>,
): [number, number][] {
  const slope = (at(to) - at(from)) / (to - from)
  return [from, to].map((q) => {
    const accuracy = Math.min(max, Math.max(min, at(q)))
    return [slope === 0 ? q : q + (accuracy - at(q)) / slope, accuracy]
  })
}

function specLine(frame: Frame, tokens: ChartTokens, limit: number, points: [number, number][]): Shape[] {
  const [x, y] = points[0] ?? [frame.left, frame.top]
  return [
    line(points, tokens.ink, 1, [2, 3]),
    text(tokens, x + 5, Math.max(frame.top + 9, y - 8), `spec ${fixed(limit)}\u00a0%`, tokens.ink, { halo: true }),
  ]
}
