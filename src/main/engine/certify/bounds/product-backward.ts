import type { Product } from './network'

/**
 * The lowest `A W h` over the weights of a product, for inputs `h >= 0`, as a linear function of h: `coefficient_i =
 * sum_j (A_j >= 0 ? A_j Wl_ji : A_j Wu_ji)`, which is exact where each output has weights of its own; copies of a weight at
 * other positions of a convolution count as others, which is sound. Adds to `into` [inputs + 1], the last for padding.
 */
export function productBackward({ rows, outputs, positions, low, high, taps }: Product, A: Float64Array, into: Float64Array): void {
  for (let p = 0; p < positions; p++)
    for (let o = 0; o < outputs; o++) {
      const a = A[p * outputs + o] ?? 0
      if (a !== 0) addRow(into, taps, p * rows, rows, a < 0 ? high : low, o * rows, a)
    }
}

function addRow(into: Float64Array, taps: Int32Array, first: number, rows: number, ends: Float64Array, row: number, a: number): void {
  for (let k = 0; k < rows; k++) {
    const tap = taps[first + k] ?? 0
    into[tap] = (into[tap] ?? 0) + a * (ends[row + k] ?? 0)
  }
}

/**
 * The lowest `A W x` over the weights of a product for an exact input x of any sign: the copies of a weight at all positions
 * are the one weight they are, so that its coefficient is summed first. `x` [inputs + 1], padding 0.
 */
export function exactProduct({ rows, outputs, positions, low, high, taps }: Product, A: Float64Array, x: Float64Array): number {
  const coefficients = new Float64Array(outputs * rows)
  for (let p = 0; p < positions; p++)
    for (let o = 0; o < outputs; o++) {
      const a = A[p * outputs + o] ?? 0
      if (a === 0) continue
      for (let k = 0; k < rows; k++) {
        const at = o * rows + k
        coefficients[at] = (coefficients[at] ?? 0) + a * (x[taps[p * rows + k] ?? 0] ?? 0)
      }
    }
  let sum = 0
  for (let i = 0; i < coefficients.length; i++) {
    const c = coefficients[i] ?? 0
    sum += c * ((c < 0 ? high[i] : low[i]) ?? 0)
  }
  return sum
}
