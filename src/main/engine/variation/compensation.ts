import { polarities } from '../../../shared/device-math'
import { cellsOf } from '../crossbar/cells'
import type { Tiled } from '../crossbar/tiled'
import { driftCompensation } from '../device/pcm'
import type { AroundDevices } from './around'

/** A factor on what each column of each tile reads, [tiles down x columns] an array in layout order; none for digital ones. */
export type Gains = NonNullable<Tiled['gains']>

/**
 * Global drift compensation: the factor of each tile, on all its columns. Source: METHODS 6: summed |outputs| of a tile for
 * an all-ones input, at tc over now; an output is what its positive column gives less its negative one. `reference`, `now`:
 * levels of all devices. A column belongs to the tile of its first device.
 * Differs: measured on what devices conduct, without the resistances of the array.
 */
export function compensation({ design, layout, plan, devices }: AroundDevices, reference: Float32Array, now: Float32Array): Gains {
  const cells = cellsOf(plan)
  const count = cells.length
  const slices = count / (plan.mapping === 'offset' ? 1 : 2)
  const sliceOf = cells.map(({ slice }) => slice)
  const signOf = cells.map(({ polarity }) => polarity)
  const rowsOfTile = design['crossbar.rows']
  // Differences of columns of a tile: a pair takes two of its columns.
  const width = Math.max(1, Math.floor(design['crossbar.columns'] / polarities(plan.mapping)))
  return layout.arrays.map(({ kind, shape, length }, a) => {
    if (kind !== 'device') return undefined
    const start = devices.layout.arrays[a]?.offset ?? 0
    const outputs = shape.at(-1) ?? 1
    const rows = length / outputs
    const [columns, differences] = [outputs * count, outputs * slices]
    const down = Math.ceil(rows / rowsOfTile)
    const sums = (levels: Float32Array): Float64Array => {
      const found = new Float64Array(down * differences)
      let place = start
      for (let row = 0; row < rows; row++) {
        const tile = Math.floor(row / rowsOfTile) * differences
        for (let output = 0; output < outputs; output++)
          for (let c = 0; c < count; c++) {
            const at = tile + output * slices + (sliceOf[c] ?? 0)
            found[at] = (found[at] ?? 0) + (signOf[c] ?? 1) * (levels[place++] ?? 0)
          }
      }
      return found
    }
    const [before, after] = [sums(reference), sums(now)]
    const gains = new Float32Array(down * columns)
    for (let i = 0; i < down; i++)
      for (let first = 0; first < differences; first += width) {
        const last = Math.min(first + width, differences)
        const part = (all: Float64Array): Float64Array => all.subarray(i * differences + first, i * differences + last)
        const gain = driftCompensation(part(before), part(after), last - first)
        for (let column = 0; column < columns; column++) {
          const difference = Math.floor(column / count) * slices + (sliceOf[column % count] ?? 0)
          if (difference >= first && difference < last) gains[i * columns + column] = gain
        }
      }
    return gains
  })
}

/** The factor on each single device, flat as the devices are. */
export function gainsOfDevices({ design, layout, devices }: AroundDevices, gains: Gains): Float32Array {
  const flat = new Float32Array(devices.layout.length).fill(1)
  devices.layout.arrays.forEach(({ shape, offset, length }, a) => {
    const factors = gains[a]
    const columns = shape.at(-1) ?? 1
    if (factors === undefined || layout.arrays[a] === undefined) return
    const rows = design['crossbar.rows']
    for (let row = 0; row * columns < length; row++) {
      const first = Math.floor(row / rows) * columns
      flat.set(factors.subarray(first, first + columns), offset + row * columns)
    }
  })
  return flat
}
