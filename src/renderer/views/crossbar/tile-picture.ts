import type { Tiling } from '../../../shared/device-math'

/** The grid of a layer's tiles as it is drawn: each square a tile, or a block of them where there are too many. */
export interface TilePicture {
  /** Squares. */
  down: number
  across: number
  /** Tiles along the side of a square; 1 where each has its own. */
  group: number
  /** Pixels from one square to the next, the last of which is the gap. */
  pitch: number
  width: number
  height: number
}

/** Pixels from square to square below which tiles share squares. */
const narrowest = 3

/** Pixels that there are for the picture, and the most from one square to the next. */
export interface TileRoom {
  width: number
  height: number
  square: number
}

/** The largest squares that fit into a room in pixels; where even the smallest do not, tiles share squares. Pure. */
export function tilePicture({ down, across }: Pick<Tiling, 'down' | 'across'>, room: TileRoom): TilePicture {
  const fitting = Math.floor(Math.min(room.width / across, room.height / down, room.square))
  const pitch = Math.max(narrowest, fitting)
  const most = (pixels: number): number => Math.max(1, Math.floor((pixels + 1) / narrowest))
  const group = fitting >= narrowest ? 1 : Math.max(Math.ceil(across / most(room.width)), Math.ceil(down / most(room.height)))
  const squares = { down: Math.ceil(down / group), across: Math.ceil(across / group) }
  return { ...squares, group, pitch, width: squares.across * pitch - 1, height: squares.down * pitch - 1 }
}

/** Squares of the same utilisation as one path. */
export interface Shade {
  utilisation: number
  path: string
}

/**
 * The squares of a layer by how full their tiles are. A tile is full but at the last row and column of the grid, so there are few
 * shades whatever the number of tiles; a square of several tiles has their mean. Pure.
 */
export function tileShades(layer: Tiling, tile: { rows: number; columns: number }, picture: TilePicture): Shade[] {
  const filled = (all: number, size: number, tiles: number): number[] =>
    Array.from({ length: tiles }, (_, i) => Math.min(size, all - i * size) / size)
  const alongRows = groupMeans(filled(layer.rows, tile.rows, layer.down), picture.group)
  const alongColumns = groupMeans(filled(layer.columns, tile.columns, layer.across), picture.group)
  const side = picture.pitch - 1
  const paths = new Map<string, Shade>()
  alongRows.forEach((down, i) =>
    alongColumns.forEach((across, j) => {
      const key = (down * across).toFixed(4)
      const shade = paths.get(key) ?? { utilisation: down * across, path: '' }
      shade.path += `M${j * picture.pitch} ${i * picture.pitch}h${side}v${side}h-${side}z`
      paths.set(key, shade)
    }),
  )
  return [...paths.values()]
}

function groupMeans(values: readonly number[], group: number): number[] {
  return Array.from({ length: Math.ceil(values.length / group) }, (_, i) => {
    const part = values.slice(i * group, (i + 1) * group)
    return part.reduce((a, b) => a + b, 0) / part.length
  })
}

/** The tile at a place of the picture, the first one of a square of several. */
export function tileAt({ pitch, group, down, across }: TilePicture, x: number, y: number): { down: number; across: number } {
  const along = (at: number, squares: number): number => Math.min(squares - 1, Math.max(0, Math.floor(at / pitch))) * group
  return { down: along(y, down), across: along(x, across) }
}

/** Where the square of a tile lies in the picture. */
export function squareOf({ pitch, group }: TilePicture, tile: { down: number; across: number }): { x: number; y: number; side: number } {
  return { x: Math.floor(tile.across / group) * pitch, y: Math.floor(tile.down / group) * pitch, side: pitch - 1 }
}

/** Which of the sequential colours, 1 to 5, a utilisation of 0 to 1 has. */
export function shadeStep(utilisation: number): number {
  return 1 + Math.round(4 * Math.min(1, Math.max(0, utilisation)))
}
