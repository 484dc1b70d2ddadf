import { borderedRow, Geometry, imageBytes, stepBytes } from './geometry'
import { place } from './images'
import { tile } from './product'

/**
 * y [B, OH, OW, N] = the images x [B, H, W, C] under filters packed as columns [KH KW C, N].
 * `bordered` is room for one image with its border, zeroed before; 0 where x needs none.
 */
export function convolve(x: usize, panels: usize, y: usize, bordered: usize, g: Geometry): void {
  const image = imageBytes(g)
  const columns = g.columns
  const outWidth = g.outWidth
  const stride = g.stride
  const places = g.outHeight * outWidth
  const segments = g.filterHeight
  const segment = <usize>(g.filterWidth * g.channels) << 2
  const row = bordered ? borderedRow(g) : <usize>(g.width * g.channels) << 2
  const panelBytes = (<usize>segments * segment) << 3
  const out = <usize>columns << 2
  const step = stepBytes(g)
  for (let n = 0; n < g.batch; n++) {
    let from = x
    if (bordered) {
      place(x, bordered, g)
      from = bordered
    }
    let panel = panels
    for (let c = 0; c < columns; c += 8) {
      const to = y + (<usize>c << 2)
      for (let p = 0; p < places; p += 4) {
        // A short last block goes back over places already done: the same sums once more.
        const p0 = max(0, min(p, places - 4))
        const p1 = min(p0 + 1, places - 1)
        const p2 = min(p0 + 2, places - 1)
        const p3 = min(p0 + 3, places - 1)
        tile(
          at(from, p0, outWidth, stride, row, step),
          at(from, p1, outWidth, stride, row, step),
          at(from, p2, outWidth, stride, row, step),
          at(from, p3, outWidth, stride, row, step),
          segment,
          segments,
          row,
          panel,
          to + <usize>p0 * out,
          to + <usize>p1 * out,
          to + <usize>p2 * out,
          to + <usize>p3 * out,
          columns - c,
        )
      }
      panel += panelBytes
    }
    x += image
    y += <usize>places * out
  }
}

/** Corner of the window of a place, row-major over the output. */
@inline
function at(image: usize, p: i32, outWidth: i32, stride: i32, row: usize, step: usize): usize {
  const h = p / outWidth
  return image + <usize>(h * stride) * row + <usize>(p - h * outWidth) * step
}

/** How many numbers are not zero. */
export function countNonzero(x: usize, length: i32): i32 {
  let count = 0
  for (let i = 0; i < length; i++) if (load<f32>(x + (<usize>i << 2)) != 0) count++
  return count
}
