import { storeColumns } from './panels'

/**
 * Products of rows with packed columns, the inner loop of convolutions and dense layers.
 * A row is `segments` stretches of `segment` bytes, `stride` bytes apart: one stretch for a dense layer, one a filter
 * row for a convolution, whose stretches overlap from place to place. Columns lie in panels of eight, [k][8].
 */

/** Eight columns of four rows; each sum runs over k in order, one product and one sum a step. */
@inline
export function tile(
  x0: usize,
  x1: usize,
  x2: usize,
  x3: usize,
  segment: usize,
  segments: i32,
  stride: usize,
  panel: usize,
  y0: usize,
  y1: usize,
  y2: usize,
  y3: usize,
  columns: i32,
): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let d0 = a0
  let d1 = a0
  const to1 = x1 - x0
  const to2 = x2 - x0
  const to3 = x3 - x0
  let at = x0
  for (let s = 0; s < segments; s++) {
    const end = at + segment
    for (let p = at; p < end; p += 4) {
      const w0 = v128.load(panel)
      const w1 = v128.load(panel, 16)
      let x = v128.load32_splat(p)
      a0 = f32x4.add(a0, f32x4.mul(x, w0))
      a1 = f32x4.add(a1, f32x4.mul(x, w1))
      x = v128.load32_splat(p + to1)
      b0 = f32x4.add(b0, f32x4.mul(x, w0))
      b1 = f32x4.add(b1, f32x4.mul(x, w1))
      x = v128.load32_splat(p + to2)
      c0 = f32x4.add(c0, f32x4.mul(x, w0))
      c1 = f32x4.add(c1, f32x4.mul(x, w1))
      x = v128.load32_splat(p + to3)
      d0 = f32x4.add(d0, f32x4.mul(x, w0))
      d1 = f32x4.add(d1, f32x4.mul(x, w1))
      panel += 32
    }
    at += stride
  }
  storeColumns(y0, a0, a1, columns)
  storeColumns(y1, b0, b1, columns)
  storeColumns(y2, c0, c1, columns)
  storeColumns(y3, d0, d1, columns)
}

/** y [rows, columns] = x [rows, k] times packed columns. */
export function product(x: usize, panels: usize, y: usize, rows: i32, k: i32, columns: i32): void {
  const row = <usize>k << 2
  const out = <usize>columns << 2
  for (let c = 0; c < columns; c += 8) {
    for (let r = 0; r < rows; r += 4) {
      // A short last block goes back over rows already done: the same sums once more.
      const first = max(0, min(r, rows - 4))
      const r0 = <usize>first
      const r1 = <usize>min(first + 1, rows - 1)
      const r2 = <usize>min(first + 2, rows - 1)
      const r3 = <usize>min(first + 3, rows - 1)
      const to = y + (<usize>c << 2)
      tile(
        x + r0 * row,
        x + r1 * row,
        x + r2 * row,
        x + r3 * row,
        row,
        1,
        0,
        panels,
        to + r0 * out,
        to + r1 * out,
        to + r2 * out,
        to + r3 * out,
        columns - c,
      )
    }
    panels += row << 3
  }
}
