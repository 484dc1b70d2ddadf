import type { ProgrammedDevices, WriteVerifySummary } from '../../../shared/programming'
import { count, fixed } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

const mostBars = 60

export interface CycleBar {
  /** Cycles from (inside) and to (outside). */
  from: number
  to: number
  /** Percent of all devices. */
  share: number
}

/** Shares of devices by the cycles they took, in at most so many bars of equal width, to the last that is not empty. */
export function cycleBars(cycles: readonly number[], most = mostBars): CycleBar[] {
  const last = cycles.findLastIndex((n) => n > 0)
  const all = cycles.reduce((sum, n) => sum + n, 0)
  const width = Math.max(1, Math.ceil((last + 1) / most))
  return Array.from({ length: Math.ceil((last + 1) / width) }, (_, i) => {
    const inside = cycles.slice(i * width, (i + 1) * width)
    return { from: i * width, to: (i + 1) * width, share: (100 * inside.reduce((sum, n) => sum + n, 0)) / all }
  })
}

/** How many cycles devices took, with mean and percentiles. Pure. */
export function cyclesPlot({ cycles }: ProgrammedDevices, summary: WriteVerifySummary): Plot {
  const bars = cycleBars(cycles)
  const end = niceEnd(Math.max(4, bars.at(-1)?.to ?? 1))
  const top = niceEnd(Math.max(1, ...bars.map(({ share }) => share)) * 1.1)
  const width = bars[0] === undefined ? 1 : bars[0].to - bars[0].from
  return {
    margins: plotMargins,
    x: {
      kind: 'linear',
      min: -0.5,
      max: end,
      ticks: niceTicks(0, end, 6)
        .filter(Number.isInteger)
        .map((at) => ({ at, text: tickText(at) })),
      title: width === 1 ? 'cycles to |G \u2212 target| \u2264 th' : `cycles to |G \u2212 target| \u2264 th, ${width} a bar`,
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
      const shapes: Shape[] = bars.map(({ from, to, share }) => {
        // Bars of single cycles stand on their number.
        const shift = width === 1 ? 0.5 : 0
        const [left, right] = [frame.x(from - shift), frame.x(to - shift)]
        const y = frame.y(share)
        return box(left + 0.5, y, Math.max(1, right - left - 1), frame.bottom - y, { fill: curveColour(tokens, 0) })
      })
      const { mean, p50, p95, p99 } = summary.cycles
      const marks: [number, string, string, number[] | undefined][] = [
        [p50, 'p50', count(p50), [2, 3]],
        [mean, 'mean', fixed(mean), undefined],
        [p95, 'p95', count(p95), [2, 3]],
        [p99, 'p99', count(p99), [2, 3]],
      ]
      marks.forEach(([at, name, value, dash], i) => {
        const x = sharp(frame.x(at))
        const y = frame.top + 8 + i * 15
        shapes.push(
          line(
            [
              [x, y],
              [x, frame.bottom],
            ],
            tokens.ink,
            1,
            dash,
          ),
        )
        const leftward = x > frame.right - 70
        shapes.push(
          text(tokens, x + (leftward ? -5 : 5), y, `${name} ${value}`, tokens.ink, { align: leftward ? 'right' : 'left', halo: true }),
        )
      })
      if (summary.exhausted > 0)
        shapes.push(
          text(
            tokens,
            frame.right,
            frame.top + 72,
            `${count(summary.exhausted)} stopped at ${count(cycles.length - 1)} cycles`,
            tokens.fail,
            { align: 'right', halo: true },
          ),
        )
      return shapes
    },
  }
}
