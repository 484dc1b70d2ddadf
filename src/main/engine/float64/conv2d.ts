import type { Node } from '../network/graph'
import { given, sizeOf, sumOfSizes, type Operation, type Step } from './operation'

/** Convolution, weights [height, width, in, out] (cross-correlation, as TensorFlow has it), without its bias. */
export const conv2d: Operation = {
  shape(node, [height = 0, width = 0], [array = []]) {
    const [rows = 0, columns = 0, , filters = 0] = array
    return [outputs(node, height, rows), outputs(node, width, columns), filters]
  },
  forward(step, inputs) {
    const [weights, x] = [given(step.arrays[0], 'array'), given(inputs[0], 'input')]
    const [channels, filters] = [step.from[2] ?? 0, step.to[2] ?? 0]
    const value = new Float64Array(sizeOf(step.to))
    eachWindow(step, (out, pixel, tap, taps) => {
      const end = (pixel + taps) * channels
      let row = tap * channels * filters
      for (let at = pixel * channels; at < end; at++, row += filters) {
        const drive = x[at] ?? 0
        if (drive === 0) continue
        for (let o = 0; o < filters; o++) value[out + o] = (value[out + o] ?? 0) + drive * (weights[row + o] ?? 0)
      }
    })
    return { value }
  },
  backward(step, slope) {
    const weights = given(step.arrays[0], 'array')
    const [channels, filters] = [step.from[2] ?? 0, step.to[2] ?? 0]
    const back = new Float64Array(sizeOf(step.from))
    eachWindow(step, (out, pixel, tap, taps) => {
      const end = (pixel + taps) * channels
      for (let o = 0; o < filters; o++) {
        const s = slope[out + o] ?? 0
        if (s === 0) continue
        let row = tap * channels * filters + o
        for (let at = pixel * channels; at < end; at++, row += filters) back[at] = (back[at] ?? 0) + s * (weights[row] ?? 0)
      }
    })
    return back
  },
  /** Positions share their weights: what they ask of one is added up before its size counts. */
  reach(step, input, slope) {
    const [channels, filters] = [step.from[2] ?? 0, step.to[2] ?? 0]
    const gradient = new Float64Array(given(step.arrays[0], 'array').length)
    eachWindow(step, (out, pixel, tap, taps) => {
      const end = (pixel + taps) * channels
      for (let o = 0; o < filters; o++) {
        const s = slope[out + o] ?? 0
        if (s === 0) continue
        let row = tap * channels * filters + o
        for (let at = pixel * channels; at < end; at++, row += filters) gradient[row] = (gradient[row] ?? 0) + s * (input[at] ?? 0)
      }
    })
    return sumOfSizes(gradient)
  },
}

function outputs({ stride, padding }: Node, length: number, taps: number): number {
  return padding === 'same' ? Math.ceil(length / stride) : Math.floor((length - taps) / stride) + 1
}

/** Pixels before the image: half of what `same` adds, rounded down. */
function before({ stride, padding }: Node, length: number, taps: number, out: number): number {
  return padding === 'same' ? Math.floor(Math.max((out - 1) * stride + taps - length, 0) / 2) : 0
}

/**
 * Every row of every window as far as it lies in the image: place of the window's first output, its first input pixel, the
 * place in the filter that meets that, and how many pixels follow side by side.
 */
function eachWindow({ node, shapes, from, to }: Step, visit: (out: number, pixel: number, tap: number, taps: number) => void): void {
  const [rows = 0, columns = 0] = shapes[0] ?? []
  const { stride } = node
  const [height = 0, width = 0] = from
  const [outHeight = 0, outWidth = 0, filters = 0] = to
  const top = before(node, height, rows, outHeight)
  const left = before(node, width, columns, outWidth)
  for (let r = 0; r < outHeight; r++)
    for (let q = 0; q < outWidth; q++) {
      const x = q * stride - left
      const first = Math.max(0, -x)
      const taps = Math.min(columns, width - x) - first
      for (let u = 0; u < rows; u++) {
        const y = r * stride + u - top
        if (y >= 0 && y < height) visit((r * outWidth + q) * filters, y * width + x + first, u * columns + first, taps)
      }
    }
}
