import type { Interval } from './intervals'
import { exp, ln } from './normal'

/**
 * Exact interval of a probability from `k` of `n` independent trials: at either end, what was seen or more extreme has
 * probability `(1 - confidence) / 2`; 0 and 1 where nothing bounds it.
 * Source: Clopper and Pearson 1934, by bisection on the incomplete beta function, to 1e-12. Conservative.
 */
export function binomialInterval(k: number, n: number, confidence: number): Interval {
  const tail = (1 - confidence) / 2
  return {
    low: k === 0 ? 0 : bisect((p) => incompleteBeta(p, k, n - k + 1) < tail),
    high: k === n ? 1 : bisect((p) => incompleteBeta(p, k + 1, n - k) < 1 - tail),
  }
}

/** Where a condition that holds at 0 and not at 1 ends. */
function bisect(holds: (p: number) => boolean): number {
  let low = 0
  let high = 1
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * Regularised incomplete beta function I_x(a, b) for whole numbers a and b of at least 1: the probability of at least `a`
 * successes in `a + b - 1` trials. Source: Abramowitz and Stegun 26.5.8, continued fraction, by Lentz's method.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast below the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = lnChoices(a, b) + a * ln(x) + b * ln(1 - x)
  if (front < -700) return 0
  let c = 1
  let d = 1 / nonzero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonzero(1 + even * d)
    c = nonzero(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonzero(1 + odd * d)
    c = nonzero(1 + odd / c)
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return (exp(front) * value) / a
}

const nonzero = (x: number): number => (Math.abs(x) < 1e-300 ? 1e-300 : x)

const known = new Map<string, number>()

/** -ln B(a, b), from the shorter product. */
function lnChoices(a: number, b: number): number {
  const key = `${a} ${b}`
  const before = known.get(key)
  if (before !== undefined) return before
  const [small, large] = [Math.min(a, b), Math.max(a, b)]
  let sum = ln(large)
  for (let i = 1; i < small; i++) sum += ln(1 + large / i)
  if (known.size > 100) known.clear()
  known.set(key, sum)
  return sum
}
