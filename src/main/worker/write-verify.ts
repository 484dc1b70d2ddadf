import type { DeviceData } from '../../shared/device'
import { box, derive, type LayerShape } from '../../shared/device-math'
import type { Design } from '../../shared/fields'
import { usualLoop } from '../../shared/programming'
import type { PointProgramming } from '../../shared/results'
import { programmedBits } from '../../shared/technology'
import { loopOf, programmingCost } from '../engine/device/define'
import { residualDistribution, type ResidualDistribution } from '../engine/device/residuals'
import { chipProgramming } from '../engine/device/tally'
import { programDevices } from './programming'

/** Devices that are programmed to know what a loop does; a page of its own programs as many as one likes. */
const sampleSize = 10_000

/** What the loop of a design's technology takes, and what it leaves. */
export interface WrittenChip {
  programming: PointProgramming
  /** Of each state or few neighbours, lowest first: a loop that starts erased leaves other errors near the ends than between them. */
  residuals: ResidualDistribution[]
}

/** Programs for the designs of a run, each combination of technology, threshold and bits once. */
export type WriteVerifier = (design: Design, technology: DeviceData, shapes: readonly LayerShape[]) => Promise<WrittenChip>

/**
 * The write-verify loop at a design's threshold, with the loop's usual settings, from erased, all states in turn.
 * Source: METHODS 6. Randomness: from the design's seed, keyed by device. `checkpoint` as for `programDevices`.
 */
export function createWriteVerifier(checkpoint: () => Promise<void>): WriteVerifier {
  const known = new Map<string, ReturnType<typeof programDevices>>()
  return async (design, technology, shapes) => {
    const { thWindow } = box(design)
    const bitsPerDevice = programmedBits(design)
    const key = JSON.stringify([design['device.preset'], thWindow, bitsPerDevice, design.seed])
    const work =
      known.get(key) ??
      programDevices(
        {
          loop: loopOf(technology, { ...usualLoop, seed: design.seed }),
          cost: programmingCost(technology),
          thresholds: [thWindow],
          chosen: 0,
          bitsPerDevice,
          devices: sampleSize,
          keepResiduals: true,
        },
        checkpoint,
      )
    known.set(key, work)
    const { summaries, residuals = new Float32Array() } = await work
    const [summary] = summaries
    if (summary === undefined) throw new Error('the write-verify loop gave nothing')
    const chip = chipProgramming(summary, derive(design, shapes).devices)
    return {
      programming: {
        technology: design['device.preset'],
        sample: summary.devices,
        failures: summary.failures,
        cycles: summary.cycles.mean,
        devices: chip.devices,
        seconds: chip.seconds,
        joules: chip.joules,
        whole: {
          probability: 1 - chip.failureProbability,
          low: 1 - chip.failureInterval.high,
          high: 1 - chip.failureInterval.low,
        },
      },
      residuals: byState(residuals, 2 ** bitsPerDevice),
    }
  }
}

/** States that have a table of their own; of more, neighbours share one. */
const tables = 16

/** What the loop left of each state, or of each few neighbours; its devices were programmed to all states in turn. */
function byState(residuals: Float32Array, states: number): ResidualDistribution[] {
  const count = Math.min(states, tables)
  const tableOf = (device: number): number => Math.round(((device % states) / (states - 1)) * (count - 1))
  return Array.from({ length: count }, (_, table) => residualDistribution(residuals.filter((_, device) => tableOf(device) === table)))
}
