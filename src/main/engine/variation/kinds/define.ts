import type { Around, AroundDevices } from '../around'
import type { Draws } from '../sample'
import type { VariationSet } from '../set'

/**
 * A kind of variation: what errors the chips of a design can have. Adding one is one file in this folder, its name in
 * shared/variation-fields.ts, and its size in shared/variation.ts. Errors are over weights, or, where `around` has
 * devices, over those, in levels.
 */
export interface Variation {
  label: string
  source: string
  summary: string
  /** It is about single devices, even where they only sum into weights. */
  needsDevices?: boolean
  /** The set of errors of a size, in the unit that `setSize` gives it. Throws bad-value where the design does not do. */
  set: (around: Around, size: number) => VariationSet
  /** Largest error of a device as a share of the window, where the size is no such share; searches scale their steps by it. */
  reach?: (around: Around, size: number) => number
  /** The error of a random chip. Inside the set where the draws are bounded. */
  chip: (around: Around, size: number) => (draws: Draws) => Float32Array
}

export function defineVariation(variation: Variation): Variation {
  return variation
}

/** Whether devices count one by one. */
export function countDevices(around: Around): around is AroundDevices {
  return around.devices !== undefined
}

/** For kinds that need devices. */
export function requireDevices(around: Around): AroundDevices {
  if (!countDevices(around)) throw new Error('a set of devices around weights alone')
  return around
}
