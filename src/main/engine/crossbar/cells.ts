import type { Mapping } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'

/** How a weight is spread over devices. */
export interface CellPlan {
  bits: number | 'float'
  bitsPerDevice: number
  mapping: Mapping
}

/** How a design spreads its weights. */
export function planOf(design: Design): CellPlan {
  return { bits: design['weights.bits'], bitsPerDevice: design['device.bitsPerDevice'], mapping: design['mapping.scheme'] }
}

/** One device of a weight: the levels it holds count `share` of a level of the weight each, 2^(iK), negative in a negative column. */
export interface Cell {
  slice: number
  polarity: 1 | -1
  share: number
}

/** Devices of a weight in the order of their columns: slice by slice, lowest first, positive before negative. */
export function cellsOf({ bits, bitsPerDevice, mapping }: CellPlan): Cell[] {
  const slices = bits === 'float' ? 1 : bits / bitsPerDevice
  const polarities = mapping === 'offset' ? ([1] as const) : ([1, -1] as const)
  return Array.from({ length: slices }, (_, slice) =>
    polarities.map((polarity): Cell => ({ slice, polarity, share: polarity * 2 ** (slice * bitsPerDevice) })),
  ).flat()
}

/** A number for device i of an array that says weight, slice and sign, whatever else a weight is spread over. */
export function deviceKey(plan: CellPlan): (device: number) => number {
  const cells = cellsOf(plan)
  return (device) => {
    const cell = cells[device % cells.length]
    return Math.floor(device / cells.length) * 16 + (cell?.slice ?? 0) * 2 + (cell?.polarity === -1 ? 1 : 0)
  }
}

/** Largest level of a weight and of a device; 1 where the weight is float, whose device is analog. */
export function topsOf({ bits, bitsPerDevice }: CellPlan): { weight: number; device: number } {
  return bits === 'float' ? { weight: 1, device: 1 } : { weight: 2 ** bits - 1, device: 2 ** bitsPerDevice - 1 }
}

/** The layout of a network whose device arrays hold devices: the last axis is outputs times devices of a weight. */
export function cellLayout(layout: Layout, plan: CellPlan): Layout {
  const count = cellsOf(plan).length
  let offset = 0
  const arrays = layout.arrays.map((array) => {
    const times = array.kind === 'device' ? count : 1
    const placed = {
      ...array,
      shape: [...array.shape.slice(0, -1), (array.shape.at(-1) ?? 1) * times],
      length: array.length * times,
      offset,
    }
    offset += placed.length
    return placed
  })
  return { arrays, length: offset, deviceLength: layout.deviceLength * count }
}

/**
 * Levels of every device, from programmed weights: `w = s sum share g / (2^M - 1)`, with the offset column
 * `w = s (2 sum share g / (2^M - 1) - 1)`. Source: METHODS 1. Digital numbers stay; the inputs are not changed.
 */
export function programCells(programmed: Programmed, layout: Layout, plan: CellPlan): Programmed {
  const to = cellLayout(layout, plan)
  const cells = cellsOf(plan)
  const tops = topsOf(plan)
  const values = new Float32Array(to.length)
  layout.arrays.forEach(({ kind, offset, length }, a) => {
    const start = to.arrays[a]?.offset ?? 0
    if (kind !== 'device') {
      values.set(programmed.values.subarray(offset, offset + length), start)
      return
    }
    const s = programmed.scales[a] ?? 0
    for (let i = 0; i < length; i++) {
      const w = s === 0 ? 0 : (programmed.values[offset + i] ?? 0) / s
      cells.forEach((cell, c) => {
        values[start + i * cells.length + c] = levelOf(w, cell, plan, tops)
      })
    }
  })
  return { values, scales: programmed.scales }
}

function levelOf(w: number, { slice, polarity }: Cell, plan: CellPlan, tops: { weight: number; device: number }): number {
  const signed = plan.mapping === 'offset' ? (w + 1) / 2 : w * polarity
  const magnitude = Math.max(0, signed) * tops.weight
  if (plan.bits === 'float') return magnitude
  return Math.floor(Math.round(magnitude) / 2 ** (slice * plan.bitsPerDevice)) % 2 ** plan.bitsPerDevice
}

/**
 * Which devices of a weight err, and which way an error of the weight moves each: 1, -1 or 0. Sign-magnitude leaves the
 * column of the other sign unprogrammed and exact; of a pair both err, against each other. A zero weight is on the
 * positive side.
 */
export function erring(w: number, cells: readonly Cell[], mapping: Mapping): number[] {
  return cells.map(({ polarity }) => (mapping === 'sign-magnitude' && polarity !== (w < 0 ? -1 : 1) ? 0 : polarity))
}

/** What a level of each device of a weight adds to it, for full scale s: `s share / (2^M - 1)`, twice that with an offset column. */
export function contributionsOf(plan: CellPlan, scale: number): number[] {
  const factor = ((plan.mapping === 'offset' ? 2 : 1) * scale) / topsOf(plan).weight
  return cellsOf(plan).map(({ share }) => share * factor)
}
