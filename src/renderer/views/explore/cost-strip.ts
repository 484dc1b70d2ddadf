import { derive, type LayerShape } from '../../../shared/device-math'
import { timeSpan } from '../../../shared/units'
import { programmedBits } from '../../../shared/technology'
import type { CurveChart } from '../../charts/curve-chart'
import { marginsOf } from '../../charts/frame'
import type { Plot } from '../../charts/plot-option'
import { thresholdsOf, type RunCurve } from '../../charts/run-curves'
import { logTicks, tickText } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'
import { secondsAt } from '../device/cost-marks'
import type { CostPoint } from '../device/cost-plot'
import { timeScale } from '../../components/si-scale'

/** What has to be programmed for the strip under a curve. */
export interface StripRequest {
  device: string
  /** Window units, ascending. */
  thresholds: number[]
  bitsPerDevice: number
  seed: number
  chipDevices: number
}

const mostThresholds = 24

/** Thresholds of a curve, evenly thinned where they are many, and the chip that its designs make; nothing where none can be built. */
export function stripRequest(curve: RunCurve | undefined, layers: readonly LayerShape[]): StripRequest | undefined {
  const design = curve?.points.map((point) => point.design).find((one) => isBuildable(one, layers))
  if (curve === undefined || design === undefined) return undefined
  const all = [...new Set(curve.points.map((point) => thresholdsOf(point.design).window))].filter((t) => t > 0 && t <= 0.5)
  const thresholds = all.sort((a, b) => a - b)
  const step = (thresholds.length - 1) / (mostThresholds - 1)
  const thinned =
    thresholds.length <= mostThresholds
      ? thresholds
      : Array.from({ length: mostThresholds }, (_, i) => thresholds[Math.round(i * step)] ?? 0)
  const { devices } = derive(design, layers)
  if (thinned.length < 2 || devices === 0) return undefined
  return {
    device: design['device.preset'],
    thresholds: thinned,
    bitsPerDevice: programmedBits(design),
    seed: design.seed,
    chipDevices: devices,
  }
}

function isBuildable(design: Parameters<typeof derive>[0], layers: readonly LayerShape[]): boolean {
  try {
    derive(design, layers)
    return true
  } catch {
    return false
  }
}

/**
 * Programming time under the curves, on the x axis of their chart; where a curve crosses the spec, what that threshold takes.
 * `scale` turns window units into those of the axis, `device` names the technology. Pure.
 */
export function costStrip(points: readonly CostPoint[], chart: CurveChart, { scale, device }: { scale: number; device: string }): Plot {
  const seconds = points.map((point) => point.seconds)
  const [low, high] = [Math.min(...seconds) / 1.3, Math.max(...seconds) * 1.5]
  const { factor, unit } = timeScale(high)
  const range = { min: Math.min(low, high / 5) / factor, max: high / factor }
  const ticks = logTicks(range.min, range.max)
  return {
    margins: { top: 22, right: marginsOf(chart).right, bottom: 6, left: marginsOf(chart).left },
    x: { kind: chart.x.kind, min: chart.x.min, max: chart.x.max, ticks: chart.x.ticks.map(({ at }) => ({ at, text: '' })), title: '' },
    y: {
      kind: 'log',
      ...range,
      ticks: ticks.filter((_, i) => ticks.length < 4 || i % 2 === 0).map((at) => ({ at, text: tickText(at) })),
      title: `programming, ${unit}`,
    },
    draw(frame, tokens) {
      const at = (one: Pick<CostPoint, 'threshold' | 'seconds'>): [number, number] => [
        frame.x(one.threshold * scale),
        frame.y(one.seconds / factor),
      ]
      const shapes: Shape[] = [line(points.map(at), tokens.ink2, 1.75)]
      for (const point of points.filter(({ fails }) => fails)) {
        const [cx, cy] = at(point)
        shapes.push({ type: 'circle', shape: { cx, cy, r: 2.6 }, style: { fill: tokens.raised, stroke: tokens.fail, lineWidth: 1.4 } })
      }
      let before = Number.NEGATIVE_INFINITY
      let raised = 0
      for (const { crossing, index } of [...chart.curves].sort((a, b) => (a.crossing?.x ?? 0) - (b.crossing?.x ?? 0))) {
        const takes = crossing === undefined ? undefined : secondsAt(points, crossing.x / scale)
        if (crossing === undefined || takes === undefined) continue
        const [x, y] = at({ threshold: crossing.x / scale, seconds: takes })
        const colour = curveColour(tokens, index)
        raised = x - before < 70 ? raised + 13 : 0
        before = x
        const left = x + 70 > frame.right
        shapes.push(
          line(
            [
              [sharp(x), 0],
              [sharp(x), y],
            ],
            colour,
            1,
            [2, 3],
          ),
          { type: 'circle', shape: { cx: x, cy: y, r: 4 }, style: { fill: colour } },
          text(tokens, x + (left ? -8 : 8), Math.max(8, y - 9 - raised), timeSpan(takes), tokens.ink, {
            align: left ? 'right' : 'left',
            weight: 530,
            halo: true,
          }),
        )
      }
      const beside = frame.right + 31
      shapes.push(text(tokens, beside, frame.top + 8, device, tokens.ink2))
      shapes.push(
        text(
          tokens,
          beside,
          frame.top + 23,
          points.some(({ fails }) => fails) ? 'hollow: some devices fail' : 'a chip, device by device',
          points.some(({ fails }) => fails) ? tokens.fail : tokens.inkMuted,
        ),
      )
      return shapes
    },
  }
}
