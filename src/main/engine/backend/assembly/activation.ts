/**
 * Bias, rectifier, quantiser and max pooling of windows of 1 x 1 or 2 x 2, and their gradient; channels at least 4.
 * `up` = levels / clip and `down` = clip / levels, up = 0 for a rectifier without quantiser. Rounding half to even.
 * pmin and pmax are one instruction each, min and max several for the sake of NaN, which no sum here is.
 * A last vector that does not fit goes back over channels already done: the same numbers once more.
 */

@inline
function quantised(z: v128, top: v128, up: v128, down: v128): v128 {
  return f32x4.mul(level(z, top, up), down)
}

@inline
function level(z: v128, top: v128, up: v128): v128 {
  return f32x4.nearest(f32x4.mul(f32x4.pmin(f32x4.pmax(z, f32x4.splat(0)), top), up))
}

@inline
function rectified(z: v128): v128 {
  return f32x4.pmax(z, f32x4.splat(0))
}

/** y [rows, channels] from x of the same shape. */
export function activate(x: usize, bias: usize, y: usize, rows: i32, channels: i32, clip: f32, up: f32, down: f32): void {
  const top = f32x4.splat(clip)
  const upward = f32x4.splat(up)
  const downward = f32x4.splat(down)
  const row = <usize>channels << 2
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>min(c, channels - 4) << 2
      const z = f32x4.add(v128.load(x + at), v128.load(bias + at))
      v128.store(y + at, up == 0 ? rectified(z) : quantised(z, top, upward, downward))
    }
    x += row
    y += row
  }
}

/** y [B, H/2, W/2, channels] from x [B, H, W, channels]. */
export function activatePooled(
  x: usize,
  bias: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  clip: f32,
  up: f32,
  down: f32,
): void {
  const top = f32x4.splat(clip)
  const upward = f32x4.splat(up)
  const downward = f32x4.splat(down)
  const place = <usize>channels << 2
  const row = place * width
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < height >> 1; h++) {
      let corner = x + (<usize>(h << 1)) * row
      for (let w = 0; w < width >> 1; w++) {
        for (let c = 0; c < channels; c += 4) {
          const at = <usize>min(c, channels - 4) << 2
          const from = corner + at
          const best = f32x4.pmax(
            f32x4.pmax(v128.load(from), v128.load(from + place)),
            f32x4.pmax(v128.load(from + row), v128.load(from + row + place)),
          )
          const z = f32x4.add(best, v128.load(bias + at))
          v128.store(y + at, up == 0 ? rectified(z) : quantised(z, top, upward, downward))
        }
        corner += place << 1
        y += place
      }
    }
    x += row * height
  }
}

/** Where the slope passes: 0 <= z <= clip, without quantiser z > 0. */
@inline
function passes(z: v128, top: v128, up: f32): v128 {
  const zero = f32x4.splat(0)
  return up == 0 ? f32x4.gt(z, zero) : v128.and(f32x4.ge(z, zero), f32x4.le(z, top))
}

/** dx [rows, channels] from dy of the same shape. */
export function activationGradient(x: usize, bias: usize, dy: usize, dx: usize, rows: i32, channels: i32, clip: f32, up: f32): void {
  const top = f32x4.splat(clip)
  const row = <usize>channels << 2
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>min(c, channels - 4) << 2
      const z = f32x4.add(v128.load(x + at), v128.load(bias + at))
      v128.store(dx + at, v128.and(v128.load(dy + at), passes(z, top, up)))
    }
    x += row
    dy += row
    dx += row
  }
}

/** dx [B, H, W, channels] from dy [B, H/2, W/2, channels]; of tied maxima the first takes the slope. */
export function activationGradientPooled(
  x: usize,
  bias: usize,
  dy: usize,
  dx: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  clip: f32,
  up: f32,
): void {
  const top = f32x4.splat(clip)
  const upward = f32x4.splat(up)
  const place = <usize>channels << 2
  const row = place * width
  if (((height | width) & 1) != 0) memory.fill(dx, 0, row * height * batch)
  for (let n = 0; n < batch; n++) {
    for (let h = 0; h < height >> 1; h++) {
      let corner = (<usize>(h << 1)) * row
      for (let w = 0; w < width >> 1; w++) {
        for (let c = 0; c < channels; c += 4) {
          const at = <usize>min(c, channels - 4) << 2
          const b = v128.load(bias + at)
          const from = x + corner + at
          const z0 = f32x4.add(v128.load(from), b)
          const z1 = f32x4.add(v128.load(from + place), b)
          const z2 = f32x4.add(v128.load(from + row), b)
          const z3 = f32x4.add(v128.load(from + row + place), b)
          const l0 = up == 0 ? rectified(z0) : level(z0, top, upward)
          const l1 = up == 0 ? rectified(z1) : level(z1, top, upward)
          const l2 = up == 0 ? rectified(z2) : level(z2, top, upward)
          const l3 = up == 0 ? rectified(z3) : level(z3, top, upward)
          const best = f32x4.pmax(f32x4.pmax(l0, l1), f32x4.pmax(l2, l3))
          const slope = v128.load(dy + at)
          const first0 = f32x4.eq(l0, best)
          const first1 = v128.andnot(f32x4.eq(l1, best), first0)
          let taken = v128.or(first0, first1)
          const first2 = v128.andnot(f32x4.eq(l2, best), taken)
          taken = v128.or(taken, first2)
          const to = dx + corner + at
          v128.store(to, v128.and(slope, v128.and(first0, passes(z0, top, up))))
          v128.store(to + place, v128.and(slope, v128.and(first1, passes(z1, top, up))))
          v128.store(to + row, v128.and(slope, v128.and(first2, passes(z2, top, up))))
          v128.store(to + row + place, v128.and(slope, v128.andnot(passes(z3, top, up), taken)))
        }
        corner += place << 1
        dy += place
      }
    }
    x += row * height
    dx += row * height
  }
}
