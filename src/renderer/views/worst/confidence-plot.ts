import { count, fixed } from '../../../shared/units'
import type { ConfidenceGroup, WorstRecord } from '../../../shared/worst-case'
import type { Plot } from '../../charts/plot-option'
import { barsPlot } from './bars-plot'

const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, text: fixed(at) }))

/** Share of a group in each bin, percent. */
export function groupShares({ images, counts }: ConfidenceGroup): number[] {
  return counts.map((n) => (images === 0 ? 0 : (100 * n) / images))
}

export function groupWords(name: string, { images, mean }: ConfidenceGroup): string {
  return `${name} ${count(images)}${images === 0 ? '' : `, mean ${fixed(mean, 2)}`}`
}

/** Confidence of right and wrong answers, each as shares of its own group. Pure. */
export function confidencePlot({ confidence: { right, wrong } }: Pick<WorstRecord, 'confidence'>): Plot {
  return barsPlot(
    [
      { name: groupWords('right', right), values: groupShares(right), colour: (tokens) => tokens.pass },
      { name: groupWords('wrong', wrong), values: groupShares(wrong), colour: (tokens) => tokens.fail },
    ],
    { x: { title: 'confidence, softmax of the answered class', ticks: tenths }, y: { title: 'share of group, %' } },
  )
}
