import type { SearchStep } from './define'
import { momentumSearch } from './mi-pgd'
import type { Objective } from './objective'
import type { VariationSet } from '../variation/set'

/** Gradient passes of a polish. */
export const polishSteps = 10

/** What a polish minimises, whatever the search before it did. */
export const polishSurrogate = 'p6'

/**
 * Goes on from where a search ended: ten steps of MI-PGD on the softmax margin p6. From the centre that surrogate leads
 * nowhere, for it is flat wherever the network is sure; but near a bad chip it counts like accuracy itself: an image
 * that is lost has no say any more, and the ones that are nearly lost have most.
 * Source: ours; measured in docs/performance.md. `start` is a point of the unit box, in [-1, 1], and stays unchanged;
 * the result never leaves the box. No randomness.
 */
export function polish(
  set: VariationSet,
  objective: Objective,
  start: Float32Array,
  report: (step: SearchStep) => void,
  steps: number = polishSteps,
): Promise<Float32Array> {
  const params = { steps, stride: 2.5, momentum: 0.9, normalise: 'all', surrogate: polishSurrogate } as const
  return momentumSearch(set, objective, params, start.slice(), report)
}
