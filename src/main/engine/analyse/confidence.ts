import type { ConfidenceGroup } from '../../../shared/worst-case'

/** Bins of a histogram of confidences, from 0 to 1. */
export const confidenceBins = 20

/**
 * Confidences of right and of wrong answers: the softmax of the answered class, in float64. Source: METHODS 3, "Worst-case
 * record"; [Y] Table III. `logits` [images, classes]. The mean of no images is 0.
 */
export function confidencesOf(
  logits: Float32Array,
  answers: Uint8Array,
  labels: Uint8Array,
  classes: number,
): { right: ConfidenceGroup; wrong: ConfidenceGroup } {
  const empty = (): { sum: number; images: number; counts: number[] } => ({
    sum: 0,
    images: 0,
    counts: new Array<number>(confidenceBins).fill(0),
  })
  const [right, wrong] = [empty(), empty()]
  answers.forEach((answer, i) => {
    const group = answer === labels[i] ? right : wrong
    const confidence = softmaxAt(logits, i * classes, classes, answer)
    const bin = Math.min(confidenceBins - 1, Math.floor(confidence * confidenceBins))
    group.images++
    group.sum += confidence
    group.counts[bin] = (group.counts[bin] ?? 0) + 1
  })
  const group = ({ sum, images, counts }: typeof right): ConfidenceGroup => ({ images, mean: images === 0 ? 0 : sum / images, counts })
  return { right: group(right), wrong: group(wrong) }
}

/** Softmax of one class of a row; the class is that of its largest logit, so nothing overflows. */
function softmaxAt(logits: Float32Array, from: number, classes: number, at: number): number {
  const top = logits[from + at] ?? 0
  let sum = 0
  for (let j = 0; j < classes; j++) sum += Math.exp((logits[from + j] ?? 0) - top)
  return 1 / sum
}
