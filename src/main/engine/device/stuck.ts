import { NadirError } from '../../../shared/errors'
import { philox, toUnit } from '../../../shared/rng'
import { deviceStreams } from './streams'

/** What a fault map holds for a device: it can be programmed, or its conductance stays at Gmax or at Gmin. */
export const stuckStates = { free: 0, on: 1, off: 2 } as const

/**
 * Which devices of a chip are stuck, one byte a device (`stuckStates`).
 * Source: METHODS 6, a sampled map; the search runs on top of it, faults are no part of the box.
 * `on`, `off`: shares of devices stuck at Gmax and at Gmin. Randomness: keyed by (seed, chip, array, device); `key` is the device's place where it is absent.
 * Throws out-of-range where the shares are no probabilities.
 */
export function stuckMap(
  { on, off }: { on: number; off: number },
  {
    count,
    seed,
    chip = 0,
    array = 0,
    key = (device) => device,
  }: { count: number; seed: number; chip?: number; array?: number; key?: (device: number) => number },
): Uint8Array {
  if (!(on >= 0) || !(off >= 0) || on + off > 1)
    throw new NadirError('out-of-range', `Stuck-at shares of ${on} on and ${off} off are no probabilities.`, {
      hint: 'Both are between 0 and 1, and so is their sum.',
    })
  const words = new Uint32Array(4)
  return Uint8Array.from({ length: count }, (_, i) => {
    philox(words, seed, deviceStreams.stuck, key(i), 0, array, chip)
    const u = toUnit(words[0] ?? 0)
    return u < on ? stuckStates.on : u < on + off ? stuckStates.off : stuckStates.free
  })
}
