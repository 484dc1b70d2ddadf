import { normalQuantile } from '../../../shared/normal'
import { normalDensity, upperTail } from '../../../shared/normal-tail'
import type { Sampler } from '../variation/sample'

/** A device's error in units of its bound, as a function of a standard-normal number. */
export interface DeviceMap {
  value: (u: number) => number
  /** d value / d u. */
  slope: (u: number) => number
}

/** Standard-normal numbers further out have no float64 probability left. */
const farthest = 37

/**
 * `F^-1(Phi(u))` for the distributions that have it in closed form: uniform, Gaussian cut at the bound, Gaussian. Odd in u,
 * taken from the upper tail, so that both ends keep their digits; bounded ones lie in [-1, 1] to the last bit. Nothing for a
 * distribution that has no smooth map, or none but through the state of a device. Source: METHODS 4.
 */
export function deviceMap({ kind, sigma }: Pick<Sampler, 'kind' | 'sigma'>): DeviceMap | undefined {
  switch (kind) {
    case 'uniform':
      return { value: odd((u) => 1 - 2 * upperTail(u)), slope: (u) => 2 * normalDensity(u) }
    case 'gaussian':
      return { value: (u) => sigma * u, slope: () => sigma }
    case 'truncated-gaussian': {
      const outside = upperTail(1 / sigma)
      const value = odd((u) => Math.min(1, -sigma * normalQuantile(outside + upperTail(Math.min(u, farthest)) * (1 - 2 * outside))))
      return {
        value,
        slope: (u) => (Math.abs(u) > farthest ? 0 : (sigma * (1 - 2 * outside) * normalDensity(u)) / normalDensity(value(u) / sigma)),
      }
    }
    case 'vertex':
    case 'write-verify':
    case 'pcm':
      return undefined
  }
}

const odd =
  (positive: (u: number) => number) =>
  (u: number): number =>
    u < 0 ? -positive(-u) : positive(u)
