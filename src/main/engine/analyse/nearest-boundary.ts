/** A plane on which another class draws level: where it lies as seen from the features, and how fast the margin falls towards it. */
export interface Boundary {
  /** The other class. */
  to: number
  /** Euclidean distance, at least 0. */
  distance: number
  /** Unit vector from the features straight to the plane. */
  direction: Float64Array
  /** `||w_c - w_j||`: what the margin loses on a step of length 1. */
  rate: number
}

/**
 * The nearest plane of a linear network: `d_j = ((z_c - z_j)/||w_c - w_j||^2) (w_j - w_c)`, the least change of features
 * that draws class j level with c; of all j the one with the lowest norm, the lowest index where several tie.
 * Source: [P]; METHODS 5 (KKT: orthogonal projection on the boundary). `differences[j]` is `w_c - w_j`, the margin's
 * gradient by the features, absent for c. Undefined where no class can be reached, all gradients being 0.
 */
export function nearestBoundary(
  logits: ArrayLike<number>,
  c: number,
  differences: readonly (Float64Array | undefined)[],
): Boundary | undefined {
  let nearest: { to: number; distance: number; rate: number; difference: Float64Array } | undefined
  differences.forEach((difference, to) => {
    if (difference === undefined) return
    const rate = norm(difference)
    const distance = ((logits[c] ?? 0) - (logits[to] ?? 0)) / rate
    if (rate > 0 && (nearest === undefined || distance < nearest.distance)) nearest = { to, distance, rate, difference }
  })
  if (nearest === undefined) return undefined
  const { to, distance, rate, difference } = nearest
  return { to, distance, rate, direction: difference.map((d) => -d / rate) }
}

/** How far beyond a boundary, and short of it, answers are verified: 0.1 % of its distance, or what takes 1e-4 off the margin. */
export function overshootOf({ distance, rate }: Boundary): number {
  return Math.max(1e-3 * distance, 1e-4 / rate)
}

export function norm(vector: Float64Array): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2
  return Math.sqrt(sum)
}

/** `x + length direction`. */
export function along(x: Float64Array, direction: Float64Array, length: number): Float64Array {
  return x.map((v, i) => v + length * (direction[i] ?? 0))
}
