import type { SearchStep } from './define'
import type { Objective } from './objective'
import { polishSurrogate } from './polish'
import type { VariationSet } from '../variation/set'

/** Most gradient passes of a vertex polish. */
export const vertexSteps = 4

/** What is differentiated: p6 counts like accuracy near a bad chip; p3 still has a slope where no image is nearly lost. */
const slopes = [polishSurrogate, 'p3'] as const

/** Shares of the weights that are pushed, tried in this order until one lowers the accuracy. */
const shares = [1, 1 / 4, 1 / 16, 1 / 64, 1 / 256] as const

/**
 * Pushes each weight to the vertex its summed gradient asks for and keeps that where accuracy falls; where it does not, only
 * the quarter of the weights that would gain most, and so on down to one. A heuristic: accuracy over a set of images can be
 * lowest inside the box. Source: METHODS 3, "Vertex polish"; the shares are ours. Gradients of p6,
 * and of p3 where those gain nothing; ends where neither does. `start` stays unchanged, the result never leaves [-1, 1]. No randomness.
 */
export async function vertexPolish(
  set: VariationSet,
  objective: Objective,
  start: Float32Array,
  report: (step: SearchStep) => void,
  steps: number = vertexSteps,
): Promise<Float32Array> {
  let z: Float32Array = start.slice()
  let lowest = await objective.accuracy(z)
  let idle = 0
  for (let step = 1; step <= steps && lowest > 0 && idle < slopes.length; step++) {
    const { gradient, loss } = await objective.gradient(z, { surrogate: slopes[idle] ?? polishSurrogate })
    report({ step, loss, by: 'Vertex polish' })
    const order = byGain(z, gradient)
    idle++
    for (const count of new Set(shares.map((share) => Math.max(1, Math.round(share * order.length))))) {
      const pushed = push(z, gradient, order.subarray(0, count))
      const accuracy = await objective.accuracy(pushed)
      if (accuracy >= lowest) continue
      z = pushed
      lowest = accuracy
      idle = 0
      break
    }
  }
  return z
}

/** Places that are not yet at their vertex, by how much the linear model falls on the way to it, most first. */
function byGain(z: Float32Array, gradient: Float64Array): Uint32Array {
  const gain = gradient.map((g, i) => Math.abs(g) * Math.abs(-Math.sign(g) - (z[i] ?? 0)))
  return Uint32Array.from(gain.keys())
    .filter((i) => (gain[i] ?? 0) > 0)
    .sort((a, b) => (gain[b] ?? 0) - (gain[a] ?? 0) || a - b)
}

function push(z: Float32Array, gradient: Float64Array, places: Uint32Array): Float32Array {
  const pushed = z.slice()
  for (const i of places) pushed[i] = (gradient[i] ?? 0) > 0 ? -1 : 1
  return pushed
}
