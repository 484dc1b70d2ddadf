/**
 * A dense piece of a resistor network: the conductance between each pair of its nodes. The first `inner` nodes are to
 * be eliminated, the others stay: first those that a larger piece eliminates, then sources, then grounds.
 */
export interface Front {
  nodes: Int32Array
  inner: number
  sources: number
  grounds: number
  /** [size, size], siemens; only the part above the diagonal is used. */
  g: Float64Array
}

/** Pivots that are applied to the rest of a front in one go, so that it passes through the cache once. */
const PANEL = 32

/**
 * Eliminates the inner nodes of a front by the star-mesh transformation: node k goes, and every pair (p, q) of its
 * neighbours gains `g_pk g_kq / sum_r g_kr`. Row k is left as the weights `g_kq / sum_r g_kr`, which give the potential
 * of the node from those that stay: `u_k = sum_q weight_kq u_q`.
 * Source: Rosen (1924); it is Gaussian elimination of the conductance matrix, but the diagonal is never formed: every
 * number is positive and nothing is subtracted, so each conductance keeps its own relative accuracy whatever the spread
 * between wires and devices (Alfa, Xue, Ye, Math. Comp. 71, 2002, for such matrices).
 * Conductances between two sources or two grounds are left as they are: nothing depends on them, as their potentials are
 * given. Changes `g`.
 */
export function eliminate({ nodes, inner, sources, grounds, g }: Front): void {
  const size = nodes.length
  const firstGround = size - grounds
  const firstSource = firstGround - sources
  const total = new Float64Array(PANEL)
  for (let first = 0; first < inner; first += PANEL) {
    const last = Math.min(first + PANEL, inner)
    for (let k = first; k < last; k++) {
      addRows(g, size, k, k + 1, total, first, k)
      let sum = 0
      for (let q = k + 1; q < size; q++) sum += g[k * size + q] ?? 0
      total[k - first] = sum
    }
    for (let p = last; p < firstGround; p++) addRows(g, size, p, p < firstSource ? p + 1 : firstGround, total, first, last)
    for (let k = first; k < last; k++) {
      const sum = total[k - first] ?? 0
      for (let q = k + 1; q < size; q++) g[k * size + q] = (g[k * size + q] ?? 0) / sum
    }
  }
}

/**
 * `g_pq += sum_k g_kp g_kq / total_k` over the pivots first to last - 1, for q from `start` on. Eight pivots at a time, as
 * a row is then read and written once for eight products.
 */
function addRows(g: Float64Array, size: number, p: number, start: number, total: Float64Array, first: number, last: number): void {
  const row = p * size
  const share = (k: number): number => (g[k * size + p] ?? 0) / (total[k - first] ?? 1)
  let k = first
  for (; k + 7 < last; k += 8) {
    const [a0, a1, a2, a3] = [share(k), share(k + 1), share(k + 2), share(k + 3)]
    const [a4, a5, a6, a7] = [share(k + 4), share(k + 5), share(k + 6), share(k + 7)]
    const r0 = k * size
    const r1 = r0 + size
    const r2 = r1 + size
    const r3 = r2 + size
    const r4 = r3 + size
    const r5 = r4 + size
    const r6 = r5 + size
    const r7 = r6 + size
    for (let q = start; q < size; q++)
      g[row + q] =
        (g[row + q] ?? 0) +
        (a0 * (g[r0 + q] ?? 0) + a1 * (g[r1 + q] ?? 0) + a2 * (g[r2 + q] ?? 0) + a3 * (g[r3 + q] ?? 0)) +
        (a4 * (g[r4 + q] ?? 0) + a5 * (g[r5 + q] ?? 0) + a6 * (g[r6 + q] ?? 0) + a7 * (g[r7 + q] ?? 0))
  }
  for (; k < last; k++) {
    const a = share(k)
    if (a === 0) continue
    const from = k * size
    for (let q = start; q < size; q++) g[row + q] = (g[row + q] ?? 0) + a * (g[from + q] ?? 0)
  }
}

/** Potentials of the eliminated nodes from those that stay: `u` [size], filled from the back. */
export function substitute(weights: Float64Array, inner: number, u: Float64Array): void {
  const size = u.length
  for (let k = inner - 1; k >= 0; k--) {
    let sum = 0
    for (let q = k + 1; q < size; q++) sum += (weights[k * size + q] ?? 0) * (u[q] ?? 0)
    u[k] = sum
  }
}

/**
 * The adjoint of `eliminate`: from the gradient with respect to the conductances that stay, that with respect to all.
 * With `K = W H W^T`, `W` the potentials of all nodes for a unit potential at each one that stays, the conductance
 * between a and b has the gradient `K_ab - (K_aa + K_bb) / 2`; here four nodes at a time, in reverse, as H is then read
 * once for four. `h` [size, size] above the diagonal, filled in from the back.
 */
export function eliminateAdjoint(weights: Float64Array, inner: number, size: number, h: Float64Array): void {
  // [size, 4]: the weights of four nodes on all that come after them, and their K.
  const W = new Float64Array(4 * size)
  const K = new Float64Array(4 * size)
  for (let last = inner; last > 0; last = Math.max(0, last - 4)) {
    const first = Math.max(0, last - 4)
    W.fill(0)
    K.fill(0)
    for (let k = last - 1; k >= first; k--) {
      for (let q = last; q < size; q++) {
        let w = weights[k * size + q] ?? 0
        for (let m = k + 1; m < last; m++) w += (weights[k * size + m] ?? 0) * (W[4 * q + m - first] ?? 0)
        W[4 * q + k - first] = w
      }
    }
    multiplySymmetric(h, size, last, W, K)
    const own = Array.from({ length: last - first }, (_, a) => inner4(W, K, size, last, a, a))
    for (let a = 0; a < own.length; a++) {
      const row = (first + a) * size
      for (let b = a + 1; b < own.length; b++) h[row + first + b] = inner4(W, K, size, last, a, b) - ((own[a] ?? 0) + (own[b] ?? 0)) / 2
      for (let q = last; q < size; q++) h[row + q] = (K[4 * q + a] ?? 0) - (own[a] ?? 0) / 2
    }
  }
}

/** `K = H W` for the symmetric H of the nodes from `last` on, its diagonal zero, four columns side by side. */
function multiplySymmetric(h: Float64Array, size: number, last: number, W: Float64Array, K: Float64Array): void {
  for (let p = last; p < size; p++) {
    const at = 4 * p
    const [w0, w1, w2, w3] = [W[at] ?? 0, W[at + 1] ?? 0, W[at + 2] ?? 0, W[at + 3] ?? 0]
    let [s0, s1, s2, s3] = [0, 0, 0, 0]
    for (let q = p + 1, to = at + 4; q < size; q++, to += 4) {
      const value = h[p * size + q] ?? 0
      K[to] = (K[to] ?? 0) + w0 * value
      K[to + 1] = (K[to + 1] ?? 0) + w1 * value
      K[to + 2] = (K[to + 2] ?? 0) + w2 * value
      K[to + 3] = (K[to + 3] ?? 0) + w3 * value
      s0 += (W[to] ?? 0) * value
      s1 += (W[to + 1] ?? 0) * value
      s2 += (W[to + 2] ?? 0) * value
      s3 += (W[to + 3] ?? 0) * value
    }
    K[at] = (K[at] ?? 0) + s0
    K[at + 1] = (K[at + 1] ?? 0) + s1
    K[at + 2] = (K[at + 2] ?? 0) + s2
    K[at + 3] = (K[at + 3] ?? 0) + s3
  }
}

/** `sum_q W_qa K_qb` over the nodes from `last` on. */
function inner4(W: Float64Array, K: Float64Array, size: number, last: number, a: number, b: number): number {
  let sum = 0
  for (let q = last; q < size; q++) sum += (W[4 * q + a] ?? 0) * (K[4 * q + b] ?? 0)
  return sum
}
