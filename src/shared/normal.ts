/**
 * The normal distribution in arithmetic of our own: only + - * / and square roots, which IEEE 754 fixes, so that a
 * seed gives the same bits in every JavaScript engine (Math.log and Math.exp may differ in the last place).
 */
const LN2 = 0.6931471805599453

/** Natural logarithm of x > 0, relative error below 1e-15 for the arguments used here. */
export function ln(x: number): number {
  let exponent = 0
  let m = x
  while (m > 1.4142135623730951) {
    m /= 2
    exponent++
  }
  while (m < 0.7071067811865476) {
    m *= 2
    exponent--
  }
  const f = (m - 1) / (m + 1)
  const f2 = f * f
  let term = f
  let sum = 0
  for (let k = 1; k < 40; k += 2) {
    sum += term / k
    term *= f2
  }
  return 2 * sum + exponent * LN2
}

/** Exponential of x in [-700, 700]. */
export function exp(x: number): number {
  const n = Math.round(x / LN2)
  const r = x - n * LN2
  let term = 1
  let sum = 1
  for (let k = 1; k < 24; k++) {
    term *= r / k
    sum += term
  }
  return sum * 2 ** n
}

/**
 * Distribution function of the standard normal, |x| <= 8.
 * Source: Marsaglia, "Evaluating the normal distribution" (J. Stat. Softw. 11, 2004): 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...).
 */
export function normalCdf(x: number): number {
  if (x < -8) return 0
  if (x > 8) return 1
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 400; k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return 0.5 + (sum * exp((-x * x) / 2)) / 2.5066282746310002
}

const CENTRE_P = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
  33430.575583588128105, 2509.0809287301226727,
]
const CENTRE_Q = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061, 28729.085735721942674,
  5226.495278852854561,
]
const MIDDLE_P = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
]
const MIDDLE_Q = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
  5.475938084995344946e-4, 1.05075007164441684324e-9,
]
const TAIL_P = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
]
const TAIL_Q = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4, 1.8463183175100546818e-5,
  1.4215117583164458887e-7, 2.04426310338993978564e-15,
]

/**
 * Quantile of the standard normal, p in (0, 1), relative error about 1e-15.
 * Source: Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988).
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q
    return (q * polynomial(CENTRE_P, r)) / polynomial(CENTRE_Q, r)
  }
  const tail = Math.sqrt(-ln(q < 0 ? p : 1 - p))
  const r = tail <= 5 ? tail - 1.6 : tail - 5
  const value = tail <= 5 ? polynomial(MIDDLE_P, r) / polynomial(MIDDLE_Q, r) : polynomial(TAIL_P, r) / polynomial(TAIL_Q, r)
  return q < 0 ? -value : value
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + (coefficients[i] ?? 0)
  return sum
}
