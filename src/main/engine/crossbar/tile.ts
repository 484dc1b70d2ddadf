import type { LayerShape } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'

/** One tile: the part of a layer's matrix it holds, ends not included, and how full it is. */
export interface Tile {
  /** Place in the grid of tiles. */
  down: number
  across: number
  firstRow: number
  lastRow: number
  /** Physical columns: outputs x slices x polarities. */
  firstColumn: number
  lastColumn: number
  /** Share of its cells that hold a device, 0 to 1. */
  utilisation: number
}

export interface LayerTiles {
  name: string
  rows: number
  /** Physical columns of the whole layer. */
  columns: number
  down: number
  across: number
  /** Row by row of the grid. */
  tiles: Tile[]
}

/**
 * How a layer's matrix falls on tiles of R x C cells: cut from the first row and column on, so only the last tiles down
 * and across are not full. Partial sums of the tiles down are added digitally.
 * Source: METHODS 7. `slices` and `polarities` are those of `derive`, whose counts this agrees with. No randomness.
 */
export function layerTiles(
  layer: Pick<LayerShape, 'name' | 'rows' | 'columns'>,
  { slices, polarities }: { slices: number; polarities: number },
  design: Pick<Design, 'crossbar.rows' | 'crossbar.columns'>,
): LayerTiles {
  const [R, C] = [design['crossbar.rows'], design['crossbar.columns']]
  const columns = layer.columns * slices * polarities
  const [down, across] = [Math.ceil(layer.rows / R), Math.ceil(columns / C)]
  const tiles = Array.from({ length: down * across }, (_, at): Tile => {
    const [i, j] = [Math.floor(at / across), at % across]
    const [lastRow, lastColumn] = [Math.min((i + 1) * R, layer.rows), Math.min((j + 1) * C, columns)]
    const cells = (lastRow - i * R) * (lastColumn - j * C)
    return { down: i, across: j, firstRow: i * R, lastRow, firstColumn: j * C, lastColumn, utilisation: cells / (R * C) }
  })
  return { name: layer.name, rows: layer.rows, columns, down, across, tiles }
}

/** The part of a layer's matrix [rows, columns] that a tile holds. */
export function cutTile(matrix: Float64Array, { columns }: Pick<LayerTiles, 'columns'>, tile: Tile): Float64Array {
  const width = tile.lastColumn - tile.firstColumn
  const cut = new Float64Array((tile.lastRow - tile.firstRow) * width)
  for (let i = tile.firstRow; i < tile.lastRow; i++)
    cut.set(matrix.subarray(i * columns + tile.firstColumn, i * columns + tile.lastColumn), (i - tile.firstRow) * width)
  return cut
}

/** Writes a tile's part back into the layer's matrix, which it changes. */
export function pasteTile(matrix: Float64Array, { columns }: Pick<LayerTiles, 'columns'>, tile: Tile, part: Float64Array): void {
  const width = tile.lastColumn - tile.firstColumn
  for (let i = tile.firstRow; i < tile.lastRow; i++) {
    const from = (i - tile.firstRow) * width
    matrix.set(part.subarray(from, from + width), i * columns + tile.firstColumn)
  }
}
