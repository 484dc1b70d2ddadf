/** The fields that say how many random chips a point takes. */
interface DrawFields {
  'sampling.draws': number | 'auto'
  'sampling.maxDraws': number
}

/** Draws between two looks at the interval: fixed, so that where drawing stops does not depend on the workers. */
export const drawBlock = 20

/** Confidence of the intervals of random chips. */
export const drawConfidence = 0.95

/** Draws that a point may take at most. */
export function mostDraws(design: DrawFields): number {
  return design['sampling.draws'] === 'auto' ? design['sampling.maxDraws'] : design['sampling.draws']
}

/** Draws that plan and progress count on: with `auto`, what a point of a usual curve takes. */
export function expectedDraws(design: DrawFields): number {
  return design['sampling.draws'] === 'auto' ? Math.min(2 * drawBlock, design['sampling.maxDraws']) : design['sampling.draws']
}
