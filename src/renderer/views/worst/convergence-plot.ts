import type { Convergence } from '../../../shared/results'
import { percent } from '../../../shared/units'
import { endLabels } from '../../charts/end-labels'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceTicks, tickText } from '../../charts/scale'
import { line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'

const right = 128

/** Lowest accuracy that each search had found by each gradient pass; the line breaks where another search takes over. Pure. */
export function convergencePlot(convergence: readonly Convergence[], { clean, spec }: { clean: number; spec: number }): Plot {
  const last = Math.max(1e-9, ...convergence.flatMap(({ steps }) => steps.map(([passes]) => passes)))
  const kinds = [...new Set(convergence.map(({ by }) => by))]
  return {
    margins: { ...plotMargins, right },
    x: {
      kind: 'linear',
      min: 0,
      max: last,
      ticks: niceTicks(0, last, 6).map((at) => ({ at, text: tickText(at) })),
      title: 'gradient passes',
    },
    y: {
      kind: 'linear',
      min: 0,
      max: 100,
      ticks: [0, 20, 40, 60, 80, 100].map((at) => ({ at, text: tickText(at) })),
      title: 'accuracy on the searched images, %',
    },
    draw(frame, tokens) {
      const edge = frame.right + right - 12
      const shapes: Shape[] = [
        line(
          [
            [frame.left, sharp(frame.y(spec))],
            [frame.right, sharp(frame.y(spec))],
          ],
          tokens.ink,
        ),
        text(tokens, frame.right + 25, frame.y(spec), 'spec', tokens.inkMuted),
        text(tokens, edge, frame.y(spec), percent(spec), tokens.inkMuted, { align: 'right', mono: true }),
      ]
      const labels = convergence.flatMap(({ by, steps }, i) => {
        const colour = curveColour(tokens, kinds.indexOf(by))
        const points = steps.map(([passes, accuracy]): [number, number] => [frame.x(passes), frame.y(accuracy)])
        // Only the first search begins at the programmed network.
        if (i === 0) points.unshift([frame.x(0), frame.y(clean)])
        shapes.push(line(points, colour, 1.75))
        const [x, y] = points.at(-1) ?? [frame.left, frame.bottom]
        shapes.push({ type: 'circle', shape: { cx: x, cy: y, r: 2.5 }, style: { fill: colour } })
        const end = steps.at(-1)?.[1]
        return end === undefined ? [] : [{ at: end, name: shortName(by), value: percent(end), colour }]
      })
      // Many restarts would fill the picture: the lowest of each kind of search is named, as many as there is room for.
      const lowest = kinds.flatMap((by) => labels.filter(({ name }) => name === shortName(by)).sort((a, b) => a.at - b.at)[0] ?? [])
      const room = Math.max(1, Math.floor((frame.bottom - frame.top) / 15) - 2)
      const named = lowest.sort((a, b) => a.at - b.at).slice(0, room)
      return [...shapes, ...endLabels(named, frame, tokens, edge)]
    },
  }
}

/** Restarts are of one search, and narrow is the gutter. */
function shortName(by: string): string {
  return by.replace('MI-PGD, ', '')
}
