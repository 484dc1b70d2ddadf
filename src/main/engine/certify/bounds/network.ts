import { backend_util } from '@tensorflow/tfjs-core'
import type { NetworkDefinition } from '../../network/definition'
import type { ActivationQuantiser } from '../../network/forward'
import { graphOf, type Node } from '../../network/graph'
import { layoutOf } from '../../network/layout'

/** Every number of a network between two ends, flat in layout order; digital numbers are exact. */
export interface WeightInterval {
  low: ArrayLike<number>
  high: ArrayLike<number>
}

/** The product of a layer: output `position * outputs + o` is the sum over rows k of `W[o, k] h[taps[position, k]]`. */
export interface Product {
  rows: number
  outputs: number
  positions: number
  /** Ends of the weights, [outputs, rows]. */
  low: Float64Array
  high: Float64Array
  /** Place of each input, [positions, rows]; that of padding is one behind the last input. */
  taps: Int32Array
  /** Largest Euclidean norm of an output's weights. */
  norm: number
}

/** One operation as bounds go through it. */
export type Step = { inputs: number[]; shape: number[]; size: number } & (
  | { kind: 'product'; product: Product }
  | { kind: 'shift'; bias: Float64Array }
  | { kind: 'scale'; factor: Float64Array; offset: Float64Array; reach: number }
  /** `windows`: places of the members of each pooling window, [size, members]. */
  | { kind: 'activation'; bias: Float64Array; clip: number; levels: number; windows: Int32Array; members: number }
  | { kind: 'sum' }
  | { kind: 'average'; area: number }
)

/** A network whose weights are known to intervals. */
export interface BoundedNetwork {
  /** Numbers of an image. */
  input: number
  classes: number
  /** Step i gives value i + 1; value 0 is the image. */
  steps: Step[]
  /** Bounds also hold for the float32 network, in whatever order it adds. */
  widened: boolean
}

/** Added to a variance, as the network has it. */
const epsilon = 1e-5

/**
 * A network with its weights in intervals. Source: METHODS 4. `widened` false: bounds of exact arithmetic, as another
 * library's are. Numbers are float64.
 */
export function boundedNetwork(
  network: NetworkDefinition,
  weights: WeightInterval,
  { clips, levels }: ActivationQuantiser,
  widened = true,
): BoundedNetwork {
  const graph = graphOf(network)
  const layout = layoutOf(network)
  const shapes: number[][] = [network.input]
  const array = (node: Node, k: number, ends: ArrayLike<number>): Float64Array => {
    const place = layout.arrays[node.arrays[k] ?? -1]
    return Float64Array.from({ length: place?.length ?? 0 }, (_, i) => ends[(place?.offset ?? 0) + i] ?? 0)
  }
  const digital = (node: Node, k: number): Float64Array => array(node, k, weights.low)
  const steps = graph.nodes.map((node): Step => {
    const from = shapes[node.inputs[0] ?? 0] ?? []
    const step = (shape: number[]): { inputs: number[]; shape: number[]; size: number } => {
      shapes.push(shape)
      return { inputs: node.inputs, shape, size: sizeOf(shape) }
    }
    switch (node.operation) {
      case 'conv2d': {
        const { taps, shape } = convolutionTaps(from, layout.arrays[node.arrays[0] ?? 0]?.shape ?? [], node)
        return {
          ...step(shape),
          kind: 'product',
          product: product(array(node, 0, weights.low), array(node, 0, weights.high), taps, shape.at(-1) ?? 1),
        }
      }
      case 'dense': {
        const taps = Int32Array.from({ length: sizeOf(from) }, (_, k) => k)
        const outputs = layout.arrays[node.arrays[0] ?? 0]?.shape.at(-1) ?? 1
        return {
          ...step([outputs]),
          kind: 'product',
          product: product(array(node, 0, weights.low), array(node, 0, weights.high), taps, outputs),
        }
      }
      case 'bias':
        return { ...step(from), kind: 'shift', bias: digital(node, 0) }
      case 'normalise': {
        const [scale, shift, mean, variance] = [digital(node, 0), digital(node, 1), digital(node, 2), digital(node, 3)]
        const factor = scale.map((s, c) => s / Math.sqrt((variance[c] ?? 0) + epsilon))
        const offset = shift.map((s, c) => s - (mean[c] ?? 0) * (factor[c] ?? 0))
        const reach = Math.max(0, ...shift.map((s, c) => Math.abs(s) + 2 * Math.abs((mean[c] ?? 0) * (factor[c] ?? 0))))
        return { ...step(from), kind: 'scale', factor, offset, reach }
      }
      case 'activation': {
        const { pool } = node
        const [height = 0, width = 0, ...channels] = from
        const shape = pool === 1 ? from : [Math.floor(height / pool), Math.floor(width / pool), ...channels]
        const bias = node.arrays.length === 0 ? new Float64Array(from.at(-1) ?? 0) : digital(node, 0)
        const windows = pool === 1 ? Int32Array.from({ length: sizeOf(shape) }, (_, i) => i) : windowsOf(from, shape, pool)
        return { ...step(shape), kind: 'activation', bias, clip: clips[node.clip] ?? 0, levels, windows, members: pool * pool }
      }
      case 'sum':
        return { ...step(from), kind: 'sum' }
      case 'average':
        return { ...step(from.slice(-1)), kind: 'average', area: sizeOf(from.slice(0, -1)) }
    }
  })
  return { input: sizeOf(network.input), classes: network.classes, steps, widened }
}

function product(low: Float64Array, high: Float64Array, taps: Int32Array, outputs: number): Product {
  const rows = low.length / outputs
  const [lows, highs] = [transposed(low, rows, outputs), transposed(high, rows, outputs)]
  let norm = 0
  for (let o = 0; o < outputs; o++) {
    let sum = 0
    for (let i = o * rows; i < (o + 1) * rows; i++) sum += Math.max(Math.abs(lows[i] ?? 0), Math.abs(highs[i] ?? 0)) ** 2
    norm = Math.max(norm, Math.sqrt(sum))
  }
  return { rows, outputs, positions: taps.length / rows, low: lows, high: highs, taps, norm }
}

/** [rows, outputs] as [outputs, rows]. */
function transposed(values: Float64Array, rows: number, outputs: number): Float64Array {
  const result = new Float64Array(values.length)
  for (let k = 0; k < rows; k++) for (let o = 0; o < outputs; o++) result[o * rows + k] = values[k * outputs + o] ?? 0
  return result
}

/** Which input each row of a filter [height, width, in, out] meets at each position. */
function convolutionTaps(from: number[], filter: number[], { stride, padding }: Node): { taps: Int32Array; shape: number[] } {
  const [height = 0, width = 0, channels = 0] = from
  const [rows = 0, columns = 0, , outputs = 0] = filter
  const info = backend_util.computeConv2DInfo(
    [1, height, width, channels],
    [rows, columns, channels, outputs],
    stride,
    1,
    padding,
  )
  const taps = new Int32Array(info.outHeight * info.outWidth * rows * columns * channels)
  let at = 0
  for (let r = 0; r < info.outHeight; r++)
    for (let q = 0; q < info.outWidth; q++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          const [y, x] = [r * stride + i - info.padInfo.top, q * stride + j - info.padInfo.left]
          const inside = y >= 0 && y < height && x >= 0 && x < width
          for (let c = 0; c < channels; c++) taps[at++] = inside ? (y * width + x) * channels + c : height * width * channels
        }
  return { taps, shape: [info.outHeight, info.outWidth, outputs] }
}

/** Places of the members of each pooling window, [numbers pooled, pool * pool], row-major. */
function windowsOf(from: number[], [rows = 0, columns = 0, channels = 0]: number[], pool: number): Int32Array {
  const width = from[1] ?? 0
  const places: number[] = []
  for (let r = 0; r < rows; r++)
    for (let q = 0; q < columns; q++)
      for (let c = 0; c < channels; c++)
        for (let k = 0; k < pool * pool; k++)
          places.push(((r * pool + Math.floor(k / pool)) * width + q * pool + (k % pool)) * channels + c)
  return Int32Array.from(places)
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}
