import { borderedRow, Geometry, imageBytes, laneBytes, stepBytes } from './geometry'
import { place } from './images'

/**
 * Filter gradient where few slopes are not zero, as behind a pooling layer: each adds its window of the image. The
 * slopes of an image are listed first, a list a filter, so that a sum over a list stays in registers.
 * dW laid out [N][KH][lane], lane = KW C rounded up to four. `lists` is room for N lists of eight bytes a place, `heads`
 * for N addresses.
 */
export function filterGradientSparse(x: usize, dy: usize, dW: usize, lists: usize, heads: usize, bordered: usize, g: Geometry): void {
  const image = imageBytes(g)
  const row = borderedRow(g)
  const columns = g.columns
  const vectors = <i32>(laneBytes(g) >> 4)
  const listBytes = <usize>(g.outHeight * g.outWidth) << 3
  const all = g.filterHeight * vectors
  memory.fill(dW, 0, <usize>(all * columns) << 4)
  for (let n = 0; n < g.batch; n++) {
    place(x, bordered, g)
    dy = list(dy, lists, listBytes, heads, bordered, g)
    let to = dW
    for (let c = 0; c < columns; c++) {
      const first = lists + <usize>c * listBytes
      const end = <usize>load<u32>(heads + (<usize>c << 2))
      for (let v = 0; v < all; v += 5) {
        sumOfWindows(first, end, v, all - v, vectors, row, to)
        to += min(5, all - v) << 4
      }
    }
    x += image
  }
}

/** Lists the slopes of one image that are not zero with the corners of their windows; gives the address behind them. */
@inline
function list(dy: usize, lists: usize, listBytes: usize, heads: usize, image: usize, g: Geometry): usize {
  const columns = g.columns
  const down = borderedRow(g) * <usize>g.stride
  const step = stepBytes(g)
  for (let c = 0; c < columns; c++) store<u32>(heads + (<usize>c << 2), <u32>(lists + <usize>c * listBytes))
  for (let h = 0; h < g.outHeight; h++) {
    let corner = image + <usize>h * down
    for (let w = 0; w < g.outWidth; w++) {
      const behind = heads + (<usize>columns << 2)
      for (let head = heads; head < behind; head += 4) {
        // Written in any case and kept if it counts: no branch to guess.
        const to = <usize>load<u32>(head)
        const slope = load<f32>(dy)
        store<u32>(to, <u32>corner)
        store<f32>(to, slope, 4)
        store<u32>(head, <u32>to + (<u32>(slope != 0) << 3))
        dy += 4
      }
      corner += step
    }
  }
  return dy
}

/** Adds to five vectors of a filter, from vector v on, the windows of a list times their slopes. `left` vectors exist. */
@inline
function sumOfWindows(entry: usize, end: usize, v: i32, left: i32, vectors: i32, row: usize, to: usize): void {
  const last = v + left - 1
  const at0 = offset(v, vectors, row)
  const at1 = offset(min(v + 1, last), vectors, row)
  const at2 = offset(min(v + 2, last), vectors, row)
  const at3 = offset(min(v + 3, last), vectors, row)
  const at4 = offset(min(v + 4, last), vectors, row)
  let a0 = f32x4.splat(0)
  let a1 = a0
  let a2 = a0
  let a3 = a0
  let a4 = a0
  for (; entry < end; entry += 8) {
    const corner = <usize>load<u32>(entry)
    const slope = v128.load32_splat(entry + 4)
    a0 = f32x4.add(a0, f32x4.mul(slope, v128.load(corner + at0)))
    a1 = f32x4.add(a1, f32x4.mul(slope, v128.load(corner + at1)))
    a2 = f32x4.add(a2, f32x4.mul(slope, v128.load(corner + at2)))
    a3 = f32x4.add(a3, f32x4.mul(slope, v128.load(corner + at3)))
    a4 = f32x4.add(a4, f32x4.mul(slope, v128.load(corner + at4)))
  }
  v128.store(to, f32x4.add(v128.load(to), a0))
  if (left > 1) v128.store(to, f32x4.add(v128.load(to, 16), a1), 16)
  if (left > 2) v128.store(to, f32x4.add(v128.load(to, 32), a2), 32)
  if (left > 3) v128.store(to, f32x4.add(v128.load(to, 48), a3), 48)
  if (left > 4) v128.store(to, f32x4.add(v128.load(to, 64), a4), 64)
}

/** Where vector v of a filter lies in a window. */
@inline
function offset(v: i32, vectors: i32, row: usize): usize {
  const r = v / vectors
  return <usize>r * row + (<usize>(v - r * vectors) << 4)
}
