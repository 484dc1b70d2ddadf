import type * as tf from '@tensorflow/tfjs-core'
import { simd } from '../../simd'
import { address, allocate, view } from '../arrays'
import type { ChannelKernels } from './kernels'
import { kernels as plain } from './plain'

const takes = (channels: number): boolean => channels % 4 === 0

/** From our compiled kernels, for the wasm backend; per-channel arithmetic in float64 between the sums. */
export const kernels: ChannelKernels = {
  sums({ inputs: { x }, backend }) {
    const channels = x.shape.at(-1) ?? 1
    // Two rows of six channels are one of twelve, which goes in vectors; the sums of its halves are added at last.
    const group = takes(channels) ? 1 : channels % 2 === 0 ? 2 : 4
    const width = channels * group
    const rows = Math.floor(x.size / width)
    const out = allocate(backend, [channels])
    const wide = allocate(backend, [width])
    simd().channelSums(address(backend, x), address(backend, wide), part(width), rows, width)
    const sums = new Float64Array(channels)
    const add = (values: Float32Array): void =>
      values.forEach((value, i) => {
        sums[i % channels] = (sums[i % channels] ?? 0) + value
      })
    add(view(backend, wide))
    add(view(backend, x).subarray(rows * width))
    view(backend, out).set(sums)
    backend.disposeData(wide.dataId)
    return out
  },

  affine(args) {
    const { inputs, backend } = args
    const channels = inputs.factor.size
    if (!takes(channels)) return plain.affine(args)
    const out = allocate(backend, inputs.x.shape)
    const places = [inputs.x, inputs.factor, inputs.offset, out].map((tensor) => address(backend, tensor))
    simd().affine(...places, inputs.x.size / channels, channels)
    return out
  },

  normalise(args) {
    const { inputs, backend, attrs } = args
    const { x, scale, shift } = inputs
    const channels = scale.size
    if (!takes(channels)) return plain.normalise(args)
    const rows = x.size / channels
    const out = allocate(backend, x.shape)
    const tensor = (): tf.TensorInfo => allocate(backend, [channels])
    const [mean, inverse, variance] = [tensor(), tensor(), tensor()]
    const places = [x, mean].map((tensor) => address(backend, tensor))
    simd().channelSums(...places, part(channels), rows, channels)
    edit(backend, [mean], ([m = 0]) => [m / rows])
    simd().channelSquares(...places, address(backend, inverse), part(channels), rows, channels)
    edit(backend, [inverse, variance], ([square = 0]) => [1 / Math.sqrt(square / rows + attrs.epsilon), square / Math.max(1, rows - 1)])
    const [factor, offset] = [tensor(), tensor()]
    edit(backend, [factor, offset, scale, shift, mean, inverse], ([, , a = 0, b = 0, m = 0, v = 0]) => [a * v, b - m * a * v])
    simd().affine(...[x, factor, offset, out].map((tensor) => address(backend, tensor)), rows, channels)
    for (const held of [factor, offset]) backend.disposeData(held.dataId)
    return [out, mean, inverse, variance]
  },

  gradient(args) {
    const { inputs, backend } = args
    const { x, dy, scale, mean, inverse } = inputs
    const channels = scale.size
    if (!takes(channels)) return plain.gradient(args)
    const rows = x.size / channels
    const out = allocate(backend, x.shape)
    const tensor = (): tf.TensorInfo => allocate(backend, [channels])
    const [byScale, byShift, a, b, c] = [tensor(), tensor(), tensor(), tensor(), tensor()]
    simd().channelSums(address(backend, dy), address(backend, byShift), part(channels), rows, channels)
    simd().channelProducts(...[x, dy, mean, byScale].map((tensor) => address(backend, tensor)), part(channels), rows, channels)
    edit(backend, [byScale, inverse], ([product = 0, v = 0]) => [product * v])
    // dx = gamma v (dy - sum / n - (x - m) v product / n) = a dy + b x + c
    edit(backend, [a, b, c, scale, inverse, mean, byScale, byShift], ([, , , s = 0, v = 0, m = 0, product = 0, sum = 0]) => [
      s * v,
      (-s * v * v * product) / rows,
      s * v * ((m * v * product) / rows - sum / rows),
    ])
    simd().combine(...[x, dy, a, b, c, out].map((tensor) => address(backend, tensor)), rows, channels)
    for (const held of [a, b, c]) backend.disposeData(held.dataId)
    return [out, byScale, byShift]
  },
}

function part(channels: number): number {
  return simd().room('sums', channels * 4)
}

/** Computes the first numbers of each channel from all of them. */
function edit(backend: tf.KernelBackend, tensors: tf.TensorInfo[], rule: (values: number[]) => number[]): void {
  const views = tensors.map((tensor) => view(backend, tensor))
  for (let c = 0; c < (views[0]?.length ?? 0); c++) {
    rule(views.map((values) => values[c] ?? 0)).forEach((value, i) => {
      const to = views[i]
      if (to !== undefined) to[c] = value
    })
  }
}
