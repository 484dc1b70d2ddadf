import type { Effective } from '../crossbar/effective'
import type { VariationSet } from './set'

/** How levels of devices become the numbers that an executor takes, and the way back. */
export interface ArrayMap {
  /** From levels of all devices. `keeps` false where no gradient will be asked for. */
  read: (levels: Float32Array, keeps: boolean) => { numbers: Float32Array; gradient: Effective['gradient'] }
}

/** The last reading of an array whose gradient is kept: one for all boxes of a design, for a nodal one is large. */
export interface KeptReading {
  last?: { of: VariationSet; z: Float32Array; gradient: Effective['gradient'] }
}

/**
 * A box of devices seen through an array: `perturbation` is what the error of the devices does to the numbers that the
 * array computes with, against those of devices without error, and gradients go back through the array at the same point.
 * Source: METHODS 1 and 7. `programmed` are the devices' levels. An error of one device moves what others' columns read,
 * so no elementwise interval follows from the box: it is infinite.
 */
export function throughArray(
  inner: VariationSet,
  programmed: Float32Array,
  clean: Float32Array,
  array: ArrayMap,
  kept: KeptReading = {},
): VariationSet {
  const readAt = (z: Float32Array): ReturnType<ArrayMap['read']> => {
    const error = inner.perturbation(z)
    const levels = programmed.map((level, i) => level + (error[i] ?? 0))
    const read = array.read(levels, true)
    // A search differentiates where it has just been.
    kept.last = { of: inner, z: z.slice(), gradient: read.gradient }
    return read
  }
  return {
    size: inner.size,
    low: clean.map(() => -Infinity),
    high: clean.map(() => Infinity),
    groups: inner.groups,
    zero: () => inner.zero(),
    perturbation: (z) => readAt(z).numbers.map((number, i) => number - (clean[i] ?? 0)),
    pullback(z, gradient) {
      const { last } = kept
      const known = last?.of === inner && last.z.every((value, i) => value === z[i]) ? last.gradient : readAt(z).gradient
      return inner.pullback(z, known(gradient))
    },
  }
}
