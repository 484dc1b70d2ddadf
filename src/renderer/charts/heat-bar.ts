import { heatColour, type HeatScale } from './heat-colours'
import { box, text, type Shape } from './shapes'
import type { ChartTokens } from './tokens'

/** Steps that the scale is drawn in. */
const steps = 48

/** The colours of a heat map as a bar beside it, high values up; `words` stand evenly along it from the top. Pure. */
export function heatBar(
  tokens: ChartTokens,
  scale: HeatScale,
  { x, top, height, title, words }: { x: number; top: number; height: number; title: string; words: readonly string[] },
): Shape[] {
  const step = height / steps
  const shapes = Array.from({ length: steps }, (_, i) => {
    const value = scale.high - ((i + 0.5) / steps) * (scale.high - scale.low)
    return box(x, top + i * step, 10, step + 0.6, { fill: `rgb(${heatColour(scale, value).join(',')})` })
  })
  const apart = height / Math.max(1, words.length - 1)
  const labels = words.map((word, i) => text(tokens, x + 16, top + i * apart, word, tokens.ink2))
  return [text(tokens, x, top - 13, title, tokens.inkMuted), ...shapes, ...labels]
}
