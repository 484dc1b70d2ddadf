import { exp, ln } from './normal'

/** ln sqrt(2 pi). */
const halfLnTwoPi = 0.9189385332046728

/** Beyond this, the continued fraction converges sooner than the series loses digits. */
const far = 2.5

/** Density of the standard normal; 0 where it underflows. */
export function normalDensity(x: number): number {
  return Math.abs(x) > 37 ? 0 : exp((-x * x) / 2 - halfLnTwoPi)
}

/**
 * Natural logarithm of Q(x), the probability that a standard normal exceeds x; right to about 1e-13 of Q for every finite x.
 * Source: Abramowitz and Stegun 26.2.14, continued fraction `Q = phi / (x + 1/(x + 2/(x + ...)))`, from 2.5 on; below, the
 * series of `normalCdf` (Marsaglia 2004).
 */
export function lnUpperTail(x: number): number {
  return x < far ? ln(upperTail(x)) : (-x * x) / 2 - halfLnTwoPi - ln(fraction(x))
}

/** Q(x), the probability that a standard normal exceeds x; 0 from about 37 on, where it underflows. */
export function upperTail(x: number): number {
  if (x >= far) return normalDensity(x) / fraction(x)
  if (x < -far) return 1 - upperTail(-x)
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 - sum * normalDensity(x)
}

/** `x + 1/(x + 2/(x + ...))`, x >= 2.5, from its far end. */
function fraction(x: number): number {
  let value = x
  for (let k = Math.ceil(30 + 700 / (x * x)); k > 0; k--) value = x + k / value
  return value
}
