import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blockMeans, blocksOf } from '../../../../src/main/engine/crossbar/block-map'

const sides = fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 20 }))

describe('blocks of cells', () => {
  it('cover every cell with no more blocks than are wanted, and are single cells where these fit', () => {
    fc.assert(
      fc.property(sides, ([rows, columns, most]) => {
        const { block, blocks } = blocksOf(rows, columns, most)
        expect(Math.max(blocks.down, blocks.across)).toBeLessThanOrEqual(most)
        expect([blocks.down * block.rows >= rows, (blocks.down - 1) * block.rows < rows]).toEqual([true, true])
        if (rows <= most) expect(block.rows).toBe(1)
      }),
    )
    expect(blocksOf(784, 500)).toEqual({ block: { rows: 7, columns: 4 }, blocks: { down: 112, across: 125 } })
  })

  it('hold means that weighted by their cells give the mean of all', () => {
    fc.assert(
      fc.property(sides, ([rows, columns, most]) => {
        const cells = Array.from({ length: rows * columns }, (_, i) => ((i * 7919) % 101) / 10)
        const blocks = blocksOf(rows, columns, most)
        const means = blockMeans(rows, columns, blocks, (i) => cells[i])
        const size = (at: number, block: number, all: number): number => Math.min(block, all - at * block)
        const sum = means.reduce<number>((total, mean, at) => {
          const [i, j] = [Math.floor(at / blocks.blocks.across), at % blocks.blocks.across]
          return total + (mean ?? 0) * size(i, blocks.block.rows, rows) * size(j, blocks.block.columns, columns)
        }, 0)
        expect(sum).toBeCloseTo(
          cells.reduce((a, b) => a + b, 0),
          6,
        )
      }),
    )
  })

  it('leave out cells without a value, and have none where no cell has one', () => {
    const values = [undefined, 4, 6, undefined, undefined, undefined, undefined, 1]
    const blocks = { block: { rows: 2, columns: 2 }, blocks: { down: 1, across: 2 } }
    expect(blockMeans(2, 4, blocks, (i) => values[i])).toEqual([4, 3.5])
    expect(blockMeans(1, 2, { block: { rows: 1, columns: 1 }, blocks: { down: 1, across: 2 } }, (i) => values[i])).toEqual([null, 4])
  })
})
