import { fixed, percent } from '../../../shared/units'
import type { LayerShare, WorstRecord } from '../../../shared/worst-case'
import type { Plot } from '../../charts/plot-option'
import { text } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'
import { barsPlot } from './bars-plot'

/** Share of what can err in each bin, percent. */
export function errorShares({ histogram }: Pick<WorstRecord, 'histogram'>): number[] {
  const all = histogram.reduce((sum, n) => sum + n, 0)
  return histogram.map((n) => (all === 0 ? 0 : (100 * n) / all))
}

/** Share of a layer that errs, percent. */
export const perturbedShare = ({ perturbed, weights }: LayerShare): number => (weights === 0 ? 0 : (100 * perturbed) / weights)

/** |dW| over its bound; exact zeros and what lies at the bound have bars of their own at the ends. Pure. */
export function errorPlot(record: Pick<WorstRecord, 'histogram' | 'of'>): Plot {
  const shares = errorShares(record)
  const bins = shares.length
  // The middle of the first bar is 0, that of the last 1; the bins between them share the rest.
  const place = (ratio: number): number => (1 + ratio * (bins - 2)) / bins
  const ticks = [0.25, 0.5, 0.75].map((at) => ({ at: place(at), text: fixed(at, 2) }))
  const ends = [
    { at: 0.5 / bins, text: '0' },
    { at: 1 - 0.5 / bins, text: '1' },
  ]
  return barsPlot(
    [
      {
        values: shares,
        colour: (tokens, bin) => (bin === 0 || bin === bins - 1 ? curveColour(tokens, 0) : (tokens.sequence[2] ?? tokens.reference)),
      },
    ],
    {
      x: {
        title: record.of === 'devices' ? '|\u0394G| / bound' : '|\u0394W| / bound',
        ticks: [...ends, ...ticks].sort((a, b) => a.at - b.at),
      },
      y: { title: 'share, %' },
      more: (frame, tokens) => [
        text(
          tokens,
          frame.right,
          frame.top - 14,
          `at 0: ${percent(shares[0] ?? 0)}, at the bound: ${percent(shares.at(-1) ?? 0)}`,
          tokens.ink,
          {
            align: 'right',
          },
        ),
      ],
    },
  )
}
