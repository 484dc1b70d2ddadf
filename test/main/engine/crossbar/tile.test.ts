import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutTile, layerTiles, pasteTile } from '../../../../src/main/engine/crossbar/tile'
import { derive } from '../../../../src/shared/device-math'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { randoms } from './dense'

const table = createFieldTable()
const side = fc.integer({ min: 8, max: 200 })

describe('the tiles of a layer', () => {
  it('are as many, and as full, as what is derived from the design', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: fc.string(),
            rows: fc.integer({ min: 1, max: 900 }),
            columns: fc.integer({ min: 1, max: 300 }),
            positions: fc.constant(1),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        side,
        side,
        fc.constantFrom('sign-magnitude', 'differential', 'offset'),
        fc.constantFrom(1, 2, 4),
        (shapes, R, C, scheme, K) => {
          const design = parseSpec(table, {
            'crossbar.rows': R,
            'crossbar.columns': C,
            'mapping.scheme': scheme,
            'device.bitsPerDevice': K,
          }).fields as Design
          const derived = derive(design, shapes)
          const layers = shapes.map((shape) => layerTiles(shape, derived, design))
          expect(layers.map(({ down, across, tiles }) => [down, across, tiles.length])).toEqual(
            derived.layers.map(({ down, across, tiles }) => [down, across, tiles]),
          )
          const all = layers.flatMap(({ tiles }) => tiles)
          const mean = all.reduce((sum, tile) => sum + tile.utilisation, 0) / all.length
          expect(mean).toBeCloseTo(derived.utilisation, 12)
        },
      ),
    )
  })

  it('hold every cell of the matrix once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 8, max: 30 }), (rows, columns, R) => {
        const layer = layerTiles({ name: '', rows, columns }, { slices: 2, polarities: 1 }, { 'crossbar.rows': R, 'crossbar.columns': 17 })
        const matrix = randoms(rows, rows * layer.columns, 0, 1)
        const copy = new Float64Array(matrix.length)
        layer.tiles.forEach((tile) => pasteTile(copy, layer, tile, cutTile(matrix, layer, tile)))
        expect(copy).toEqual(matrix)
        const cells = layer.tiles.reduce((n, t) => n + (t.lastRow - t.firstRow) * (t.lastColumn - t.firstColumn), 0)
        expect(cells).toBe(matrix.length)
      }),
    )
  })
})
