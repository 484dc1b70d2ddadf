import { z } from 'zod'
import { deviceData } from './device'
import type { Interval } from './intervals'

/** What a write-verify loop took and what it left of the devices it programmed. */
export interface WriteVerifySummary {
  devices: number
  cycles: { mean: number; p50: number; p95: number; p99: number; most: number }
  failures: number
  exhausted: number
  /** Probability that a device ends outside the box, with its 95 % interval (Wilson 1927, score interval). */
  failureProbability: number
  failureInterval: Interval
  /** Means a device, and sums over all devices programmed one after another. */
  seconds: { mean: number; total: number }
  joules: { mean: number; total: number }
}

/** One chip of the chosen network, its devices programmed one after another. */
export interface ChipProgramming {
  devices: number
  /** Probability that at least one of its devices ends outside the box, and what its 95 % interval a device makes of it. */
  failureProbability: number
  failureInterval: Interval
  /** Expected time and energy. */
  seconds: number
  joules: number
}

export interface ProgrammedThreshold extends WriteVerifySummary {
  /** In window units. */
  threshold: number
  chip?: ChipProgramming
}

/** What the loop left at one threshold, and how many cycles it took. */
export interface ProgrammedDevices {
  threshold: number
  /** Devices inside the box by residual: equal bins over [-th, th]. */
  residuals: number[]
  /** Devices outside the box, by side; the largest |residual| in units of th. */
  below: number
  above: number
  worst: number
  /** Devices by the cycles they took, from 0. */
  cycles: number[]
}

export interface ProgrammingOutcome {
  /** One entry a threshold, in the order given. */
  thresholds: ProgrammedThreshold[]
  chosen: ProgrammedDevices
  /** Time the computation took. */
  computedIn: number
}

/** How the loop goes where nothing else is asked for. */
export const usualLoop = { maxCycles: 500, pulses: 'one', readNoise: true } as const
/** Devices that are programmed where nothing else is asked for. */
export const usualDevices = 20_000

/** How the loop goes; what `devices.program` takes beside the device and its thresholds. */
export const programmingSettings = {
  bitsPerDevice: z.int().min(1).max(8).default(2),
  devices: z.int().min(1).max(2_000_000).default(usualDevices),
  maxCycles: z.int().min(1).max(100_000).default(usualLoop.maxCycles),
  pulses: z.enum(['one', 'inverse']).default(usualLoop.pulses),
  readNoise: z.boolean().default(usualLoop.readNoise),
  seed: z.int().min(0).max(4_294_967_295).default(1),
} as const

export const programmingInput = z.strictObject({
  /** The id of a technology, or a whole device. */
  device: z.union([z.string().min(1), deviceData]),
  /** In window units. */
  thresholds: z.array(z.number().positive().max(0.5)).min(1).max(200),
  /** Which of the thresholds residuals and cycles are wanted of, counted from 0. */
  chosen: z.int().min(0).default(0),
  ...programmingSettings,
  /** Devices of a chip, for its time, energy and failure probability. */
  chipDevices: z.int().min(1).max(1e12).optional(),
  /** A name of the caller's, by which `devices.cancel` finds the work; a later call of that name takes its place. */
  job: z.string().min(1).max(80).optional(),
})
export type ProgrammingInput = z.output<typeof programmingInput>

/** Thresholds times devices times cycles that a call may ask for: beyond about an hour of work it is refused. */
export const mostProgrammingCycles = 2e10
