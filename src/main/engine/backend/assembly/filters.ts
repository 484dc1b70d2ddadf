/** Filters [KH, KW, C, N] laid out as the gradient loops read them. A lane is KW C numbers, filled up with zeros to a multiple of four. */

/** lanes [N][KH][lane] of a filter. */
export function toLanes(filter: usize, lanes: usize, filterHeight: i32, k: i32, columns: i32): void {
  const lane = (k + 3) & ~3
  memory.fill(lanes, 0, <usize>(columns * filterHeight * lane) << 2)
  for (let r = 0; r < filterHeight; r++) {
    for (let i = 0; i < k; i++) {
      for (let n = 0; n < columns; n++) {
        store<f32>(lanes + (<usize>((n * filterHeight + r) * lane + i) << 2), load<f32>(filter))
        filter += 4
      }
    }
  }
}

/** The filter of lanes [N][KH][lane]. */
export function fromLanes(lanes: usize, filter: usize, filterHeight: i32, k: i32, columns: i32): void {
  const lane = (k + 3) & ~3
  for (let r = 0; r < filterHeight; r++) {
    for (let i = 0; i < k; i++) {
      for (let n = 0; n < columns; n++) {
        store<f32>(filter, load<f32>(lanes + (<usize>((n * filterHeight + r) * lane + i) << 2)))
        filter += 4
      }
    }
  }
}

/** The filter turned by half a turn with its channels exchanged, [KH, KW, N, C]; `taps` = KH KW. */
export function turn(filter: usize, turned: usize, taps: i32, channels: i32, columns: i32): void {
  const part = <usize>(channels * columns) << 2
  for (let p = 0; p < taps; p++) {
    transpose(filter + <usize>p * part, turned + <usize>(taps - 1 - p) * part, channels, columns)
  }
}

/** y [columns, rows] = x [rows, columns]. */
export function transpose(x: usize, y: usize, rows: i32, columns: i32): void {
  for (let c = 0; c < columns; c++) {
    let from = x + (<usize>c << 2)
    for (let r = 0; r < rows; r++) {
      store<f32>(y, load<f32>(from))
      from += <usize>columns << 2
      y += 4
    }
  }
}
