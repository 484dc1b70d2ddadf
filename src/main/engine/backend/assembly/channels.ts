/**
 * Sums over all rows of x [rows, channels] and what batch norm makes of them; channels a multiple of four.
 * A sum is taken over 256 rows at a time and then added, so that a long one loses no digits.
 */

const BLOCK: i32 = 256

/** to [channels] = sums of x. `part` is room for as many numbers. */
export function channelSums(x: usize, to: usize, part: usize, rows: i32, channels: i32): void {
  const row = <usize>channels << 2
  memory.fill(to, 0, row)
  for (let first = 0; first < rows; first += BLOCK) {
    memory.fill(part, 0, row)
    const last = min(rows, first + BLOCK)
    for (let r = first; r < last; r++) {
      for (let c: usize = 0; c < row; c += 16) v128.store(part + c, f32x4.add(v128.load(part + c), v128.load(x + c)))
      x += row
    }
    addTo(to, part, row)
  }
}

/** to [channels] = sums of (x - mean) squared. */
export function channelSquares(x: usize, mean: usize, to: usize, part: usize, rows: i32, channels: i32): void {
  const row = <usize>channels << 2
  memory.fill(to, 0, row)
  for (let first = 0; first < rows; first += BLOCK) {
    memory.fill(part, 0, row)
    const last = min(rows, first + BLOCK)
    for (let r = first; r < last; r++) {
      for (let c: usize = 0; c < row; c += 16) {
        const d = f32x4.sub(v128.load(x + c), v128.load(mean + c))
        v128.store(part + c, f32x4.add(v128.load(part + c), f32x4.mul(d, d)))
      }
      x += row
    }
    addTo(to, part, row)
  }
}

/** to [channels] = sums of dy (x - mean). */
export function channelProducts(x: usize, dy: usize, mean: usize, to: usize, part: usize, rows: i32, channels: i32): void {
  const row = <usize>channels << 2
  memory.fill(to, 0, row)
  for (let first = 0; first < rows; first += BLOCK) {
    memory.fill(part, 0, row)
    const last = min(rows, first + BLOCK)
    for (let r = first; r < last; r++) {
      for (let c: usize = 0; c < row; c += 16) {
        const d = f32x4.sub(v128.load(x + c), v128.load(mean + c))
        v128.store(part + c, f32x4.add(v128.load(part + c), f32x4.mul(d, v128.load(dy + c))))
      }
      x += row
      dy += row
    }
    addTo(to, part, row)
  }
}

@inline
function addTo(to: usize, part: usize, row: usize): void {
  for (let c: usize = 0; c < row; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(part + c)))
}

/** y = factor x + offset, a channel. */
export function affine(x: usize, factor: usize, offset: usize, y: usize, rows: i32, channels: i32): void {
  const row = <usize>channels << 2
  for (let r = 0; r < rows; r++) {
    for (let c: usize = 0; c < row; c += 16) {
      v128.store(y + c, f32x4.add(f32x4.mul(v128.load(x + c), v128.load(factor + c)), v128.load(offset + c)))
    }
    x += row
    y += row
  }
}

/** dx = a dy + b x + c, a channel: the gradient of batch norm by its input, whose factors hold the sums over the batch. */
export function combine(x: usize, dy: usize, a: usize, b: usize, c: usize, dx: usize, rows: i32, channels: i32): void {
  const row = <usize>channels << 2
  for (let r = 0; r < rows; r++) {
    for (let i: usize = 0; i < row; i += 16) {
      const slope = f32x4.mul(v128.load(dy + i), v128.load(a + i))
      v128.store(dx + i, f32x4.add(f32x4.add(slope, f32x4.mul(v128.load(x + i), v128.load(b + i))), v128.load(c + i)))
    }
    x += row
    dy += row
    dx += row
  }
}
