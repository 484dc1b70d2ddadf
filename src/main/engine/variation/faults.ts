import { deviceKey, topsOf } from '../crossbar/cells'
import { stuckMap, stuckStates } from '../device/stuck'
import { faultsOf } from '../../../shared/technology'
import { eachErring, type AroundDevices } from './around'

/** The chip whose faults a search runs on; random chips have their own, by draw. */
export const searchedChip = 0xffffffff

/**
 * Which devices of a chip are stuck: levels of those at either end of the window, NaN where a device obeys.
 * Source: METHODS 6. Devices that a sign-magnitude weight leaves alone are none. `chip` is a draw, or `searchedChip`.
 * Randomness: keyed by (seed, chip, array, weight, slice, sign), whatever else a weight is spread over.
 */
export function faultsOn(around: AroundDevices, chip: number): Float32Array {
  const { devices, design, technology, plan } = around
  const shares = faultsOf(design, technology)
  const key = deviceKey(plan)
  const states = new Uint8Array(devices.layout.length)
  devices.layout.arrays.forEach(({ kind, offset, length }, array) => {
    if (kind === 'device') states.set(stuckMap(shares, { count: length, seed: design.seed, chip, array, key }), offset)
  })
  const top = topsOf(plan).device
  const stuck = new Float32Array(devices.layout.length).fill(NaN)
  // Also devices of zero weights that are left unprogrammed are there, and can be stuck.
  const all = { ...around, design: { ...design, 'weights.zeroExact': false } }
  eachErring(all, (place) => {
    if (states[place] === stuckStates.on) stuck[place] = top
    if (states[place] === stuckStates.off) stuck[place] = 0
  })
  return stuck
}

/** Levels of a chip with its faults; the levels given are not changed. */
export function withFaults(levels: Float32Array, faults: Float32Array): Float32Array {
  return levels.map((level, i) => {
    const stuck = faults[i] ?? NaN
    return Number.isNaN(stuck) ? level : stuck
  })
}
