import type { Design } from '../../../shared/fields'
import { normalCdf, normalQuantile } from '../../../shared/normal'
import { philox, streams, toUnit } from '../../../shared/rng'
import { sampleResidual, type ResidualDistribution } from '../device/residuals'

export type SampleKind = Design['sampling.kind']

/** How random chips are drawn. */
export interface Sampler {
  kind: SampleKind
  /** Standard deviation of a Gaussian, before it is cut where it is, as a share of th. */
  sigma: number
  seed: number
  /** What the write-verify loop left of each state, lowest first, for `write-verify`. */
  residuals?: readonly ResidualDistribution[]
}

/**
 * The numbers of one random chip, each in units of what a device may err by. Keyed by (seed, draw, array, weight, slice,
 * polarity), so draws share numbers across design points (common random numbers) and depend on no order.
 */
export interface Draws {
  /** True where no number is outside [-1, 1]: the chip lies in the set. */
  bounded: boolean
  /** How an error that is partly shared is split: by size, or by variance (METHODS 1, Gaussian samplers). */
  split: 'size' | 'variance'
  /** True where numbers are errors of conductances, whichever way those move their weights; else either way is as likely. */
  oneSided: boolean
  /**
   * The error of one device of a weight: slice times 2, plus 1 for the negative one of a pair. `state`: what it was
   * programmed to, as a share of the window, where its error depends on it.
   */
  device(array: number, weight: number, device: number, state?: number): number
  /** One number for a weight as a whole. */
  weight(array: number, weight: number): number
  /** One number for all devices that share something. */
  shared(unit: number): number
}

/** Places of a weight's own number and of shared ones, far from those of devices. */
const [ownBlock, sharedArray] = [0x100, 0xffff]

/** A number of a chip by its key: array, weight, block of four and place in it; `state` where the error depends on it. */
export type NumberOf = (array: number, weight: number, block: number, at: number, state?: number) => number

/** The numbers of chip `draw`. Source: METHODS 2. */
export function drawsOf(sampler: Sampler, draw: number): Draws {
  const errorOf = errorFrom(sampler)
  const units = unitsOf(sampler.seed, streams.montecarlo, draw)
  return drawsFrom(sampler.kind, (array, weight, block, at, state = 0) => errorOf(units(array, weight, block, at), state))
}

/** Numbers in (0, 1) of chip `draw`, by their keys. */
export function unitsOf(seed: number, stream: number, draw: number): NumberOf {
  const words = new Uint32Array(4)
  let [heldArray, heldWeight, heldBlock] = [-1, -1, -1]
  return (array, weight, block, at) => {
    if (array !== heldArray || weight !== heldWeight || block !== heldBlock) {
      philox(words, seed, stream, draw, array, weight, block)
      heldArray = array
      heldWeight = weight
      heldBlock = block
    }
    return toUnit(words[at] ?? 0)
  }
}

/** A chip's errors from wherever its numbers come, in units of what a device may err by. */
export function drawsFrom(kind: SampleKind, number: NumberOf): Draws {
  return {
    bounded: kind !== 'gaussian' && kind !== 'write-verify',
    split: kind === 'gaussian' ? 'variance' : 'size',
    oneSided: kind === 'write-verify',
    device: (array, weight, device, state) => number(array, weight, device >>> 2, device & 3, state),
    weight: (array, weight) => number(array, weight, ownBlock, 0),
    shared: (unit) => number(sharedArray, unit, ownBlock, 0),
  }
}

/** Error of one device in units of th, from a number in (0, 1). */
function errorFrom({ kind, sigma, residuals = [] }: Sampler): (u: number, state: number) => number {
  switch (kind) {
    case 'uniform':
      return (u) => 2 * u - 1
    case 'vertex':
      return (u) => (u < 0.5 ? -1 : 1)
    case 'truncated-gaussian': {
      const low = normalCdf(-1 / sigma)
      return (u) => Math.max(-1, Math.min(1, sigma * normalQuantile(low + u * (1 - 2 * low))))
    }
    case 'gaussian':
      return (u) => sigma * normalQuantile(u)
    case 'write-verify': {
      return (u, state) => {
        const left = residuals[Math.round(state * (residuals.length - 1))]
        if (left === undefined) throw new Error('what the write-verify loop left is missing')
        return sampleResidual(left, u)
      }
    }
    case 'pcm':
      throw new Error('a PCM chip is drawn by its own laws')
  }
}
