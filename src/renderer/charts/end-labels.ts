import { spread } from '../../shared/spread'
import type { Frame } from './frame'
import { line, sharp, text, type Shape } from './shapes'
import type { ChartTokens } from './tokens'

export interface EndLabel {
  /** Value along y where the curve ends. */
  at: number
  name: string
  value: string
  colour: string
}

/** Names and values of curves at their ends, right of the plot, pushed apart; the swatch carries the colour. Pure. */
export function endLabels(labels: readonly EndLabel[], frame: Frame, tokens: ChartTokens, right: number): Shape[] {
  const placed = spread(
    labels.map((label) => ({ ...label, y: frame.y(label.at) })),
    14,
    frame.top,
    frame.bottom,
  )
  const x = frame.right
  return placed.flatMap(({ y, placed: at, name, value, colour }) => [
    line(
      [
        [x + 2, y],
        [x + 10, sharp(at)],
        [x + 20, sharp(at)],
      ],
      colour,
      1.5,
    ),
    text(tokens, x + 25, at, name, tokens.ink2),
    text(tokens, right, at, value, tokens.ink, { align: 'right', mono: true }),
  ])
}
