import { place, take } from './images'
import { outer } from './outer'
import { pack } from './panels'

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
