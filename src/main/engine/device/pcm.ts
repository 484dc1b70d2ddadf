import { NadirError } from '../../../shared/errors'
import { DeviceNormals } from './gaussian'
import { deviceStreams } from './streams'

/** What each purpose's numbers are kept apart by. */
const purposes = { programming: 0, read: 1 } as const

/** Gmax in siemens, drift reference and read time in seconds. Source: [J], AIHWKit. */
export const pcmConstants = { gMax: 25e-6, driftReference: 20, readTime: 250e-9 } as const

/** Inference times of [B]'s study, in seconds after programming. */
export const pcmTimes = { '25 s': 25, '1 hour': 3600, '1 day': 86_400, '1 month': 2_592_000, '1 year': 31_536_000 } as const

/** Which time constant the read noise is taken against: [J] and AIHWKit divide by 2 tr, [B] prints tr. */
export type ReadNoiseReading = 'joshi' | 'buchel'

/**
 * Standard deviation of the programmed conductance around its target, as a share of Gmax.
 * Source: METHODS 6: `max(-1.1731 g^2 + 1.9650 g + 0.26348, 0)` uS over 25 uS; `g` the target in [0, 1].
 * Differs: [B] prints the last coefficient as 0.2635; AIHWKit's digits are used, 8e-5 less at g = 0.
 */
export function programmingSigma(g: number): number {
  return Math.max(-1.1731 * g * g + 1.965 * g + 0.26348, 0) / 25
}

/**
 * Mean and standard deviation of the drift exponent of a device with target `g` in [0, 1]; the exponent is |N(mean, sigma)|.
 * Source: METHODS 6: `clamp(-0.0155 ln g + 0.0244, 0.049, 0.1)`, `clamp(-0.0125 ln g - 0.0059, 0.008, 0.045)`, g >= 1e-7.
 */
export function driftExponent(g: number): { mean: number; sigma: number } {
  const log = Math.log(Math.max(g, 1e-7))
  return { mean: clamp(-0.0155 * log + 0.0244, 0.049, 0.1), sigma: clamp(-0.0125 * log - 0.0059, 0.008, 0.045) }
}

/**
 * Conductance `seconds` after programming: `g (t / tc)^-nu`, t = seconds + tc, so that nothing has drifted at 0 s.
 * Source: METHODS 6, the clock of AIHWKit. Any unit of `g`.
 */
export function drifted(g: number, nu: number, seconds: number): number {
  const { driftReference: tc } = pcmConstants
  return g * ((seconds + tc) / tc) ** -nu
}

/**
 * Standard deviation of one read, in the unit of `gNow` (the drifted conductance); `target` in [0, 1].
 * Source: METHODS 6: `|g(t)| Q sqrt(ln((t + tr) / (2 tr)))`, `Q = min(0.0088 / max(g^0.65, 1e-3), 0.2)`, t = seconds + tc.
 * `buchel` divides by tr, as [B] prints it: about 1.5 % more at one hour.
 */
export function readSigma(gNow: number, target: number, seconds: number, reading: ReadNoiseReading = 'joshi'): number {
  const { driftReference, readTime } = pcmConstants
  const Q = Math.min(0.0088 / Math.max(target ** 0.65, 1e-3), 0.2)
  const t = seconds + driftReference
  return Math.abs(gNow) * Q * Math.sqrt(Math.log((t + readTime) / (reading === 'joshi' ? 2 * readTime : readTime)))
}

/** Devices of one array of a PCM chip as they were programmed; a device's numbers depend on its key alone. */
export interface PcmDevices {
  /** A number for each device that no other of the array has, and for the array. */
  key: (device: number) => number
  array: number
  seed: number
  /** Which chip, counted from 0. */
  chip: number
  /** Programmed targets and the conductances that came of them, shares of Gmax. */
  targets: Float64Array
  programmed: Float64Array
  /** Drift exponents. */
  exponents: Float64Array
}

/**
 * Programs one PCM chip: programming noise, clipped at 0 and not at Gmax, and each device's own drift exponent.
 * Source: [J], [B] supplement, METHODS 6. `targets` as shares of Gmax, in [0, 1].
 * Randomness: keyed by (seed, chip, array, device); `key` is the device's place where it is absent.
 */
export function programPcm(
  targets: ArrayLike<number>,
  { seed, chip = 0, array = 0, key = (device) => device }: { seed: number; chip?: number } & Partial<Pick<PcmDevices, 'array' | 'key'>>,
): PcmDevices {
  const normals = new DeviceNormals(seed, deviceStreams.pcm, purposes.programming + 2 * array, chip)
  const held = Float64Array.from(targets)
  return {
    key,
    array,
    seed,
    chip,
    targets: held,
    programmed: held.map((target, i) => Math.max(target + programmingSigma(target) * normals.at(key(i), 0), 0)),
    exponents: held.map((target, i) => {
      const { mean, sigma } = driftExponent(target)
      return Math.abs(mean + sigma * normals.at(key(i), 1))
    }),
  }
}

/**
 * What one read of a programmed chip gives `seconds` after programming: drift, then read noise, clipped at 0 after each.
 * Source: METHODS 6. Returns shares of Gmax, [devices]. Randomness: keyed by (seed, chip, array, device, read); programming
 * and drift stay the same at every time and read. Throws out-of-range for a time before programming.
 */
export function readPcm(devices: PcmDevices, seconds: number, read = 0, reading: ReadNoiseReading = 'joshi'): Float32Array {
  if (!(seconds >= 0))
    throw new NadirError('out-of-range', `A PCM chip cannot be read ${seconds} s after programming.`, {
      hint: 'Give a time of at least 0 s.',
    })
  const { key, array, seed, chip, targets, programmed, exponents } = devices
  const normals = new DeviceNormals(seed, deviceStreams.pcm, purposes.read + 2 * array, chip)
  return Float32Array.from(programmed, (g, i) => {
    const now = Math.max(drifted(g, exponents[i] ?? 0, seconds), 0)
    return Math.max(now + readSigma(now, targets[i] ?? 0, seconds, reading) * normals.at(key(i), read), 0)
  })
}

/**
 * Global drift compensation of one tile: the factor its outputs are multiplied by.
 * Source: METHODS 6: summed |outputs| for an all-ones input, at tc over now.
 * `reference`, `now`: the tile's signed weights (conductance differences), row-major [rows, columns]. 1 for a silent tile.
 */
export function driftCompensation(reference: ArrayLike<number>, now: ArrayLike<number>, columns: number): number {
  const at = sumOfOutputs(reference, columns)
  const later = sumOfOutputs(now, columns)
  return at === 0 || later === 0 ? 1 : at / later
}

function sumOfOutputs(weights: ArrayLike<number>, columns: number): number {
  const outputs = new Float64Array(columns)
  for (let i = 0; i < weights.length; i++) outputs[i % columns] = (outputs[i % columns] ?? 0) + (weights[i] ?? 0)
  return outputs.reduce((sum, output) => sum + Math.abs(output), 0)
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
