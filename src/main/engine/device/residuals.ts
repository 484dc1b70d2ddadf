import { quantile } from '../../../shared/stats'

/**
 * What a write-verify loop left on its devices, as quantile tables in units of th: plain data, so it travels to workers.
 * Devices inside the box and those outside on either side have their own table, or a straight line would be drawn
 * through the gap between the box and a failure, where no device is.
 */
export interface ResidualDistribution {
  inside: Float64Array
  below: Float64Array
  above: Float64Array
  /** Shares of all devices that ended below -th and above th. */
  shareBelow: number
  shareAbove: number
}

/**
 * The empirical distribution of residuals, failures included with their real size.
 * Source: METHODS 2 and 6; quantiles by Hyndman and Fan 1996, definition 7, `points` of them a table.
 * `residuals` in units of th, at least one. The extremes are kept exactly; between the points the quantile is linear.
 */
export function residualDistribution(residuals: Float32Array, points = 1025): ResidualDistribution {
  const sorted = residuals.toSorted()
  const inside = firstAbove(sorted, (value) => value >= -1)
  const above = firstAbove(sorted, (value) => value > 1)
  return {
    inside: table(sorted.subarray(inside, above), points),
    below: table(sorted.subarray(0, inside), points),
    above: table(sorted.subarray(above), points),
    shareBelow: inside / sorted.length,
    shareAbove: (sorted.length - above) / sorted.length,
  }
}

/** A residual in units of th from a uniform number in (0, 1); rises with `u`, so it is the distribution's inverse. */
export function sampleResidual({ inside, below, above, shareBelow, shareAbove }: ResidualDistribution, u: number): number {
  if (u < shareBelow) return quantile(below, u / shareBelow)
  if (above.length > 0 && (1 - u <= shareAbove || inside.length === 0))
    return quantile(above, Math.min(1, Math.max(0, 1 - (1 - u) / shareAbove)))
  return quantile(inside, Math.min(1, (u - shareBelow) / (1 - shareBelow - shareAbove)))
}

function table(sorted: Float32Array, points: number): Float64Array {
  if (sorted.length === 0) return new Float64Array(0)
  return Float64Array.from({ length: points }, (_, i) => quantile(sorted, i / (points - 1)))
}

/** Index of the first value that `reached` holds for, in a sorted array where it holds from some place on. */
function firstAbove(sorted: Float32Array, reached: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (reached(sorted[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}
