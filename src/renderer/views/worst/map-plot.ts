import { fixed, percent } from '../../../shared/units'
import type { Landscape } from '../../../shared/worst-case'
import { heatBar } from '../../charts/heat-bar'
import { heatColour, type HeatScale } from '../../charts/heat-colours'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { tickText } from '../../charts/scale'
import { box, text, type Shape } from '../../charts/shapes'
import type { ChartTokens } from '../../charts/tokens'
import type { Height } from './direction-plot'

/** Value of a place of the map in words. */
const words = (height: Height, value: number): string => (height === 'accuracy' ? percent(value) : fixed(value, 2))

export function mapScale({ map }: Pick<Landscape, 'map'>, height: Height, tokens: Pick<ChartTokens, 'sequence'>): HeatScale {
  const values = map[height]
  // Dark is harm in both: much loss, little accuracy.
  return height === 'accuracy'
    ? { low: 0, high: 100, stops: [...tokens.sequence].reverse() }
    : { low: 0, high: Math.max(1e-9, ...values), stops: tokens.sequence }
}

/** The plane of the worst direction and a random one of its length; each place is a square of its colour. Pure. */
export function mapPlot(landscape: Pick<Landscape, 'map'>, height: Height): Plot {
  const { x, y, [height]: values } = landscape.map
  const half = (along: readonly number[]): number => ((along[1] ?? 1) - (along[0] ?? 0)) / 2
  const range = (along: readonly number[]) => ({ min: (along[0] ?? 0) - half(along), max: (along.at(-1) ?? 1) + half(along) })
  const ticks = (along: readonly number[]) =>
    [-2, -1, 0, 1, 2].filter((at) => at >= range(along).min && at <= range(along).max).map((at) => ({ at, text: tickText(at) }))
  return {
    margins: { ...plotMargins, right: 78 },
    x: { kind: 'linear', ...range(x), ticks: ticks(x), title: 'along the worst direction', grid: false },
    y: { kind: 'linear', ...range(y), ticks: ticks(y), title: 'along a random direction', grid: false },
    draw(frame, tokens) {
      const scale = mapScale(landscape, height, tokens)
      const squares = y.flatMap((row, j) =>
        x.map((column, i): Shape => {
          const left = frame.x(column - half(x))
          const top = frame.y(row + half(y))
          const style = { fill: `rgb(${heatColour(scale, values[j * x.length + i] ?? 0).join(',')})` }
          return box(left, top, frame.x(column + half(x)) - left + 0.5, frame.y(row - half(y)) - top + 0.5, style)
        }),
      )
      const mark = (at: number, name: string): Shape[] => [
        {
          type: 'circle',
          shape: { cx: frame.x(at), cy: frame.y(0), r: 4 },
          style: { fill: tokens.raised, stroke: tokens.ink, lineWidth: 1.5 },
        },
        text(tokens, frame.x(at), frame.y(0) - 12, name, tokens.ink, { align: 'center', halo: true }),
      ]
      const bar = heatBar(tokens, scale, {
        x: frame.right + 14,
        top: frame.top + 12,
        height: Math.max(40, frame.bottom - frame.top - 20),
        title: height === 'accuracy' ? '%' : 'nats',
        words: [scale.high, (scale.high + scale.low) / 2, scale.low].map((value) => words(height, value)),
      })
      return [...squares, ...mark(0, 'programmed'), ...mark(1, 'worst chip'), ...bar]
    },
  }
}
