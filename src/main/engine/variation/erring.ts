import { converts } from '../../../shared/converters'
import type { Layout } from '../network/layout'
import type { AroundDevices } from './around'
import { arrayOf, isDistorted } from './array'
import { compensationOf, type Gains } from './compensation'
import type { VariationSet } from './set'

/** What errs in the chips of a set: weights, or devices where something stands between them and their weights. */
export interface Erring {
  of: 'weights' | 'devices'
  /** How errors lie in a flat vector; those of devices are levels. */
  layout: Layout
  set: VariationSet
  /** The chip that these errors make, any of them zero, in the numbers of the executor. */
  chip: (error: Float32Array) => { error: Float32Array; gains?: Gains }
}

/** Weights err by themselves, or by all that their devices add up to. */
export function erringWeights(layout: Layout, set: VariationSet): Erring {
  return { of: 'weights', layout, set, chip: (error) => ({ error }) }
}

/** True where what an executor takes is not just the sum of what devices hold. */
export function standsBetween(around: AroundDevices): boolean {
  const { design } = around
  return converts(design) || isDistorted(design) || compensationOf(around) !== undefined
}

/**
 * Devices err, and converters, resistance or a compensation stand behind them. `inner` is the set over devices, `clean` what
 * devices without error give the executor.
 */
export function erringDevices(around: AroundDevices, inner: VariationSet, clean: Float32Array): Erring {
  const { design, devices } = around
  const array = converts(design) && !isDistorted(design) ? undefined : arrayOf(around)
  const compensation = converts(design) ? compensationOf(around) : undefined
  return {
    of: 'devices',
    layout: devices.layout,
    set: inner,
    chip(error) {
      const moved = (from: Float32Array): Float32Array => from.map((level, i) => level + (error[i] ?? 0))
      const levels = moved(devices.levels)
      return {
        error: array === undefined ? error : array.read(levels, false).numbers.map((number, i) => number - (clean[i] ?? 0)),
        ...(compensation === undefined ? {} : { gains: compensation.gains(moved(devices.reference), levels) }),
      }
    },
  }
}
