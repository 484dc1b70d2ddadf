import { mostBlocks, type BlockMap } from '../../../shared/tile-inspection'

/** How cells of a tile are put together in blocks. */
export interface Blocks {
  block: { rows: number; columns: number }
  blocks: { down: number; across: number }
}

/** The smallest blocks of which there are at most `most` along each side. */
export function blocksOf(rows: number, columns: number, most: number = mostBlocks): Blocks {
  const block = { rows: Math.ceil(rows / most), columns: Math.ceil(columns / most) }
  return { block, blocks: { down: Math.ceil(rows / block.rows), across: Math.ceil(columns / block.columns) } }
}

/** Means of the cells [rows, columns] that have a value, block by block; null where none of a block has one. Pure. */
export function blockMeans(
  rows: number,
  columns: number,
  { block, blocks }: Blocks,
  valueOf: (cell: number) => number | undefined,
): BlockMap {
  const sums = new Float64Array(blocks.down * blocks.across)
  const counts = new Uint32Array(sums.length)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const value = valueOf(i * columns + j)
      if (value === undefined) continue
      const at = Math.floor(i / block.rows) * blocks.across + Math.floor(j / block.columns)
      sums[at] = (sums[at] ?? 0) + value
      counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return Array.from(sums, (sum, at) => ((counts[at] ?? 0) === 0 ? null : sum / (counts[at] ?? 1)))
}
