import { place, take } from './images'
import { outer } from './outer'
import { pack } from './panels'
import { tile } from './product'

/**
 * y [B, OH, OW, N] = the images x [B, H, W, C] under filters packed as columns [KH KW C, N].
 * `bordered` is room for one image of BH x BW with its border, zeroed before; 0 where x needs none.
 */
export function convolve(
  x: usize,
  panels: usize,
  y: usize,
  bordered: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedHeight: i32,
  borderedWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  stride: i32,
): void {
  const image = <usize>(height * width * channels) << 2
  const places = outHeight * outWidth
  const segment = <usize>(filterWidth * channels) << 2
  const row = <usize>((bordered ? borderedWidth : width) * channels) << 2
  const panelBytes = (<usize>filterHeight * segment) << 3
  const out = <usize>columns << 2
  const step = <usize>(stride * channels) << 2
  for (let n = 0; n < batch; n++) {
    let from = x
    if (bordered) {
      place(x, bordered, height, width, channels, top, left, borderedWidth)
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
          filterHeight,
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

/**
 * Filter gradient where few slopes are not zero, as behind a pooling layer: each slope adds its window.
 * dW laid out [N][KH][lane], lane = KW C rounded up to four. An image's sum is taken apart and then added.
 */
export function filterGradientSparse(
  x: usize,
  dy: usize,
  dW: usize,
  own: usize,
  bordered: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  stride: i32,
): void {
  const image = <usize>(height * width * channels) << 2
  const row = <usize>(borderedWidth * channels) << 2
  const lane = (<usize>(filterWidth * channels + 3) & ~3) << 2
  const filter = lane * filterHeight
  const all = filter * columns
  const step = <usize>(stride * channels) << 2
  memory.fill(dW, 0, all)
  for (let n = 0; n < batch; n++) {
    place(x, bordered, height, width, channels, top, left, borderedWidth)
    memory.fill(own, 0, all)
    for (let h = 0; h < outHeight; h++) {
      let corner = bordered + <usize>(h * stride) * row
      for (let w = 0; w < outWidth; w++) {
        let target = own
        for (let c = 0; c < columns; c++) {
          const slope = load<f32>(dy)
          dy += 4
          if (slope != 0) {
            const v = f32x4.splat(slope)
            let from = corner
            let to = target
            for (let r = 0; r < filterHeight; r++) {
              for (let j: usize = 0; j < lane; j += 16) {
                v128.store(to + j, f32x4.add(v128.load(to + j), f32x4.mul(v, v128.load(from + j))))
              }
              from += row
              to += lane
            }
          }
          target += filter
        }
        corner += step
      }
    }
    for (let j: usize = 0; j < all; j += 16) v128.store(dW + j, f32x4.add(v128.load(dW + j), v128.load(own + j)))
    x += image
  }
}

/** Filter gradient where most slopes are not zero: dW [KH, KW C, N]. `panels` is room for one image's packed slopes. */
export function filterGradientDense(
  x: usize,
  dy: usize,
  dW: usize,
  panels: usize,
  bordered: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  stride: i32,
): void {
  const image = <usize>(height * width * channels) << 2
  const row = <usize>(borderedWidth * channels) << 2
  const k = filterWidth * channels
  const part = <usize>(k * columns) << 2
  const step = <usize>(stride * channels) << 2
  memory.fill(dW, 0, part * filterHeight)
  for (let n = 0; n < batch; n++) {
    place(x, bordered, height, width, channels, top, left, borderedWidth)
    pack(dy, panels, outHeight * outWidth, columns)
    for (let r = 0; r < filterHeight; r++) {
      outer(bordered + <usize>r * row, panels, dW + <usize>r * part, outHeight, outWidth, step, row * <usize>stride, k, columns)
    }
    x += image
    dy += (<usize>(outHeight * outWidth * columns)) << 2
  }
}

/** Input gradient where few slopes are not zero: each adds its filter to its window. `turned` as dW above. */
export function inputGradientSparse(
  dy: usize,
  turned: usize,
  dx: usize,
  bordered: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedHeight: i32,
  borderedWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  columns: i32,
  outHeight: i32,
  outWidth: i32,
  stride: i32,
): void {
  const image = <usize>(height * width * channels) << 2
  const row = <usize>(borderedWidth * channels) << 2
  const lane = (<usize>(filterWidth * channels + 3) & ~3) << 2
  const filter = lane * filterHeight
  const step = <usize>(stride * channels) << 2
  for (let n = 0; n < batch; n++) {
    memory.fill(bordered, 0, row * borderedHeight)
    for (let h = 0; h < outHeight; h++) {
      let corner = bordered + <usize>(h * stride) * row
      for (let w = 0; w < outWidth; w++) {
        let source = turned
        for (let c = 0; c < columns; c++) {
          const slope = load<f32>(dy)
          dy += 4
          if (slope != 0) {
            const v = f32x4.splat(slope)
            let from = source
            let to = corner
            for (let r = 0; r < filterHeight; r++) {
              for (let j: usize = 0; j < lane; j += 16) {
                v128.store(to + j, f32x4.add(v128.load(to + j), f32x4.mul(v, v128.load(from + j))))
              }
              from += lane
              to += row
            }
          }
          source += filter
        }
        corner += step
      }
    }
    take(bordered, dx, height, width, channels, top, left, borderedWidth)
    dx += image
  }
}
