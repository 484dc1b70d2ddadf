import type { ProgrammedThreshold } from '../../../shared/programming'
import { axisValues } from '../../../shared/spec'
import { threshold as thresholdText, timeSpan } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { logTicks, tickText } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { spread } from '../../charts/spread'
import { curveColour } from '../../charts/tokens'
import { timeScale } from '../../components/si-scale'

/** One point of the curve: what a chip takes at a threshold. */
export interface CostPoint {
  threshold: number
  /** Seconds, devices one after another. */
  seconds: number
  /** Some devices ended outside the box. */
  fails: boolean
}

export const costPoints = (thresholds: readonly ProgrammedThreshold[]): CostPoint[] =>
  thresholds.flatMap(({ threshold, chip, failures }) =>
    chip === undefined ? [] : [{ threshold, seconds: chip.seconds, fails: failures > 0 }],
  )

/** Thresholds of the curve: two decades or so, with the chosen one well inside. */
export function curveThresholds(threshold: number): number[] {
  return axisValues({ from: Math.min(0.002, threshold / 2), to: Math.min(0.5, Math.max(0.1, threshold * 2)), steps: 21, scale: 'log' })
}

/** A mark on the curve: a threshold that somebody means, with what it is. */
export interface CostMark {
  threshold: number
  seconds: number
  name: string
}

/** Programming time of a chip over the threshold, both axes logarithmic. Pure. */
export function costPlot(points: readonly CostPoint[], marks: readonly CostMark[]): Plot {
  const ts = points.map(({ threshold }) => threshold)
  const seconds = [...points.map((point) => point.seconds), ...marks.map((mark) => mark.seconds)]
  const [low, high] = [Math.min(...seconds) / 1.6, Math.max(...seconds) * 1.8]
  const { factor, unit } = timeScale(high)
  const range = { min: Math.min(...ts), max: Math.max(...ts) }
  // A flat curve has no 1, 2 or 5 of a decade in its range.
  const wide = { min: Math.min(low, high / 12), max: high }
  return {
    margins: { ...plotMargins, right: 150 },
    x: {
      kind: 'log',
      ...range,
      ticks: logTicks(range.min, range.max).map((at) => ({ at, text: tickText(at) })),
      title: 'threshold, fraction of window',
    },
    y: {
      kind: 'log',
      min: wide.min / factor,
      max: wide.max / factor,
      ticks: logTicks(wide.min / factor, wide.max / factor).map((at) => ({ at, text: tickText(at) })),
      title: `programming time of a chip, ${unit}`,
    },
    draw(frame, tokens) {
      const at = (one: { threshold: number; seconds: number }): [number, number] => [frame.x(one.threshold), frame.y(one.seconds / factor)]
      const shapes: Shape[] = [line(points.map(at), tokens.ink2, 1.75)]
      for (const point of points) {
        const [cx, cy] = at(point)
        shapes.push({
          type: 'circle',
          shape: { cx, cy, r: 2.6 },
          style: point.fails ? { fill: tokens.raised, stroke: tokens.fail, lineWidth: 1.4 } : { fill: tokens.ink2 },
        })
      }
      marks.forEach((mark, i) => {
        const [x, y] = at(mark)
        const colour = curveColour(tokens, i)
        shapes.push(
          line(
            [
              [sharp(x), y],
              [sharp(x), frame.bottom],
            ],
            colour,
            1,
            [2, 3],
          ),
          { type: 'circle', shape: { cx: x, cy: y, r: 4.5 }, style: { fill: colour, stroke: tokens.raised, lineWidth: 1 } },
        )
      })
      // Names stand in the gutter: on a flat curve they would lie on each other.
      const labels = marks.map((mark, i) => ({ ...mark, y: at(mark)[1], colour: curveColour(tokens, i) }))
      for (const { name, threshold, seconds: takes, colour, placed } of spread(labels, 34, frame.top + 8, frame.bottom - 20)) {
        const x = frame.right + 12
        shapes.push({ type: 'circle', shape: { cx: x, cy: placed, r: 4 }, style: { fill: colour } })
        shapes.push(text(tokens, x + 9, placed, name, tokens.ink, { weight: 530 }))
        shapes.push(text(tokens, x + 9, placed + 14, `${thresholdText(threshold)}, ${timeSpan(takes)}`, tokens.ink2))
      }
      if (points.some(({ fails }) => fails))
        shapes.push(text(tokens, frame.right - 4, frame.top + 9, 'hollow: some devices fail', tokens.fail, { align: 'right', halo: true }))
      return shapes
    },
  }
}
