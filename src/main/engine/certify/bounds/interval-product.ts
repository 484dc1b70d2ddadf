import type { Product } from './network'

/**
 * Intervals of a value for a batch of images: `data` holds the low ends [size + 1, images], then the high ones. Behind the
 * last number stands padding, always 0, so that a convolution needs no branch.
 */
export interface Intervals {
  size: number
  images: number
  data: Float64Array
}

export function emptyIntervals(size: number, images: number): Intervals {
  return { size, images, data: new Float64Array(2 * (size + 1) * images) }
}

/** Where the high ends of a value begin. */
export function highsOf({ size, images }: Intervals): number {
  return (size + 1) * images
}

/**
 * `zu = Wu+ hu - Wu- hl`, `zl = Wl+ hl - Wl- hu` for inputs `h >= 0`: two multiplications a weight. Source: METHODS 4,
 * "Certified floor". Exact where each output has weights of its own. The innermost loop runs over images and takes four
 * weights at a time; inputs that are 0 in all images are left out.
 */
export function intervalProduct({ rows, outputs, positions, low, high, taps }: Product, h: Intervals, z: Intervals): void {
  const { images, data: H } = h
  const Z = z.data
  const half = highsOf(h)
  const top = highsOf(z)
  const live = liveInputs(h)
  // What is left of a position's inputs: where each lies and its row, and for one output the ends of its weight and of the
  // input it meets. Filled up to fours with weights of 0.
  const places = new Int32Array(rows)
  const kept = new Int32Array(rows)
  const wl = new Float64Array(rows + 3)
  const wu = new Float64Array(rows + 3)
  const hl = new Int32Array(rows + 3)
  const hu = new Int32Array(rows + 3)
  for (let p = 0; p < positions; p++) {
    let count = 0
    for (let k = 0; k < rows; k++) {
      const tap = taps[p * rows + k] ?? 0
      if (live[tap] === 0) continue
      places[count] = tap * images
      kept[count++] = k
    }
    for (let i = count; i < count + 3; i++) wl[i] = wu[i] = hl[i] = hu[i] = 0
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < count; i++) {
        const at = o * rows + (kept[i] ?? 0)
        const l = low[at] ?? 0
        const u = high[at] ?? 0
        const place = places[i] ?? 0
        wl[i] = l
        wu[i] = u
        hl[i] = l < 0 ? place + half : place
        hu[i] = u < 0 ? place : place + half
      }
      const zl = (p * outputs + o) * images
      for (let i = 0; i < count; i += 4) {
        addFour(Z, zl, images, H, wl, hl, i)
        addFour(Z, zl + top, images, H, wu, hu, i)
      }
    }
  }
}

/** Adds the products of four weights to an output, image by image. */
function addFour(Z: Float64Array, z: number, images: number, H: Float64Array, weights: Float64Array, places: Int32Array, i: number): void {
  const w0 = weights[i] ?? 0
  const w1 = weights[i + 1] ?? 0
  const w2 = weights[i + 2] ?? 0
  const w3 = weights[i + 3] ?? 0
  const h0 = places[i] ?? 0
  const h1 = places[i + 1] ?? 0
  const h2 = places[i + 2] ?? 0
  const h3 = places[i + 3] ?? 0
  for (let n = 0; n < images; n++)
    Z[z + n] = (Z[z + n] ?? 0) + (w0 * (H[h0 + n] ?? 0) + w1 * (H[h1 + n] ?? 0) + (w2 * (H[h2 + n] ?? 0) + w3 * (H[h3 + n] ?? 0)))
}

/** The same for inputs of any sign, from the four corners of each weight and input. */
export function signedProduct({ rows, outputs, positions, low, high, taps }: Product, h: Intervals, z: Intervals): void {
  const { images, data: H } = h
  const half = highsOf(h)
  const top = highsOf(z)
  for (let p = 0; p < positions; p++)
    for (let o = 0; o < outputs; o++)
      for (let k = 0; k < rows; k++) {
        const l = low[o * rows + k] ?? 0
        const u = high[o * rows + k] ?? 0
        const from = (taps[p * rows + k] ?? 0) * images
        const to = (p * outputs + o) * images
        for (let n = 0; n < images; n++) {
          const a = H[from + n] ?? 0
          const b = H[half + from + n] ?? 0
          z.data[to + n] = (z.data[to + n] ?? 0) + Math.min(l * a, l * b, u * a, u * b)
          z.data[top + to + n] = (z.data[top + to + n] ?? 0) + Math.max(l * a, l * b, u * a, u * b)
        }
      }
}

/** 0 for what is 0 in all images, padding included. */
function liveInputs(h: Intervals): Uint8Array {
  const live = new Uint8Array(h.size + 1)
  const half = highsOf(h)
  for (let i = 0; i < h.size; i++)
    for (let n = i * h.images; n < (i + 1) * h.images; n++) if (h.data[n] !== 0 || h.data[half + n] !== 0) live[i] = 1
  return live
}
