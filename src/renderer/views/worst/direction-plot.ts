import { fixed } from '../../../shared/units'
import type { Landscape } from '../../../shared/worst-case'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

/** What is drawn of the loss around a network. */
export type Height = 'loss' | 'accuracy'
export const heights = [
  { value: 'accuracy', label: 'accuracy' },
  { value: 'loss', label: 'loss' },
] as const satisfies readonly { value: Height; label: string }[]
export const heightTitles: Record<Height, string> = { loss: 'mean cross entropy, nats', accuracy: 'accuracy, %' }

/** Slopes of the directions in words: the worst, and from which to which the random ones have. */
export function slopeWords({ curves }: Pick<Landscape, 'curves'>): string {
  const of = (kind: 'random' | 'worst'): number[] => curves.filter((curve) => curve.kind === kind).map(({ slope }) => slope)
  const [worst, random] = [of('worst'), of('random')]
  const span = random.length === 0 ? '' : `, random ${fixed(Math.min(...random), 2)} to ${fixed(Math.max(...random), 2)}`
  return `slope: worst ${worst.map((slope) => fixed(slope, 2)).join(', ')}${span}`
}

/** Loss or accuracy along the worst direction found and along random ones; alpha = 1 is the worst chip. Pure. */
export function directionPlot({ alphas, curves }: Pick<Landscape, 'alphas' | 'curves'>, height: Height): Plot {
  const [min, max] = [alphas[0] ?? 0, alphas.at(-1) ?? 1]
  const top = height === 'accuracy' ? 100 : niceEnd(1.04 * Math.max(1e-9, ...curves.flatMap(({ loss }) => loss)))
  return {
    margins: plotMargins,
    x: {
      kind: 'linear',
      min,
      max,
      ticks: niceTicks(min, max, 8).map((at) => ({ at, text: tickText(at) })),
      title: 'alpha, along the direction',
    },
    y: {
      kind: 'linear',
      min: 0,
      max: top,
      ticks: niceTicks(0, top, 5).map((at) => ({ at, text: tickText(at) })),
      title: heightTitles[height],
    },
    draw(frame, tokens) {
      const upright = (alpha: number, words: string): Shape[] => {
        const x = sharp(frame.x(alpha))
        return [
          line(
            [
              [x, frame.top],
              [x, frame.bottom],
            ],
            tokens.lineStrong,
            1,
            [2, 3],
          ),
          text(tokens, x, frame.top - 7, words, tokens.inkMuted, { align: 'center', halo: true }),
        ]
      }
      // Random directions first: the worst one lies over them.
      const lines = [...curves]
        .sort((a, b) => Number(a.kind === 'worst') - Number(b.kind === 'worst'))
        .map((curve) =>
          line(
            curve[height].map((value, i): [number, number] => [frame.x(alphas[i] ?? 0), frame.y(value)]),
            curve.kind === 'worst' ? curveColour(tokens, 0) : tokens.reference,
            curve.kind === 'worst' ? 2.25 : 1.25,
          ),
        )
      return [...upright(0, 'programmed'), ...upright(1, 'worst chip'), ...lines]
    },
  }
}
