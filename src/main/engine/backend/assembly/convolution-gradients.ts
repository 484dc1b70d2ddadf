import { borderedRow, Geometry, imageBytes, laneBytes, stepBytes } from './geometry'
import { place, take } from './images'
import { outer } from './outer'
import { pack } from './panels'

/** Filter gradient where most slopes are not zero: dW [KH, KW C, N]. `panels` is room for one image's packed slopes. */
export function filterGradientDense(x: usize, dy: usize, dW: usize, panels: usize, bordered: usize, g: Geometry): void {
  const image = imageBytes(g)
  const row = borderedRow(g)
  const k = g.filterWidth * g.channels
  const places = g.outHeight * g.outWidth
  const part = <usize>(k * g.columns) << 2
  const step = stepBytes(g)
  memory.fill(dW, 0, part * g.filterHeight)
  for (let n = 0; n < g.batch; n++) {
    place(x, bordered, g)
    pack(dy, panels, places, g.columns)
    for (let r = 0; r < g.filterHeight; r++) {
      const from = bordered + <usize>r * row
      outer(from, panels, dW + <usize>r * part, g.outHeight, g.outWidth, step, row * <usize>g.stride, k, g.columns)
    }
    x += image
    dy += <usize>(places * g.columns) << 2
  }
}

/** Input gradient where few slopes are not zero: each adds its filter, in lanes [N][KH][lane], to its window. */
export function inputGradientSparse(dy: usize, lanes: usize, dx: usize, bordered: usize, g: Geometry): void {
  const image = imageBytes(g)
  const row = borderedRow(g)
  const lane = laneBytes(g)
  const columns = g.columns
  const filterHeight = g.filterHeight
  const filter = lane * filterHeight
  const step = stepBytes(g)
  for (let n = 0; n < g.batch; n++) {
    memory.fill(bordered, 0, row * g.borderedHeight)
    for (let h = 0; h < g.outHeight; h++) {
      let corner = bordered + <usize>(h * g.stride) * row
      for (let w = 0; w < g.outWidth; w++) {
        let source = lanes
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
    take(bordered, dx, g)
    dx += image
  }
}
