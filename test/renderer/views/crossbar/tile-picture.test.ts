import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shadeStep, squareOf, tileAt, tilePicture, tileShades } from '../../../../src/renderer/views/crossbar/tile-picture'

const room = { width: 190, height: 132, square: 20 }
const grids = fc.record({ down: fc.integer({ min: 1, max: 800 }), across: fc.integer({ min: 1, max: 800 }) })

/** A layer that fills its grid of 10 x 10 cells but for the last row and column of tiles, of which 4 rows and 7 columns are used. */
const layer = { name: 'fc', rows: 34, columns: 27, positions: 1, down: 4, across: 3, tiles: 12, devices: 34 * 27 }
const tile = { rows: 10, columns: 10 }

describe('the picture of a layer on tiles', () => {
  it('fits its room however many tiles there are, with squares that can be told apart', () => {
    fc.assert(
      fc.property(grids, (grid) => {
        const { width, height, pitch, group, down, across } = tilePicture(grid, room)
        expect([width <= room.width, height <= room.height, pitch >= 3]).toEqual([true, true, true])
        expect([down, across]).toEqual([Math.ceil(grid.down / group), Math.ceil(grid.across / group)])
      }),
      { numRuns: 2000, examples: [[{ down: 1, across: 379 }]] },
    )
  })

  it('gives each tile a square of its own where these fit', () => {
    expect(tilePicture({ down: 4, across: 2 }, room)).toEqual({ down: 4, across: 2, group: 1, pitch: 20, width: 39, height: 79 })
    expect(tilePicture({ down: 98, across: 250 }, room).group).toBe(4)
  })

  it('finds the tile under a place, and that tile’s square holds the place', () => {
    fc.assert(
      fc.property(grids, fc.nat({ max: 999 }), fc.nat({ max: 999 }), (grid, i, j) => {
        const picture = tilePicture(grid, room)
        const place = { down: i % grid.down, across: j % grid.across }
        const { x, y, side } = squareOf(picture, place)
        const found = tileAt(picture, x + side / 2, y + side / 2)
        expect(squareOf(picture, found)).toEqual({ x, y, side })
        expect([found.down < grid.down, found.across < grid.across]).toEqual([true, true])
      }),
    )
    expect(tileAt(tilePicture({ down: 4, across: 2 }, room), 999, -5)).toEqual({ down: 0, across: 1 })
  })

  it('has a shade for the inner tiles, one each for the last row and column, and one for the corner', () => {
    const shades = tileShades(layer, tile, tilePicture(layer, room))
    const squares = shades.map(({ utilisation, path }) => [Number(utilisation.toFixed(6)), path.split('M').length - 1])
    expect(squares).toEqual([
      [1, 6],
      [0.7, 3],
      [0.4, 2],
      [0.28, 1],
    ])
  })

  it('keeps the mean utilisation where tiles share squares', () => {
    const wide = { name: 'w', rows: 803, columns: 4004, positions: 1, down: 81, across: 401, tiles: 81 * 401, devices: 0 }
    const picture = tilePicture(wide, { width: 100, height: 60, square: 20 })
    expect(picture.group).toBeGreaterThan(1)
    const shades = tileShades(wide, tile, picture)
    expect(shades.reduce((n, { path }) => n + path.split('M').length - 1, 0)).toBe(picture.down * picture.across)
    for (const { utilisation } of shades) expect(utilisation).toBeGreaterThan(0.3)
  })

  it('shades from the second colour to the sixth', () => {
    expect([0, 0.12, 0.5, 1].map(shadeStep)).toEqual([1, 1, 3, 5])
  })
})
