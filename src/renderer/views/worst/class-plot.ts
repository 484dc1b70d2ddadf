import type { WorstRecord } from '../../../shared/worst-case'
import type { Plot } from '../../charts/plot-option'
import { line, sharp } from '../../charts/shapes'
import { curveColour } from '../../charts/tokens'
import { barsPlot } from './bars-plot'

/** Accuracy of each class, as programmed and at the worst case. Pure. */
export function classPlot({ perClass }: Pick<WorstRecord, 'perClass'>, spec: number): Plot {
  const every = Math.ceil(perClass.length / 20)
  const ticks = perClass.flatMap((_, i) => (i % every === 0 ? [{ at: (i + 0.5) / perClass.length, text: String(i) }] : []))
  return barsPlot(
    [
      { name: 'clean', values: perClass.map(({ clean }) => clean), colour: (tokens) => tokens.reference },
      { name: 'worst found', values: perClass.map(({ worst }) => worst), colour: (tokens) => curveColour(tokens, 0) },
    ],
    {
      x: { title: 'class', ticks },
      y: { title: 'accuracy, %', max: 100 },
      more: (frame, tokens) => [
        line(
          [
            [frame.left, sharp(frame.y(spec))],
            [frame.right, sharp(frame.y(spec))],
          ],
          tokens.ink,
        ),
      ],
    },
  )
}
