import { mean, standardDeviation } from './stats'

/** A two-sided confidence interval. */
export interface Interval {
  low: number
  high: number
}

/**
 * Distribution function of Student's t with a whole number of degrees of freedom.
 * Source: Abramowitz and Stegun 26.7.3 and 26.7.4, finite sums.
 */
export function studentCdf(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom))
  const cosine = Math.cos(angle)
  const odd = freedom % 2 === 1
  let term = odd ? cosine : 1
  let sum = freedom === 1 ? 0 : term
  for (let k = odd ? 3 : 2; k < freedom; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine
    sum += term
  }
  const inside = odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
  return (1 + inside) / 2
}

/** Quantile of Student's t, `p` in (0, 1), by bisection; rounded to 10 digits, so that engines agree on it. */
export function studentQuantile(p: number, freedom: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, freedom)
  let [low, high] = [0, 1]
  while (studentCdf(high, freedom) < p) high *= 2
  for (let k = 0; k < 100 && high - low > 1e-13 * high; k++) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < p) low = middle
    else high = middle
  }
  return Number(high.toPrecision(10))
}

/** Interval of the mean of a normal sample: mean +- t sd / sqrt(n). Undefined for fewer than two values. */
export function meanInterval(values: ArrayLike<number>, confidence: number): Interval | undefined {
  if (values.length < 2) return undefined
  const half = (studentQuantile((1 + confidence) / 2, values.length - 1) * standardDeviation(values)) / Math.sqrt(values.length)
  const centre = mean(values)
  return { low: centre - half, high: centre + half }
}

/**
 * Interval of the p-quantile of any distribution from order statistics: how many of n values lie below the quantile is
 * binomial (n, p). The lower end is the largest order statistic with at most half of `1 - confidence` beyond it, the
 * upper end the smallest one; an end that so few values cannot bound is left out. `sorted` ascending.
 * Source: David and Nagaraja, Order Statistics, 7.1. Conservative: the confidence is at least what is asked for.
 */
export function quantileInterval(sorted: ArrayLike<number>, p: number, confidence: number): Partial<Interval> {
  const n = sorted.length
  const tail = (1 - confidence) / 2
  let term = (1 - p) ** n
  let below = term
  let [lower, upper] = [-1, -1]
  // `below` is P(at most k values lie below the quantile); order statistics are counted from 0.
  for (let k = 0; k < n; k++) {
    if (below <= tail) lower = k
    if (upper < 0 && below >= 1 - tail) upper = k
    term *= ((n - k) / (k + 1)) * (p / (1 - p))
    below += term
  }
  const at = (k: number): number | undefined => (k < 0 ? undefined : sorted[k])
  const [low, high] = [at(lower), at(upper)]
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}
