import { histogramQuantile } from '../../../shared/stats'
import type { Interval } from '../../../shared/intervals'
import type { ChipProgramming, WriteVerifySummary } from '../../../shared/programming'

/** Bins of the residual histogram, over [-th, th]. */
export const residualBins = 200

/** Whole-number counts of a write-verify run: shards add up to the same numbers in every order. */
export interface Tally {
  devices: number
  /** Devices by the cycles they took, 0 to maxCycles. */
  cycles: Float64Array
  pulses: number
  /** Devices whose true conductance ended more than th from the target: outside the box. */
  failures: number
  /** Devices that ran out of cycles; with read noise these are not quite the failures. */
  exhausted: number
  /** Devices inside the box by residual, and those outside it on either side. */
  residuals: Float64Array
  below: number
  above: number
  /** Largest |residual|, in units of th. */
  worst: number
}

export function emptyTally(maxCycles: number): Tally {
  return {
    devices: 0,
    cycles: new Float64Array(maxCycles + 1),
    pulses: 0,
    failures: 0,
    exhausted: 0,
    residuals: new Float64Array(residualBins),
    below: 0,
    above: 0,
    worst: 0,
  }
}

/** The tally of all devices of several shards of one run. */
export function mergeTallies(tallies: readonly [Tally, ...Tally[]]): Tally {
  const total = emptyTally(tallies[0].cycles.length - 1)
  for (const tally of tallies) {
    total.devices += tally.devices
    total.pulses += tally.pulses
    total.failures += tally.failures
    total.exhausted += tally.exhausted
    total.below += tally.below
    total.above += tally.above
    total.worst = Math.max(total.worst, tally.worst)
    tally.cycles.forEach((count, k) => (total.cycles[k] = (total.cycles[k] ?? 0) + count))
    tally.residuals.forEach((count, k) => (total.residuals[k] = (total.residuals[k] ?? 0) + count))
  }
  return total
}

/** Time and energy of one pulse and of one verify read, in seconds and joules. */
export interface ProgrammingCost {
  pulse: { seconds: number; joules: number }
  verify: { seconds: number; joules: number }
}

/**
 * What the loop took and what it left, from its counts.
 * A device is read once before its first pulse and once after every cycle, METHODS 6. Times are of one device at a time;
 * how many an array writes at once is the array's affair. `certain`: the loop had no randomness, so that more devices would tell
 * no more.
 */
export function summarise(tally: Tally, cost: ProgrammingCost, certain = false): WriteVerifySummary {
  const { devices, cycles, pulses, failures, exhausted } = tally
  const taken = cycles.reduce((sum, count, k) => sum + count * k, 0)
  // The bin of k cycles ends at k + 1.
  const percentile = (p: number): number => histogramQuantile(cycles, cycles.length, p) - 1
  const seconds = pulses * cost.pulse.seconds + (taken + devices) * cost.verify.seconds
  const joules = pulses * cost.pulse.joules + (taken + devices) * cost.verify.joules
  return {
    devices,
    cycles: {
      mean: taken / devices,
      p50: percentile(0.5),
      p95: percentile(0.95),
      p99: percentile(0.99),
      most: cycles.findLastIndex((count) => count > 0),
    },
    failures,
    exhausted,
    failureProbability: failures / devices,
    failureInterval: certain ? { low: failures / devices, high: failures / devices } : scoreInterval(failures, devices),
    seconds: { mean: seconds / devices, total: seconds },
    joules: { mean: joules / devices, total: joules },
  }
}

/** Probability that a chip of `devices` independent devices holds at least one outside the box: `1 - (1 - p)^devices`. */
export function chipFailureProbability(failureProbability: number, devices: number): number {
  return -Math.expm1(devices * Math.log1p(-failureProbability))
}

/** A chip of so many independent devices, programmed one after another. */
export function chipProgramming(
  { failureProbability, failureInterval, seconds, joules }: WriteVerifySummary,
  devices: number,
): ChipProgramming {
  const chip = (p: number): number => chipFailureProbability(p, devices)
  return {
    devices,
    failureProbability: chip(failureProbability),
    failureInterval: { low: chip(failureInterval.low), high: chip(failureInterval.high) },
    seconds: seconds.mean * devices,
    joules: joules.mean * devices,
  }
}

/** Wilson's score interval of a proportion at 95 %: holds its level near 0, where failures are. */
function scoreInterval(successes: number, trials: number): Interval {
  const z = 1.959963984540054
  const p = successes / trials
  const centre = (p + (z * z) / (2 * trials)) / (1 + (z * z) / trials)
  const half = (z * Math.sqrt((p * (1 - p)) / trials + (z * z) / (4 * trials * trials))) / (1 + (z * z) / trials)
  return { low: successes === 0 ? 0 : centre - half, high: successes === trials ? 1 : centre + half }
}
