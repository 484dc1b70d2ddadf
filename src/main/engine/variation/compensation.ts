import { polarities } from '../../../shared/device-math'
import { ages } from '../../../shared/technology'
import { cellsOf } from '../crossbar/cells'
import type { Tiled } from '../crossbar/tiled'
import type { AroundDevices } from './around'

/** A factor on what each column of each tile reads, [tiles down x columns] an array in layout order; none for digital ones. */
export type Gains = NonNullable<Tiled['gains']>

/** How a design's tiles are compensated: by what each chip itself gives. */
export interface Compensation {
  /** The factors of a chip with these levels now, and those right after programming. */
  gains(reference: Float32Array, now: Float32Array): Gains
  /**
   * What a level adds to a sum over all devices by moving the factor of its tile, where both levels move alike.
   * `worth`: what each device adds to that sum for a factor of 1.
   */
  slopes(reference: Float32Array, now: Float32Array, worth: Float64Array): Float64Array
}

/** Nothing where a design does not age, or is not compensated. */
export function compensationOf(around: AroundDevices): Compensation | undefined {
  const { design } = around
  if (!ages(design) || design['device.driftCompensation'] === 'off') return undefined
  const arrays = arraysOf(around)
  return {
    gains(reference, now) {
      const all: (Float32Array | undefined)[] = around.layout.arrays.map(() => undefined)
      for (const { array, columns, down, across, tileOf, sums } of arrays) {
        const [before, after] = [sums(reference), sums(now)]
        const gains = new Float32Array(down * columns)
        for (let i = 0; i < down; i++)
          for (let j = 0; j < across; j++) {
            const [then, later] = [before.total(i, j), after.total(i, j)]
            const gain = then === 0 || later === 0 ? 1 : then / later
            for (let column = 0; column < columns; column++) if (tileOf(column) === j) gains[i * columns + column] = gain
          }
        all[array] = gains
      }
      return all
    },
    slopes(reference, now, worth) {
      const result = new Float64Array(worth.length)
      for (const { start, rows, columns, down, across, rowsOfTile, tileOf, signOf, differenceOf, sums } of arrays) {
        const [before, after] = [sums(reference), sums(now)]
        const inTiles = new Float64Array(down * across)
        const each = (visit: (place: number, tile: number, down: number, column: number) => void): void => {
          for (let row = 0; row < rows; row++) {
            const i = Math.floor(row / rowsOfTile)
            for (let column = 0; column < columns; column++) visit(start + row * columns + column, i * across + tileOf(column), i, column)
          }
        }
        each((place, tile) => (inTiles[tile] = (inTiles[tile] ?? 0) + (worth[place] ?? 0)))
        each((place, tile, i, column) => {
          const j = tile - i * across
          const [then, later] = [before.total(i, j), after.total(i, j)]
          if (then === 0 || later === 0) return
          const at = differenceOf(column)
          const turn = before.sign(i, at) / later - (then * after.sign(i, at)) / (later * later)
          result[place] = (inTiles[tile] ?? 0) * turn * signOf(column)
        })
      }
      return result
    },
  }
}

/** Sums of the outputs of the tiles of an array for an all-ones input. */
interface Outputs {
  /** Summed sizes of those of a tile. */
  total: (down: number, across: number) => number
  sign: (down: number, difference: number) => number
}

interface TiledArray {
  array: number
  start: number
  rows: number
  columns: number
  down: number
  across: number
  rowsOfTile: number
  tileOf: (column: number) => number
  signOf: (column: number) => number
  differenceOf: (column: number) => number
  sums: (levels: Float32Array) => Outputs
}

/**
 * The arrays of devices on their tiles. An output is what a positive column gives less its negative one; it belongs to the
 * tile of its first device. Source: METHODS 6, global drift compensation: summed |outputs| of a tile for an all-ones input.
 * Differs: measured on what devices conduct, without the resistances of the array.
 */
function arraysOf({ design, layout, plan, devices }: AroundDevices): TiledArray[] {
  const cells = cellsOf(plan)
  const count = cells.length
  const slices = count / (plan.mapping === 'offset' ? 1 : 2)
  const rowsOfTile = design['crossbar.rows']
  return layout.arrays.flatMap(({ kind, shape, length }, array) => {
    if (kind !== 'device') return []
    const start = devices.layout.arrays[array]?.offset ?? 0
    const outputs = shape.at(-1) ?? 1
    const [rows, columns, differences] = [length / outputs, outputs * count, outputs * slices]
    const down = Math.ceil(rows / rowsOfTile)
    const of = Uint32Array.from(
      { length: columns },
      (_, column) => Math.floor(column / count) * slices + (cells[column % count]?.slice ?? 0),
    )
    const signs = Int8Array.from({ length: columns }, (_, column) => cells[column % count]?.polarity ?? 1)
    const tiles = Uint32Array.from({ length: differences }, (_, difference) =>
      Math.floor((difference * polarities(plan.mapping)) / design['crossbar.columns']),
    )
    const across = (tiles.at(-1) ?? 0) + 1
    return {
      array,
      start,
      rows,
      columns,
      down,
      across,
      rowsOfTile,
      tileOf: (column: number) => tiles[of[column] ?? 0] ?? 0,
      signOf: (column: number) => signs[column] ?? 1,
      differenceOf: (column: number) => of[column] ?? 0,
      sums(levels: Float32Array): Outputs {
        const found = new Float64Array(down * differences)
        for (let row = 0, place = start; row < rows; row++) {
          const first = Math.floor(row / rowsOfTile) * differences
          for (let column = 0; column < columns; column++) {
            const at = first + (of[column] ?? 0)
            found[at] = (found[at] ?? 0) + (signs[column] ?? 1) * (levels[place++] ?? 0)
          }
        }
        const inTile = (i: number, j: number): Float64Array =>
          found.subarray(i * differences + tiles.indexOf(j), i * differences + tiles.lastIndexOf(j) + 1)
        const totals = Float64Array.from({ length: down * across }, (_, tile) =>
          inTile(Math.floor(tile / across), tile % across).reduce((sum, output) => sum + Math.abs(output), 0),
        )
        return {
          total: (i, j) => totals[i * across + j] ?? 0,
          sign: (i, difference) => Math.sign(found[i * differences + difference] ?? 0),
        }
      },
    }
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
