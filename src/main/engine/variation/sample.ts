import { mappingFactor, sliceWeights, type Mapping } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import { normalCdf, normalQuantile } from '../../../shared/normal'
import { philox, streams, toUnit } from '../../../shared/rng'
import { cellLayout, cellsOf, type CellPlan } from '../crossbar/cells'
import type { Layout } from '../network/layout'
import type { VariationSet } from './set'

export type SampleKind = Design['sampling.kind']

export interface Sampler {
  kind: SampleKind
  /** Standard deviation of the Gaussian before it is cut, as a share of th. */
  sigma: number
  bits: number | 'float'
  bitsPerDevice: number
  mapping: Mapping
  seed: number
}

/**
 * One random chip: every device's error drawn on its own and summed into weights.
 * Source: METHODS 2; `dW = s t sum_i (2^(iK) (2^K - 1) / (2^M - 1)) n_i / th`, both polarities of a pair subtracted.
 * A device's number is keyed by (seed, draw, array, weight, slice, polarity), so draws share numbers across design
 * points (common random numbers) and depend on no order. Never leaves the set's bound.
 */
export function sampleChip(set: VariationSet, layout: Layout, sampler: Sampler, draw: number): Float32Array {
  const shares = sliceWeights(sampler.bits, sampler.bitsPerDevice)
  const pair = sampler.mapping === 'differential'
  // The bound holds kappa t s; a pair's two devices are summed one by one, an offset column's window is twice as wide.
  const scale = pair ? 1 / mappingFactor(sampler.mapping) : 1
  const deviceError = deviceErrorOf(sampler)
  const dW = new Float32Array(layout.length)
  const words = new Uint32Array(4)
  layout.arrays.forEach(({ kind, offset, length }, array) => {
    if (kind !== 'device') return
    for (let i = 0; i < length; i++) {
      const bound = set.bound[offset + i] ?? 0
      let sum = 0
      shares.forEach((share, slice) => {
        for (let polarity = 0; polarity < (pair ? 2 : 1); polarity++) {
          const device = slice * 2 + polarity
          if ((device & 3) === 0) philox(words, sampler.seed, streams.montecarlo, draw, array, i, device >>> 2)
          const error = deviceError(toUnit(words[device & 3] ?? 0))
          sum += share * (polarity === 0 ? error : -error)
        }
      })
      const error = Math.fround(sum * scale * bound)
      dW[offset + i] = error > bound ? bound : error < -bound ? -bound : error
    }
  })
  return dW
}

/**
 * The same chip on its devices, in levels, flat in the order of `cellLayout`: each number is the one that `sampleChip`
 * adds up into the weight's error, so that without converters both give the same weights. Never leaves the set's bound.
 */
export function sampleCells(set: VariationSet, layout: Layout, plan: CellPlan, sampler: Sampler, draw: number): Float32Array {
  const to = cellLayout(layout, plan)
  const cells = cellsOf(plan)
  const pair = plan.mapping === 'differential'
  const deviceError = deviceErrorOf(sampler)
  const errors = new Float32Array(to.length)
  const words = new Uint32Array(4)
  layout.arrays.forEach(({ kind, length }, array) => {
    if (kind !== 'device') return
    const start = to.arrays[array]?.offset ?? 0
    for (let i = 0; i < length; i++) {
      let block = -1
      cells.forEach(({ slice, polarity }, c) => {
        const at = start + i * cells.length + c
        const bound = set.bound[at] ?? 0
        if (bound === 0) return
        const device = slice * 2 + (pair && polarity < 0 ? 1 : 0)
        if (device >>> 2 !== block) {
          block = device >>> 2
          philox(words, sampler.seed, streams.montecarlo, draw, array, i, block)
        }
        const error = Math.fround(deviceError(toUnit(words[device & 3] ?? 0)) * bound)
        errors[at] = pair ? error : error * polarity
      })
    }
  })
  return errors
}

/** Error of one device as a share of th, in [-1, 1], from a number in (0, 1). */
function deviceErrorOf(sampler: Sampler): (u: number) => number {
  switch (sampler.kind) {
    case 'uniform':
      return (u) => 2 * u - 1
    case 'vertex':
      return (u) => (u < 0.5 ? -1 : 1)
    case 'truncated-gaussian': {
      const low = normalCdf(-1 / sampler.sigma)
      return (u) => Math.max(-1, Math.min(1, sampler.sigma * normalQuantile(low + u * (1 - 2 * low))))
    }
  }
}
