import { lowerBound, type ImageBounds } from './backward'

/** Lower bounds of the margins of an image's class over each other one. */
export interface Margins {
  label: number
  /** As shares of the largest |logit bound|; that of the class itself is infinite. */
  bounds: Float64Array
}

/** Margins on the intervals of the last product's inputs: a margin is a linear function of the logits, folded into it. */
export function intervalMargins(known: ImageBounds, label: number): Margins {
  const margins = { label, bounds: new Float64Array(known.network.classes).fill(-Infinity) }
  margins.bounds[label] = Infinity
  for (let other = 0; other < margins.bounds.length; other++) raise(known, margins, other, 1)
  return margins
}

/**
 * Raises by lines the margins that are not above `enough`, the lowest first, and stops where one stays there: the lowest
 * counts. Gives that one; infinite where all are above. Changes `margins`.
 */
export function raiseMargins(known: ImageBounds, margins: Margins, enough: number): number {
  const { bounds } = margins
  const open = [...bounds.keys()].filter((other) => (bounds[other] ?? 0) <= enough).sort((a, b) => (bounds[a] ?? 0) - (bounds[b] ?? 0))
  for (const other of open) {
    const bound = raise(known, margins, other, Infinity)
    if (bound <= enough) return bound
  }
  return Infinity
}

/** The lowest margin. */
export function leadOf({ bounds }: Margins): number {
  return bounds.reduce((lowest, bound) => Math.min(lowest, bound), Infinity)
}

function raise(known: ImageBounds, { label, bounds }: Margins, other: number, depth: number): number {
  if (other === label) return Infinity
  const { classes, steps } = known.network
  const A = new Float64Array(classes + 1)
  A[label] = 1
  A[other] = -1
  return (bounds[other] = Math.max(bounds[other] ?? -Infinity, lowerBound(known, steps.length - 1, A, depth) / largestLogit(known)))
}

function largestLogit({ values }: ImageBounds): number {
  const logits = values.at(-1)
  let largest = Number.MIN_VALUE
  for (const ends of [logits?.low, logits?.high]) for (const end of ends ?? []) largest = Math.max(largest, Math.abs(end))
  return largest
}
