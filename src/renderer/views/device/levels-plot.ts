import type { DeviceData } from '../../../shared/device'
import { threshold as thresholdText } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceEnd, niceTicks, tickText, tickTexts } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

type Levels = NonNullable<DeviceData['levels']>

/** How far the mean of what a state holds lies from it, at the worst state; window units. */
export function largestOffset({ states, means }: Levels): number {
  return states.reduce((most, state, i) => Math.max(most, Math.abs((means[i] ?? state) - state)), 0)
}

/** The measured spread by programmed state, and the offset of its mean where there is one, beside the design's threshold. Pure. */
export function levelsPlot(levels: Levels, threshold: number | undefined): Plot {
  const { states, means, sigmas } = levels
  const offsets = states.map((state, i) => Math.abs((means[i] ?? state) - state))
  const withOffset = largestOffset(levels) > 0
  const top = niceEnd(1.1 * Math.max(...sigmas, ...offsets, threshold ?? 0, 1e-6))
  const ticks = niceTicks(0, top, 5)
  const words = tickTexts(ticks)
  return {
    margins: { ...plotMargins, right: 96 },
    x: {
      kind: 'linear',
      min: 0,
      max: 1,
      ticks: [0, 0.25, 0.5, 0.75, 1].map((at) => ({ at, text: tickText(at) })),
      title: 'programmed state, fraction of window',
    },
    y: { kind: 'linear', min: 0, max: top, ticks: ticks.map((at, i) => ({ at, text: words[i] ?? '' })), title: 'fraction of window' },
    draw(frame, tokens) {
      const beside = frame.right + 10
      const curve = (values: readonly number[], colour: string, width: number): Shape[] => [
        line(
          states.map((state, i) => [frame.x(state), frame.y(values[i] ?? 0)]),
          colour,
          width,
        ),
        ...states.map((state, i): Shape => ({
          type: 'circle',
          shape: { cx: frame.x(state), cy: frame.y(values[i] ?? 0), r: 2.4 },
          style: { fill: colour },
        })),
      ]
      const key = (row: number, colour: string, name: string): Shape[] => {
        const y = frame.top + 10 + row * 17
        return [
          line(
            [
              [beside, sharp(y)],
              [beside + 16, sharp(y)],
            ],
            colour,
            2,
          ),
          text(tokens, beside + 22, y, name, tokens.ink2),
        ]
      }
      const shapes = [...curve(sigmas, curveColour(tokens, 0), 1.75), ...key(0, curveColour(tokens, 0), 'sigma')]
      if (withOffset) shapes.push(...curve(offsets, tokens.reference, 1.25), ...key(1, tokens.reference, '|offset|'))
      if (threshold === undefined) return shapes
      const y = sharp(frame.y(threshold))
      shapes.push(
        line(
          [
            [frame.left, y],
            [frame.right, y],
          ],
          tokens.ink,
          1,
          [2, 3],
        ),
      )
      shapes.push(text(tokens, frame.right - 5, y - 9, `th ${thresholdText(threshold)}`, tokens.ink, { align: 'right', halo: true }))
      return shapes
    },
  }
}
