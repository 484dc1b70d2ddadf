import type { TileInspection } from '../../../shared/tile-inspection'
import { fixed } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceTicks, tickTexts } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

/** Pixels a column needs for a bar of its own. */
const narrowestBar = 2.5

/** The error of each column's current in closed form, percent, with the mean of its size and the worst column. Pure. */
export function columnPlot({ currents, columnErrors }: Pick<TileInspection, 'currents' | 'columnErrors'>): Plot {
  const errors = currents.error.map((error) => error * 100)
  const columns = errors.length
  const [least, most] = errors.reduce(([a, b], error) => [Math.min(a, error), Math.max(b, error)], [0, 0])
  const room = Math.max(most - least, 1e-9) * 0.12
  const [low, high] = [least < 0 ? least - room : 0, most > 0 || least === 0 ? most + room : 0]
  const ticks = niceTicks(low, high, 4)
  const words = tickTexts(ticks)
  const { at: worst, error: worstError } = errors.reduce(
    (found, error, at) => (Math.abs(error) > Math.abs(found.error) ? { at, error } : found),
    { at: 0, error: 0 },
  )
  return {
    margins: { ...plotMargins, right: 92, top: 26 },
    x: {
      kind: 'linear',
      min: 0,
      max: columns,
      ticks: niceTicks(0, columns, 8)
        .filter(Number.isInteger)
        .map((at) => ({ at, text: String(at) })),
      title: 'column',
      grid: false,
    },
    y: {
      kind: 'linear',
      min: low,
      max: high,
      ticks: ticks.map((at, i) => ({ at, text: words[i] ?? '' })),
      title: 'error of the current, %',
    },
    draw(frame, tokens) {
      const colour = curveColour(tokens, 0)
      const none = frame.y(0)
      const width = (frame.right - frame.left) / columns
      const shapes: Shape[] =
        width >= narrowestBar
          ? errors.map((error, j) => {
              const y = frame.y(error)
              const side = Math.max(1, width - Math.min(2, width / 4))
              return box(frame.x(j) + (width - side) / 2, Math.min(y, none), side, Math.max(0.5, Math.abs(none - y)), {
                fill: j === worst && worstError !== 0 ? curveColour(tokens, 1) : colour,
              })
            })
          : [
              line(
                errors.map((error, j) => [frame.x(j + 0.5), frame.y(error)]),
                colour,
                1,
              ),
            ]
      shapes.push(
        line(
          [
            [frame.left, sharp(none)],
            [frame.right, sharp(none)],
          ],
          tokens.lineStrong,
        ),
      )
      const beside = frame.right + 14
      const { mean } = columnErrors
      const signs = [most > 0 ? 1 : 0, least < 0 ? -1 : 0].filter((sign) => sign !== 0)
      for (const sign of signs) {
        const y = sharp(frame.y(sign * mean * 100))
        shapes.push(
          line(
            [
              [frame.left, y],
              [frame.right, y],
            ],
            tokens.ink,
            1,
            [2, 3],
          ),
        )
      }
      const facts = [
        ['mean |error|', mean * 100],
        ['worst', Math.abs(worstError)],
      ] as const
      facts.forEach(([name, value], i) => {
        shapes.push(text(tokens, beside, frame.top + 8 + i * 34, name, tokens.inkMuted))
        shapes.push(text(tokens, beside, frame.top + 22 + i * 34, `${fixed(value, 2)}\u00a0%`, tokens.ink, { weight: 620 }))
      })
      if (worstError !== 0) shapes.push(text(tokens, beside, frame.top + 70, `column ${worst}`, tokens.ink2))
      return shapes
    },
  }
}
