import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText } from '../../charts/scale'
import { box, text, type Shape } from '../../charts/shapes'
import type { ChartTokens } from '../../charts/tokens'

/** Bars of one kind, standing beside those of the other kinds in each bin. */
export interface BarGroup {
  /** In words, for the legend; none where the picture needs none. */
  name?: string
  values: readonly number[]
  colour: (tokens: ChartTokens, bin: number) => string
}

/** Bars of percentages over equal bins, the groups side by side in each; `ticks` stand at shares 0 to 1 of the width. Pure. */
export function barsPlot(
  groups: readonly BarGroup[],
  options: {
    x: { title: string; ticks: readonly { at: number; text: string }[] }
    y: { title: string; max?: number }
    more?: (
      frame: { left: number; right: number; top: number; bottom: number; y: (value: number) => number },
      tokens: ChartTokens,
    ) => Shape[]
  },
): Plot {
  const bins = groups[0]?.values.length ?? 0
  const most = Math.max(0, ...groups.flatMap(({ values }) => values))
  const top = options.y.max ?? Math.min(100, niceEnd(1.08 * Math.max(most, 1e-9)))
  return {
    margins: plotMargins,
    x: { kind: 'linear', min: 0, max: 1, ticks: options.x.ticks, title: options.x.title, grid: false },
    y: { kind: 'linear', min: 0, max: top, ticks: niceTicks(0, top, 5).map((at) => ({ at, text: tickText(at) })), title: options.y.title },
    draw(frame, tokens) {
      const pitch = (frame.right - frame.left) / bins
      const width = Math.max(1, (pitch - Math.min(3, pitch * 0.25)) / groups.length)
      const bars = groups.flatMap(({ values, colour }, g) =>
        values.map((value, bin) => {
          const y = frame.y(value)
          return box(frame.left + bin * pitch + g * width, y, Math.max(1, width - 0.5), frame.bottom - y, { fill: colour(tokens, bin) })
        }),
      )
      // The legend stands on the line of the title, the last at the right edge.
      let right = frame.right
      const legend = [...groups].reverse().flatMap(({ name, colour }) => {
        if (name === undefined) return []
        const shapes = [
          text(tokens, right, frame.top - 14, name, tokens.ink2, { align: 'right' }),
          box(right - legendWidth(name) - 13, frame.top - 18, 8, 8, { fill: colour(tokens, 0) }),
        ]
        right -= legendWidth(name) + 28
        return shapes
      })
      return [...bars, ...legend, ...(options.more?.(frame, tokens) ?? [])]
    },
  }
}

/** About as wide as the words are at 11 px; the picture is drawn without a page to measure on. */
function legendWidth(words: string): number {
  return [...words].reduce((width, letter) => width + (/[ \u00a0.,ilt]/.test(letter) ? 3.2 : /[mw]/.test(letter) ? 9 : 6.4), 0)
}
