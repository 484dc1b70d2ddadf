import { ages, windowOf } from '../../../shared/technology'
import { deviceKey, topsOf } from '../crossbar/cells'
import { drifted, driftExponent, programPcm, readPcm } from '../device/pcm'
import { eachErring, type Around, type AroundDevices } from './around'

/** Between a level of a device and its conductance as a share of Gmax, as the laws of PCM have it. */
function shares({ design, technology, plan }: Around): { of: (level: number) => number; level: (share: number) => number } {
  const { gMin, gMax } = windowOf(design, technology)
  const siemens = (gMax - gMin) / topsOf(plan).device
  return { of: (level) => (gMin + level * siemens) / gMax, level: (share) => (share * gMax - gMin) / siemens }
}

/** Seconds from programming to when a chip computes. */
export function ageOf({ design }: Pick<Around, 'design'>): number {
  const time = design['device.time']
  return time === 'off' ? 0 : time
}

/**
 * Levels that devices have drifted to when the chip computes, each by the mean exponent of its target: the centre of the
 * box at that time. Source: METHODS 6, drift without dispersion; programming and read noise have no mean. What a weight
 * leaves unprogrammed stays.
 */
export function driftedLevels(around: AroundDevices): Float32Array {
  const levels = around.devices.targets.slice()
  if (!ages(around.design)) return levels
  const { of, level } = shares(around)
  const age = ageOf(around)
  const made = new Map<number, number>()
  eachErring(around, (place) => {
    const target = levels[place] ?? 0
    const known = made.get(target) ?? level(drifted(of(target), driftExponent(of(target)).mean, age))
    made.set(target, known)
    levels[place] = known
  })
  return levels
}

/** Levels of a random PCM chip when it computes, and those it had when its compensation was measured, right after programming. */
export interface PcmChip {
  now: Float32Array
  reference: Float32Array
}

/**
 * A random PCM chip: programming noise, drift with dispersion, read noise. Source: METHODS 6, [J].
 * Randomness: keyed by (seed, chip, array, weight, slice, sign, read), so that a chip stays itself at every time.
 */
export function pcmChip(around: AroundDevices, chip: number): PcmChip {
  const { devices, design, plan } = around
  const { of, level } = shares(around)
  const reading = design['device.readNoise']
  const key = deviceKey(plan)
  const [then, now] = [new Float32Array(devices.layout.length), new Float32Array(devices.layout.length)]
  devices.layout.arrays.forEach(({ kind, offset, length }, array) => {
    if (kind !== 'device') return
    const targets = devices.targets.subarray(offset, offset + length).map((target) => of(target))
    const programmed = programPcm(targets, { seed: design.seed, chip, array, key })
    then.set(readPcm(programmed, 0, 0, reading), offset)
    now.set(readPcm(programmed, ageOf(around), 1, reading), offset)
  })
  const result = { now: devices.targets.slice(), reference: devices.targets.slice() }
  eachErring(around, (place) => {
    result.now[place] = level(now[place] ?? 0)
    result.reference[place] = level(then[place] ?? 0)
  })
  return result
}
