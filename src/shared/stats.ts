/** Arithmetic mean. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0
  return sum / values.length
}

/** Sample standard deviation (divisor n - 1); 0 for fewer than two values. */
export function standardDeviation(values: ArrayLike<number>): number {
  if (values.length < 2) return 0
  const centre = mean(values)
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] ?? 0) - centre) ** 2
  return Math.sqrt(sum / (values.length - 1))
}

/**
 * Quantile of a sample by linear interpolation between order statistics.
 * Source: Hyndman and Fan 1996, definition 7. `sorted` ascending and not empty, `p` in [0, 1].
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  const position = (sorted.length - 1) * p
  const low = Math.floor(position)
  const a = sorted[low] ?? Number.NaN
  const b = sorted[Math.min(low + 1, sorted.length - 1)] ?? Number.NaN
  return a + (b - a) * (position - low)
}

/** The value below which a share `p` of a histogram's counts lies: upper edge of the bin that reaches it. Bins cover [0, top]. */
export function histogramQuantile(counts: ArrayLike<number>, top: number, p: number): number {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i] ?? 0
  const wanted = total * p
  let sum = 0
  for (let i = 0; i < counts.length; i++) {
    sum += counts[i] ?? 0
    if (sum >= wanted) return (top * (i + 1)) / counts.length
  }
  return top
}
