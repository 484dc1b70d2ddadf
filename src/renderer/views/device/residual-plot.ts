import type { ProgrammedDevices } from '../../../shared/programming'
import { count, probability, threshold as thresholdText } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText, tickTexts } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

/** Bars over [-th, th]; the counts come in finer bins. */
const bars = 40

/** Share of all devices in each bar, percent. */
export function residualShares({ residuals, below, above }: ProgrammedDevices, wanted = bars): number[] {
  const all = residuals.reduce((sum, n) => sum + n, 0) + below + above
  const width = residuals.length / wanted
  return Array.from({ length: wanted }, (_, i) => {
    const inside = residuals.slice(Math.round(i * width), Math.round((i + 1) * width))
    return all === 0 ? 0 : (100 * inside.reduce((sum, n) => sum + n, 0)) / all
  })
}

/** What write-verify left on the devices, with the threshold marked and the failures counted outside it. Pure. */
export function residualPlot(programmed: ProgrammedDevices): Plot {
  const { threshold, below, above } = programmed
  const shares = residualShares(programmed)
  const all = programmed.residuals.reduce((sum, n) => sum + n, 0) + below + above
  const reach = 1.8 * threshold
  const top = niceEnd(1.08 * Math.max(...shares, 1))
  const ticks = [-1, -0.5, 0, 0.5, 1].map((share) => Number((share * threshold).toPrecision(12)))
  const words = tickTexts(ticks.map((at) => Number(at.toPrecision(3))))
  return {
    margins: plotMargins,
    x: {
      kind: 'linear',
      min: -reach,
      max: reach,
      ticks: ticks.map((at, i) => ({ at, text: words[i] ?? '' })),
      title: 'G \u2212 target, fraction of window',
      grid: false,
    },
    y: {
      kind: 'linear',
      min: 0,
      max: top,
      ticks: niceTicks(0, top, 5).map((at) => ({ at, text: tickText(at) })),
      title: 'share of devices, %',
    },
    draw(frame, tokens) {
      const step = (2 * threshold) / shares.length
      const shapes: Shape[] = shares.map((share, i) => {
        const [from, to] = [frame.x(-threshold + i * step), frame.x(-threshold + (i + 1) * step)]
        const y = frame.y(share)
        return box(from + 0.5, y, Math.max(1, to - from - 1), frame.bottom - y, { fill: curveColour(tokens, 0) })
      })
      for (const side of [-1, 1]) {
        const x = sharp(frame.x(side * threshold))
        shapes.push(
          line(
            [
              [x, frame.top],
              [x, frame.bottom],
            ],
            tokens.ink,
            1,
            [2, 3],
          ),
        )
      }
      shapes.push(
        text(tokens, frame.x(threshold) - 5, frame.top + 9, `th ${thresholdText(threshold)}`, tokens.ink, { align: 'right', halo: true }),
      )
      const outside = [
        [-1.4, below, 'below'],
        [1.4, above, 'above'],
      ] as const
      for (const [place, devices, side] of outside) {
        const x = frame.x(place * threshold)
        const y = frame.bottom - 34
        const colour = devices === 0 ? tokens.inkMuted : tokens.fail
        shapes.push(text(tokens, x, y, devices === 0 ? 'none' : count(devices), colour, { align: 'center', weight: 620 }))
        shapes.push(
          text(tokens, x, y + 14, devices === 0 ? side : `${side}, ${probability(devices / all)}\u00a0%`, colour, { align: 'center' }),
        )
      }
      return shapes
    },
  }
}
