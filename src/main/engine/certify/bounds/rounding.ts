import { highsOf, type Intervals } from './interval-product'
import type { Product } from './network'

/** Half the spacing of float32 numbers at 1. */
export const unit = 2 ** -24

/**
 * What a sum of so many products can be off in float32, as a share of the summed sizes of its terms: `n u / (1 - n u)`,
 * whatever order it adds in. Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1.
 * Eight roundings more than terms: inputs that another backend has rounded differently.
 */
export function sumRounding(terms: number): number {
  const n = (terms + 8) * unit
  return n / (1 - n)
}

/**
 * How far the float32 sums of a product may be off the exact ones of the same inputs, of each image: by Cauchy and
 * Schwarz `sum |w| |h| <= ||w|| ||h||`, with the largest weights of any output and all inputs of the layer, so that one
 * number holds for a layer. Rigorous for sums of products in any order, with and without fused steps; not for
 * convolutions by transform.
 */
export function productRounding({ rows, norm }: Product, h: Intervals): Float64Array {
  const share = sumRounding(rows) * norm
  return sizes(h, (sum, size) => sum + size * size).map((sum) => share * Math.sqrt(sum))
}

/** Largest size of a value, of each image. */
export function largest(value: Intervals): Float64Array {
  return sizes(value, Math.max)
}

function sizes(value: Intervals, join: (before: number, size: number) => number): Float64Array {
  const { images, size, data } = value
  const half = highsOf(value)
  const result = new Float64Array(images)
  for (let i = 0; i < size; i++)
    for (let n = 0; n < images; n++) {
      const at = i * images + n
      result[n] = join(result[n] ?? 0, Math.max(Math.abs(data[at] ?? 0), Math.abs(data[half + at] ?? 0)))
    }
  return result
}

/** Takes the ends of a value further apart by a number an image. Changes the value. */
export function widen(value: Intervals, by: Float64Array): void {
  const { images, size, data } = value
  const half = highsOf(value)
  for (let i = 0; i < size; i++)
    for (let n = 0; n < images; n++) {
      const at = i * images + n
      data[at] = (data[at] ?? 0) - (by[n] ?? 0)
      data[half + at] = (data[half + at] ?? 0) + (by[n] ?? 0)
    }
}
