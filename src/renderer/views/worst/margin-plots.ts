import { fixed } from '../../../shared/units'
import type { LayerMargins } from '../../../shared/worst-case'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { logTicks, tickText } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'
import { barsPlot } from './bars-plot'

/** How far features are from another answer, in one layer. Pure. */
export function distancePlot({ histogram, norm, kind, layer }: LayerMargins): Plot {
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: fixed(at * norm.max, 2) }))
  const all = histogram.reduce((sum, n) => sum + n, 0)
  return barsPlot(
    [{ values: histogram.map((n) => (all === 0 ? 0 : (100 * n) / all)), colour: (tokens) => tokens.sequence[3] ?? tokens.ink }],
    {
      x: { title: `${kind === 'minimum' ? 'smallest' : 'smallest found'} change of the input of ${layer}, 2-norm`, ticks },
      y: { title: 'share of images, %' },
    },
  )
}

/** Thresholds at which the devices of a layer can flip an image: a row a layer, and where this point stands. Pure. */
export function flipPlot(layers: readonly LayerMargins[], t: number): Plot {
  const lows = layers.flatMap(({ tFlip }) => (tFlip.p05 > 0 ? [tFlip.p05] : []))
  const min = Math.min(t, ...lows) / 1.6
  const max = Math.max(t, ...layers.map(({ tFlip }) => tFlip.p95)) * 1.6
  const left = 12 + 7 * Math.max(4, ...layers.map(({ layer }) => layer.length))
  return {
    margins: { ...plotMargins, left, right: 24 },
    x: {
      kind: 'log',
      min,
      max,
      ticks: logTicks(min, max).map((at) => ({ at, text: tickText(at) })),
      title: 't that can flip an image, fraction of window',
    },
    y: { kind: 'linear', min: 0, max: 1, ticks: [], title: '', grid: false },
    draw(frame, tokens) {
      const pitch = (frame.bottom - frame.top) / layers.length
      const rows = layers.flatMap(({ layer, tFlip }, i): Shape[] => {
        const y = Math.round(frame.top + (i + 0.5) * pitch)
        const x = (value: number): number => frame.x(Math.max(min, Math.min(max, value)))
        const half = Math.min(8, pitch * 0.35)
        return [
          text(tokens, left - 8, y, layer, tokens.ink2, { align: 'right' }),
          line(
            [
              [x(tFlip.p05), sharp(y)],
              [x(tFlip.p95), sharp(y)],
            ],
            tokens.reference,
            1.5,
          ),
          box(x(tFlip.p25), y - half, Math.max(1, x(tFlip.p75) - x(tFlip.p25)), 2 * half, { fill: tokens.sequence[2] ?? tokens.reference }),
          line(
            [
              [sharp(x(tFlip.p50)), y - half],
              [sharp(x(tFlip.p50)), y + half],
            ],
            tokens.ink,
            2,
          ),
        ]
      })
      const here = sharp(frame.x(t))
      return [
        ...rows,
        line(
          [
            [here, frame.top],
            [here, frame.bottom],
          ],
          curveColour(tokens, 0),
          1.5,
        ),
        text(tokens, here, frame.top - 9, 'this point', tokens.ink2, { align: 'center', halo: true }),
      ]
    },
  }
}
