import { argmax } from '../attack/surrogate'
import { forwardFrom, logitsOf, productOf, slopeAt, slopeBefore, type Float64Network, type Pass } from '../float64/network'
import { along, nearestBoundary, norm, overshootOf, type Boundary } from './nearest-boundary'

/** Steps to the nearest linearised boundary before the search gives up. */
const steps = 20
/** A step goes beyond the plane that it aims at: by this share of its length, and by what takes this much off the margin at least. */
const [overstep, leastOverstep] = [0.02, 1e-6]
/** Places at which a ray is looked at, and halvings of the stretch in which the answer changed. */
const [looks, halvings] = [20, 16]

/** Where a layer is looked at: the pass of an image, the node that multiplies, its features and the class answered. */
export interface Place {
  network: Float64Network
  pass: Pass
  node: number
  features: Float64Array
  answered: number
}

/** Gradients of `z_c - z_j` by the features of a layer at a pass, one a class and none for c. */
export function differencesAt({ network, node, answered }: Place, pass: Pass): (Float64Array | undefined)[] {
  return Array.from(logitsOf(pass), (_, j) =>
    j === answered ? undefined : slopeBefore(network, node, sumSlope(network, pass, node, answered, j)),
  )
}

/** Gradient of `z_c - z_j` by what the layer's product gives, `J_c - J_j`. */
export function sumSlope(network: Float64Network, pass: Pass, node: number, c: number, j: number): Float64Array {
  const slopes = new Float64Array(logitsOf(pass).length)
  slopes[c] = 1
  slopes[j] = -1
  return slopeAt(network, pass, node, slopes)
}

/**
 * A small change of a layer's features that flips the answer: found, not the minimum. Steps to the nearest boundary of the
 * network linearised anew at each place until the answer changes, then the first crossing on the ray from the features to
 * there that an overshoot does not cross back, by scan and bisection.
 * Source: [P] for the linearised problem; METHODS 5; the steps as DeepFool takes them (Moosavi-Dezfooli et al. 2016).
 * `distance` is the flipped end of the last bisection. Undefined where no step leads to another answer. No randomness.
 */
export function foundBoundary(place: Place): Boundary | undefined {
  const end = flipped(place)
  if (end === undefined) return undefined
  const offset = end.map((x, i) => x - (place.features[i] ?? 0))
  const length = norm(offset)
  return crossing(
    place,
    offset.map((d) => d / length),
    length,
  )
}

/** Features with another answer, by steps to the nearest linearised boundary. */
function flipped(place: Place): Float64Array | undefined {
  const { network, node, answered } = place
  let [features, pass] = [place.features, place.pass]
  for (let step = 0; step < steps; step++) {
    const boundary = nearestBoundary(logitsOf(pass), answered, differencesAt(place, pass))
    if (boundary === undefined) return undefined
    const { direction, distance, rate } = boundary
    features = along(features, direction, distance + Math.max(overstep * distance, leastOverstep / rate))
    pass = forwardFrom(network, place.pass, node, productOf(network, node, features))
    if (argmax(logitsOf(pass)) !== answered) return features
  }
  return undefined
}

/** The first place up to `reach` on a ray from the features at which the answer changes for more than an instant. */
function crossing({ network, pass, node, features, answered }: Place, direction: Float64Array, reach: number): Boundary | undefined {
  const [start, change] = [productOf(network, node, features), productOf(network, node, direction)]
  const logits = (length: number): Float64Array => logitsOf(forwardFrom(network, pass, node, along(start, change, length)))
  const answers = (length: number): number => argmax(logits(length))
  /** The answer changes between these lengths; the place to which halving narrows that down. */
  const between = (low: number, high: number): Boundary => {
    for (let halving = 0; halving < halvings; halving++) {
      const middle = (low + high) / 2
      if (answers(middle) === answered) low = middle
      else high = middle
    }
    const [before, after] = [logits(low), logits(high)]
    const to = argmax(after)
    const margin = (z: Float64Array): number => (z[answered] ?? 0) - (z[to] ?? 0)
    return { to, distance: high, direction, rate: (margin(before) - margin(after)) / (high - low) }
  }
  let unchanged = 0
  for (let look = 1; look <= looks; look++) {
    const end = (reach * look) / looks
    while (unchanged < end && answers(end) !== answered) {
      const boundary = between(unchanged, end)
      const beyond = boundary.distance + overshootOf(boundary)
      if (answers(beyond) !== answered) return boundary
      unchanged = beyond
    }
    unchanged = Math.max(unchanged, end)
  }
  return undefined
}
