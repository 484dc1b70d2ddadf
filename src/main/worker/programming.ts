import type { ProgrammedDevices, WriteVerifySummary } from '../../shared/programming'
import { targetsInTurn } from '../engine/device/levels'
import { emptyTally, mergeTallies, summarise, type ProgrammingCost, type Tally } from '../engine/device/tally'
import { writeVerify, type WriteVerify } from '../engine/device/write-verify'

export interface Programming {
  /** The loop but for its threshold; devices start erased. */
  loop: Omit<WriteVerify, 'threshold' | 'start'>
  cost: ProgrammingCost
  /** In window units. */
  thresholds: readonly number[]
  /** Which of them residuals and cycles are kept of, counted from 0. */
  chosen: number
  bitsPerDevice: number
  devices: number
  /** Also give what the chosen threshold left of every device, in units of th. */
  keepResiduals?: boolean
}

export interface Programmed {
  summaries: WriteVerifySummary[]
  chosen: ProgrammedDevices
  residuals?: Float32Array
}

/** Cycles between two looks at the door: a few ten milliseconds of work, so that a run beside it keeps its threads busy. */
const cyclesASlice = 100_000

/**
 * Programs the same devices at each threshold, all 2^K states in turn, slice by slice.
 * Source: METHODS 6, write-verify loop. Randomness: every device's numbers are keyed by its index, so neither the size of a
 * slice nor what else computes changes a number. `checkpoint` waits while paused and throws where the work was cancelled.
 * Throws as `writeVerify`.
 */
export async function programDevices(
  { loop, cost, thresholds, chosen, bitsPerDevice, devices, keepResiduals = false }: Programming,
  checkpoint: () => Promise<void>,
  slice = Math.max(1, Math.floor(cyclesASlice / loop.maxCycles)),
): Promise<Programmed> {
  const summaries: WriteVerifySummary[] = []
  let kept = emptyTally(0)
  const left = keepResiduals ? new Float32Array(devices) : undefined
  for (const [at, threshold] of thresholds.entries()) {
    let tally: Tally | undefined
    for (let first = 0; first < devices; first += slice) {
      // Messages come between macrotasks: without this, nobody could cancel.
      await new Promise((resolve) => setImmediate(resolve))
      await checkpoint()
      const targets = targetsInTurn(first, Math.min(slice, devices - first), bitsPerDevice)
      const keeps = left !== undefined && at === chosen
      const { tally: part, residuals } = writeVerify({ ...loop, threshold, start: 'erased' }, { first, targets, keepResiduals: keeps })
      if (residuals !== undefined) left?.set(residuals, first)
      tally = tally === undefined ? part : mergeTallies([tally, part])
    }
    const whole = tally ?? emptyTally(loop.maxCycles)
    summaries.push(summarise(whole, cost, isCertain(loop)))
    if (at === chosen) kept = whole
  }
  const { residuals, below, above, worst, cycles } = kept
  return {
    summaries,
    chosen: { threshold: thresholds[chosen] ?? Number.NaN, residuals: [...residuals], below, above, worst, cycles: [...cycles] },
    ...(left === undefined ? {} : { residuals: left }),
  }
}

/** True where devices, pulses and reads are all alike: what a loop does to one device of a state, it does to every one. */
function isCertain({ model: { spread, ccv }, readNoise }: Programming['loop']): boolean {
  return [spread.A, spread.gMin, spread.gMax, ccv, readNoise].every((sigma) => sigma === 0)
}
