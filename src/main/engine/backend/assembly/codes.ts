/**
 * sums [outputs, 4] += factor times the columns of a line, each rounded to a code of `step`, ties to even, cut to 0 to
 * `codes`, and counted with the share of its device. What is read stays in four parts until `gather` adds them.
 */
export function addCodes(
  line: usize,
  sums: usize,
  outputs: i32,
  devices: i32,
  shares: usize,
  step: f32,
  codes: f32,
  factor: f32,
): void {
  if (devices & 3) {
    for (let o = 0; o < outputs; o++) {
      let sum: f32 = 0
      for (let d = 0; d < devices; d++) {
        const code = min<f32>(codes, max<f32>(0, nearest<f32>(load<f32>(line) / step)))
        sum += code * load<f32>(shares + (<usize>d << 2))
        line += 4
      }
      store<f32>(sums, load<f32>(sums) + factor * sum)
      sums += 16
    }
    return
  }
  const zero = f32x4.splat(0)
  const width = f32x4.splat(step)
  const top = f32x4.splat(codes)
  const times = f32x4.splat(factor)
  for (let o = 0; o < outputs; o++) {
    let sum = v128.load(sums)
    for (let d = 0; d < devices; d += 4) {
      const code = f32x4.pmin(top, f32x4.pmax(zero, f32x4.nearest(f32x4.div(v128.load(line), width))))
      sum = f32x4.add(sum, f32x4.mul(times, f32x4.mul(code, v128.load(shares + (<usize>d << 2)))))
      line += 16
    }
    v128.store(sums, sum)
    sums += 16
  }
}

/** The same, with a gain a column on its code. */
export function addScaledCodes(
  line: usize,
  sums: usize,
  outputs: i32,
  devices: i32,
  shares: usize,
  gains: usize,
  step: f32,
  codes: f32,
  factor: f32,
): void {
  if (devices & 3) {
    for (let o = 0; o < outputs; o++) {
      let sum: f32 = 0
      for (let d = 0; d < devices; d++) {
        const code = min<f32>(codes, max<f32>(0, nearest<f32>(load<f32>(line) / step)))
        sum += code * load<f32>(gains) * load<f32>(shares + (<usize>d << 2))
        line += 4
        gains += 4
      }
      store<f32>(sums, load<f32>(sums) + factor * sum)
      sums += 16
    }
    return
  }
  const zero = f32x4.splat(0)
  const width = f32x4.splat(step)
  const top = f32x4.splat(codes)
  const times = f32x4.splat(factor)
  for (let o = 0; o < outputs; o++) {
    let sum = v128.load(sums)
    for (let d = 0; d < devices; d += 4) {
      const code = f32x4.pmin(top, f32x4.pmax(zero, f32x4.nearest(f32x4.div(v128.load(line), width))))
      const share = v128.load(shares + (<usize>d << 2))
      sum = f32x4.add(sum, f32x4.mul(times, f32x4.mul(f32x4.mul(code, v128.load(gains)), share)))
      line += 16
      gains += 16
    }
    v128.store(sums, sum)
    sums += 16
  }
}

/** y [count] = the four parts of each sum added. */
export function gather(sums: usize, y: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const sum = v128.load(sums)
    store<f32>(
      y,
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)),
    )
    sums += 16
    y += 4
  }
}
