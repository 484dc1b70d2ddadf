import { lowerBound, type ImageBounds } from './backward'

/**
 * A lower bound of the margin of a class over each other one, the lowest first to fall: as a share of the largest |logit
 * bound|. The margin is a linear function of the logits, so that it is folded into the last product. `worthwhile`: stops
 * where a margin is no higher than this, since the lowest counts.
 */
export function leadOf(bounds: ImageBounds, label: number, depth: number, worthwhile = -Infinity): number {
  const { classes, steps } = bounds.network
  const scale = largestLogit(bounds)
  let lead = Infinity
  for (let other = 0; other < classes && lead > worthwhile; other++) {
    if (other === label) continue
    const A = new Float64Array(classes + 1)
    A[label] = 1
    A[other] = -1
    lead = Math.min(lead, lowerBound(bounds, steps.length - 1, A, depth) / scale)
  }
  return lead
}

function largestLogit({ values }: ImageBounds): number {
  const logits = values.at(-1)
  let largest = Number.MIN_VALUE
  for (const ends of [logits?.low, logits?.high]) for (const end of ends ?? []) largest = Math.max(largest, Math.abs(end))
  return largest
}
