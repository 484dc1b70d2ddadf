import type { DeviceInfo } from '../../../shared/device'
import { depressed, potentiated } from '../../../shared/pulse-curve'
import { engineering, fixed } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour, type ChartTokens } from '../../charts/tokens'
import { siScale } from '../../components/si-scale'

/** More dots than this would be a smear, and slow. */
const mostDots = 1500

export interface PulsePoint {
  /** Pulses along the picture: depression follows potentiation. */
  x: number
  /** Siemens. */
  g: number
}

/** The measured points where the picture has them; thinned evenly where they are many. */
export function measuredPoints({ device, measured }: Pick<DeviceInfo, 'device' | 'measured'>): PulsePoint[] {
  if (measured?.kind !== 'pulses') return []
  const offset = measured.direction === 'potentiation' ? 0 : device.pulse.pMax.value
  const step = Math.max(1, Math.ceil(measured.pulses.length / mostDots))
  return measured.pulses.flatMap((pulse, i) => (i % step === 0 ? [{ x: pulse + offset, g: measured.conductances[i] ?? 0 }] : []))
}

/** Potentiation and then depression over pulses, nominal; measured points and their residual's RMS over it. Pure. */
export function pulsePlot(info: Pick<DeviceInfo, 'device' | 'measured'>): Plot {
  const { device, measured } = info
  const pMax = device.pulse.pMax.value
  const curve = { gMin: device.gMin.value, gMax: device.gMax.value, A: device.pulse.A.value, pMax }
  const dots = measuredPoints(info)
  const { factor, prefix } = siScale(Math.max(curve.gMax, ...dots.map(({ g }) => g)))
  const top = niceEnd(Math.max(curve.gMax, ...dots.map(({ g }) => g)) / factor)
  const along = Array.from({ length: 61 }, (_, i) => (i / 60) * pMax)
  const model = [...along.map((P) => ({ x: P, g: potentiated(curve, P) })), ...along.map((P) => ({ x: pMax + P, g: depressed(curve, P) }))]
  const halves = niceTicks(0, pMax, 3)
  return {
    margins: { ...plotMargins, right: 96 },
    x: {
      kind: 'linear',
      min: 0,
      max: 2 * pMax,
      // Each half counts its own pulses from 0.
      ticks: [
        ...halves.filter((at) => at < pMax * 0.9).map((at) => ({ at, text: tickText(at) })),
        ...halves.map((at) => ({ at: at + pMax, text: tickText(at) })),
      ],
      title: 'pulses',
    },
    y: {
      kind: 'linear',
      min: 0,
      max: top,
      ticks: niceTicks(0, top, 5).map((at) => ({ at, text: tickText(at) })),
      title: `conductance, ${prefix}S`,
    },
    draw(frame, tokens) {
      const at = ({ x, g }: PulsePoint): [number, number] => [frame.x(x), frame.y(g / factor)]
      const middle = sharp(frame.x(pMax))
      const shapes: Shape[] = [
        line(
          [
            [middle, frame.top],
            [middle, frame.bottom],
          ],
          tokens.lineStrong,
        ),
        ...dots.map((point): Shape => {
          const [cx, cy] = at(point)
          return { type: 'circle', shape: { cx, cy, r: dots.length > 300 ? 1.3 : 2.1 }, style: { fill: tokens.ink2 } }
        }),
        line(model.map(at), curveColour(tokens, 0), 1.75),
        text(tokens, frame.x(pMax / 2), frame.top + 9, 'potentiation', tokens.ink2, { align: 'center', halo: true }),
        text(tokens, frame.x(pMax * 1.5), frame.top + 9, 'depression', tokens.ink2, { align: 'center', halo: true }),
        ...legend(frame.right + 10, frame.top + 24, measured?.kind === 'pulses', tokens),
      ]
      if (measured?.kind !== 'pulses') return shapes
      const words = [`${engineering(measured.rms, 'S')} rms`, `${fixed(measured.rmsOfWindow * 100, 2)}\u00a0% of`, 'the window']
      return [
        ...shapes,
        ...words.map((word, i) => text(tokens, frame.right + 10, frame.top + 68 + i * 15, word, i === 0 ? tokens.ink : tokens.inkMuted)),
      ]
    },
  }
}

function legend(x: number, y: number, withDots: boolean, tokens: ChartTokens): Shape[] {
  const model = [
    line(
      [
        [x, sharp(y)],
        [x + 16, sharp(y)],
      ],
      curveColour(tokens, 0),
      2,
    ),
    text(tokens, x + 22, y, withDots ? 'fit' : 'model', tokens.ink2),
  ]
  if (!withDots) return model
  return [
    ...model,
    { type: 'circle', shape: { cx: x + 8, cy: y + 18, r: 2.4 }, style: { fill: tokens.ink2 } },
    text(tokens, x + 22, y + 18, 'measured', tokens.ink2),
  ]
}
