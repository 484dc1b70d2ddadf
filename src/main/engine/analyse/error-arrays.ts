import type { Design } from '../../../shared/fields'
import { cellLayout, planOf, programCells } from '../crossbar/cells'
import { weightMap } from '../crossbar/weight-map'
import { encodeNpz } from '../data/npy'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import type { Erring } from '../variation/erring'
import { layerName } from './shares'

/** Errors of a chip as files hold them: a number for each weight, flat in layout order. */
export interface ErrorArrays {
  layout: Layout
  /** Weights that were aimed at, and full scales. */
  programmed: Programmed
  dW: Float32Array
  low: Float32Array
  high: Float32Array
  /** Where devices err one by one: their levels, and errors of these, flat as `layout` of them has it. */
  devices?: { layout: Layout; levels: Float32Array; errors: Float32Array; low: Float32Array; high: Float32Array }
}

/**
 * Errors of a chip on its weights. Where devices err, dW is what their errors add up to before any line, converter or
 * compensation: `dW = s sum share error / (2^M - 1)` (METHODS 1), and so are its bounds; the devices' own come beside it.
 */
export function errorArrays(erring: Erring, errors: Float32Array, programmed: Programmed, layout: Layout, design: Design): ErrorArrays {
  const { set } = erring
  if (erring.of === 'weights') return { layout, programmed, dW: errors, low: set.low, high: set.high }
  const plan = planOf(design)
  const map = weightMap(layout, plan, programmed.scales)
  return {
    layout,
    programmed,
    dW: map.errors(errors),
    low: map.extreme(set, 'low'),
    high: map.extreme(set, 'high'),
    devices: {
      layout: cellLayout(layout, plan),
      levels: programCells(programmed, layout, plan).values,
      errors,
      low: set.low,
      high: set.high,
    },
  }
}

/** A .npz file: of each layer `dW`, `bound_low`, `bound_high`, `weight` and `scale`; of devices `device_error` and the like, in levels; and `z`. */
export function errorsAsNpz({ layout, programmed, dW, low, high, devices }: ErrorArrays, z: Float32Array): Uint8Array {
  const arrays: Record<string, { shape: number[]; values: Float32Array }> = {}
  layout.arrays.forEach(({ name, kind, shape, offset, length }, a) => {
    if (kind !== 'device') return
    const layer = layerName(name)
    const of = (values: Float32Array): Float32Array => values.subarray(offset, offset + length)
    arrays[`${layer}.dW`] = { shape, values: of(dW) }
    arrays[`${layer}.bound_low`] = { shape, values: of(low) }
    arrays[`${layer}.bound_high`] = { shape, values: of(high) }
    arrays[`${layer}.weight`] = { shape, values: of(programmed.values) }
    arrays[`${layer}.scale`] = { shape: [], values: Float32Array.of(programmed.scales[a] ?? 0) }
    const place = devices?.layout.arrays[a]
    if (devices === undefined || place === undefined) return
    const ofDevices = (values: Float32Array): { shape: number[]; values: Float32Array } => ({
      shape: place.shape,
      values: values.subarray(place.offset, place.offset + place.length),
    })
    arrays[`${layer}.device_level`] = ofDevices(devices.levels)
    arrays[`${layer}.device_error`] = ofDevices(devices.errors)
    arrays[`${layer}.device_low`] = ofDevices(devices.low)
    arrays[`${layer}.device_high`] = ofDevices(devices.high)
  })
  arrays['z'] = { shape: [z.length], values: z }
  return encodeNpz(arrays)
}

/** A CSV file, a row a weight: layer, index in the layer (row-major), weight, dW and the ends of its interval; all digits that float32 has. */
export function errorsAsCsv({ layout, programmed, dW, low, high }: ErrorArrays): string {
  const lines = ['layer,index,weight,dW,low,high']
  for (const { name, kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    const layer = layerName(name)
    for (let i = 0; i < length; i++) {
      const at = offset + i
      lines.push([layer, i, ...[programmed.values, dW, low, high].map((values) => shortest(values[at] ?? 0))].join(','))
    }
  }
  return `${lines.join('\n')}\n`
}

/** The fewest digits that read back as the same float32. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === value) return text
  }
  return String(Number(value.toPrecision(9)))
}
