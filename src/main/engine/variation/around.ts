import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import { cellsOf, erring, type CellPlan } from '../crossbar/cells'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'

/** The single devices of a network, flat in the order of `cellLayout`. */
export interface Devices {
  layout: Layout
  /** Levels that were aimed at, and those that a chip without errors has when it computes: they may have drifted. */
  targets: Float32Array
  levels: Float32Array
  /** Levels right after programming, which the compensation of drift is measured against. */
  reference: Float32Array
  /** 1 where a device obeys, 0 where it is stuck and so does not err; all obey where it is absent. */
  free?: Uint8Array
}

/** What errors lie around: a programmed network, and its devices where they count one by one. */
export interface Around {
  design: Design
  technology: DeviceData
  layout: Layout
  plan: CellPlan
  /** The weights that were aimed at, and full scales. */
  programmed: Programmed
  /** Share of its bound that each number may err by, in layout order, 0 to 1; all of it where this is absent. */
  leeway?: Float32Array | undefined
  devices?: Devices
}

/** Around something whose devices count. */
export type AroundDevices = Around & { devices: Devices }

/**
 * Calls `visit` for each device that can err: its place among the devices, which device of its weight it is, the array and
 * the weight in it, and which way it moves its weight. Devices of the sign that a sign-magnitude weight leaves alone, stuck
 * ones, and with zeros exact those of zero weights do not err.
 */
export function eachErring(
  { layout, plan, programmed, design, devices }: AroundDevices,
  visit: (place: number, cell: number, array: number, weight: number, direction: number) => void,
): void {
  const cells = cellsOf(plan)
  layout.arrays.forEach(({ kind, offset, length }, a) => {
    if (kind !== 'device') return
    const start = devices.layout.arrays[a]?.offset ?? 0
    for (let i = 0; i < length; i++) {
      const w = programmed.values[offset + i] ?? 0
      if (design['weights.zeroExact'] && w === 0) continue
      const directions = erring(w, cells, plan.mapping)
      for (let c = 0; c < cells.length; c++) {
        const place = start + i * cells.length + c
        const direction = directions[c] ?? 0
        if (direction !== 0 && devices.free?.[place] !== 0) visit(place, c, a, i, direction)
      }
    }
  })
}
