/**
 * Counter-based random numbers: a number is a function of its key and counter alone, so a draw never depends on
 * the order of work, the number of workers or what else was drawn.
 * Source: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), Philox 4x32 with 10 rounds.
 */
const M0 = 0xd2511f53
const M1 = 0xcd9e8d57
const W0 = 0x9e3779b9
const W1 = 0xbb67ae85

/** High 32 bits of the product of two unsigned 32-bit integers, by 16-bit halves. */
function highProduct(a: number, b: number): number {
  const a0 = a & 0xffff
  const a1 = a >>> 16
  const b0 = b & 0xffff
  const b1 = b >>> 16
  const low = a0 * b0
  const middle = a1 * b0 + (low >>> 16)
  const carry = a0 * b1 + (middle % 65536)
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(carry / 65536)) >>> 0
}

/**
 * Philox 4x32-10: four unsigned 32-bit words from a 64-bit key and a 128-bit counter, written to `out`.
 * Keys and counters are taken modulo 2^32. `out` is the only thing written.
 */
export function philox(out: Uint32Array, k0: number, k1: number, c0: number, c1: number, c2: number, c3: number): void {
  let [a, b, c, d] = [c0 >>> 0, c1 >>> 0, c2 >>> 0, c3 >>> 0]
  let [key0, key1] = [k0 >>> 0, k1 >>> 0]
  for (let round = 0; round < 10; round++) {
    const high0 = highProduct(M0, a)
    const low0 = Math.imul(M0, a) >>> 0
    const high1 = highProduct(M1, c)
    const low1 = Math.imul(M1, c) >>> 0
    a = (high1 ^ b ^ key0) >>> 0
    b = low1
    c = (high0 ^ d ^ key1) >>> 0
    d = low0
    key0 = (key0 + W0) >>> 0
    key1 = (key1 + W1) >>> 0
  }
  out[0] = a
  out[1] = b
  out[2] = c
  out[3] = d
}

/** An unsigned 32-bit word as a number strictly inside (0, 1): the middle of its cell, exact in float64. */
export function toUnit(word: number): number {
  return (word + 0.5) / 4294967296
}

/** What a stream of numbers is for: the second key word, so that no two uses share numbers. */
export const streams = { montecarlo: 1, shuffle: 2, initialise: 3, noise: 4, subset: 5, start: 6, landscape: 7 } as const
export type Stream = keyof typeof streams

/** Numbers of one stream, addressed by up to three 32-bit coordinates and an index; stateless but for its scratch. */
export class CounterRandom {
  private readonly words = new Uint32Array(4)
  private readonly stream: number

  constructor(
    private readonly seed: number,
    stream: Stream,
  ) {
    this.stream = streams[stream]
  }

  /** A number in (0, 1) at (a, b, c, index). */
  unit(a: number, b: number, c: number, index = 0): number {
    philox(this.words, this.seed, this.stream, a, b, c, index >>> 2)
    return toUnit(this.words[index & 3] ?? 0)
  }

  /** Fills `out` with numbers in (0, 1) at (a, b), counting in the third coordinate: four for each counter value. */
  fill(out: Float64Array, a: number, b: number): void {
    for (let i = 0; i < out.length; i += 4) {
      philox(this.words, this.seed, this.stream, a, b, i >>> 2, 0xffffffff)
      for (let j = 0; j < 4 && i + j < out.length; j++) out[i + j] = toUnit(this.words[j] ?? 0)
    }
  }

  /** A permutation of 0..n-1 (Fisher and Yates), the `a`-th of this stream. */
  permutation(n: number, a: number): Uint32Array {
    const order = new Uint32Array(n)
    for (let i = 0; i < n; i++) order[i] = i
    const units = new Float64Array(n)
    this.fill(units, a, 0)
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor((units[i] ?? 0) * (i + 1))
      const held = order[i] ?? 0
      order[i] = order[j] ?? 0
      order[j] = held
    }
    return order
  }
}
