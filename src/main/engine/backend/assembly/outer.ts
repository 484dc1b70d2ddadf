import { storeFew } from './panels'

/** Sums of outer products: weight gradients where most slopes are not zero. */

/**
 * Adds x^T dy to four rows and eight columns of dW [.., columns]; x is read `rows` times `across` places, `step` bytes apart within a
 * row of places and `row` bytes from one to the next. `valid` of the four rows exist.
 */
@inline
export function outerTile(
  x: usize,
  valid: i32,
  panel: usize,
  rows: i32,
  across: i32,
  step: usize,
  row: usize,
  dW: usize,
  columns: i32,
  width: i32,
): void {
  const to1: usize = valid > 1 ? 4 : 0
  const to2: usize = valid > 2 ? 8 : 0
  const to3: usize = valid > 3 ? 12 : 0
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let d0 = a0
  let d1 = a0
  for (let r = 0; r < rows; r++) {
    let p = x
    for (let q = 0; q < across; q++) {
      const w0 = v128.load(panel)
      const w1 = v128.load(panel, 16)
      let v = v128.load32_splat(p)
      a0 = f32x4.add(a0, f32x4.mul(v, w0))
      a1 = f32x4.add(a1, f32x4.mul(v, w1))
      v = v128.load32_splat(p + to1)
      b0 = f32x4.add(b0, f32x4.mul(v, w0))
      b1 = f32x4.add(b1, f32x4.mul(v, w1))
      v = v128.load32_splat(p + to2)
      c0 = f32x4.add(c0, f32x4.mul(v, w0))
      c1 = f32x4.add(c1, f32x4.mul(v, w1))
      v = v128.load32_splat(p + to3)
      d0 = f32x4.add(d0, f32x4.mul(v, w0))
      d1 = f32x4.add(d1, f32x4.mul(v, w1))
      panel += 32
      p += step
    }
    x += row
  }
  const out = <usize>columns << 2
  add(dW, a0, a1, width)
  if (valid > 1) add(dW + out, b0, b1, width)
  if (valid > 2) add(dW + 2 * out, c0, c1, width)
  if (valid > 3) add(dW + 3 * out, d0, d1, width)
}

/** Adds the first `width` of eight numbers. */
@inline
function add(to: usize, low: v128, high: v128, width: i32): void {
  if (width >= 8) {
    v128.store(to, f32x4.add(v128.load(to), low))
    v128.store(to, f32x4.add(v128.load(to, 16), high), 16)
    return
  }
  if (width >= 4) {
    v128.store(to, f32x4.add(v128.load(to), low))
    storeFew(to + 16, f32x4.add(v128.load(to, 16), high), width - 4)
  } else storeFew(to, f32x4.add(v128.load(to), low), width)
}

/** dW [k, columns] = x^T dy, x [rows, k], dy [rows, columns] in panels. */
export function outerProduct(x: usize, panels: usize, dW: usize, rows: i32, k: i32, columns: i32): void {
  memory.fill(dW, 0, <usize>(k * columns) << 2)
  outer(x, panels, dW, 1, rows, <usize>k << 2, 0, k, columns)
}

/** Adds one stretch of k rows of dW, for all columns. */
@inline
export function outer(
  x: usize,
  panels: usize,
  dW: usize,
  rows: i32,
  across: i32,
  step: usize,
  row: usize,
  k: i32,
  columns: i32,
): void {
  const panelBytes = <usize>(rows * across) << 5
  for (let i = 0; i < k; i += 4) {
    let panel = panels
    for (let c = 0; c < columns; c += 8) {
      outerTile(x + (<usize>i << 2), k - i, panel, rows, across, step, row, dW + (<usize>(i * columns + c) << 2), columns, columns - c)
      panel += panelBytes
    }
  }
}
