import { borderedRow, Geometry } from './geometry'

/** Images [H, W, C] with a border: rows of zeros around each, so that a filter can run over its edge. */

/** Copies an image into the middle of a bordered one, whose border stays as it is. */
@inline
export function place(x: usize, bordered: usize, g: Geometry): void {
  const row = <usize>(g.width * g.channels) << 2
  copyRows(x, row, middle(bordered, g), borderedRow(g), row, g.height)
}

/** Copies the middle of a bordered image back. */
@inline
export function take(bordered: usize, x: usize, g: Geometry): void {
  const row = <usize>(g.width * g.channels) << 2
  copyRows(middle(bordered, g), borderedRow(g), x, row, row, g.height)
}

@inline
function middle(bordered: usize, g: Geometry): usize {
  return bordered + <usize>g.top * borderedRow(g) + (<usize>(g.left * g.channels) << 2)
}

@inline
function copyRows(from: usize, fromStep: usize, to: usize, toStep: usize, bytes: usize, rows: i32): void {
  for (let h = 0; h < rows; h++) {
    memory.copy(to, from, bytes)
    from += fromStep
    to += toStep
  }
}
