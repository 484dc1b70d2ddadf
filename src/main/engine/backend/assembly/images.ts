/** Images [H, W, C] with a border: rows of zeros around each, so that a filter can run over its edge. */

/** Copies an image into the middle of a bordered one, whose border stays as it is. */
@inline
export function place(
  x: usize,
  bordered: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedWidth: i32,
): void {
  const row = <usize>(width * channels) << 2
  const borderedRow = <usize>(borderedWidth * channels) << 2
  let to = bordered + <usize>top * borderedRow + ((<usize>(left * channels)) << 2)
  for (let h = 0; h < height; h++) {
    memory.copy(to, x, row)
    x += row
    to += borderedRow
  }
}

/** Copies the middle of a bordered image back. */
@inline
export function take(
  bordered: usize,
  x: usize,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedWidth: i32,
): void {
  const row = <usize>(width * channels) << 2
  const borderedRow = <usize>(borderedWidth * channels) << 2
  let from = bordered + <usize>top * borderedRow + ((<usize>(left * channels)) << 2)
  for (let h = 0; h < height; h++) {
    memory.copy(x, from, row)
    x += row
    from += borderedRow
  }
}

/** y [B, BH, BW, C] = the images x [B, H, W, C] with a border of zeros. */
export function bordered(
  x: usize,
  y: usize,
  batch: i32,
  height: i32,
  width: i32,
  channels: i32,
  top: i32,
  left: i32,
  borderedHeight: i32,
  borderedWidth: i32,
): void {
  const from = <usize>(height * width * channels) << 2
  const to = <usize>(borderedHeight * borderedWidth * channels) << 2
  memory.fill(y, 0, to * batch)
  for (let n = 0; n < batch; n++) {
    place(x, y, height, width, channels, top, left, borderedWidth)
    x += from
    y += to
  }
}
