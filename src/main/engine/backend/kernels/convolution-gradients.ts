import * as tf from '@tensorflow/tfjs-core'
import { allocate, view } from './arrays'

interface BackpropAttributes {
  strides: [number, number] | number
  pad: 'same' | 'valid' | number
  filterShape: [number, number, number, number]
  inputShape: [number, number, number, number]
}

/**
 * Gradients of a convolution for the wasm backend, composed of its fast forward convolution: it lacks the filter
 * gradient and its input gradient is slow. Stride 1 only, which all networks here have; anything else is refused.
 */
export function register(backendName: string): void {
  if (backendName !== 'wasm') return
  tf.registerKernel({ kernelName: tf.Conv2DBackpropFilter, backendName, kernelFunc: filterGradient })
  tf.unregisterKernel(tf.Conv2DBackpropInput, backendName)
  tf.registerKernel({ kernelName: tf.Conv2DBackpropInput, backendName, kernelFunc: inputGradient })
}

function checkStride(strides: BackpropAttributes['strides']): void {
  if ([strides].flat().some((s) => s !== 1)) throw new Error('convolution gradients here need stride 1')
}

/**
 * dW[u,v,i,o] = sum over n,y,x of X[n,y+u,x+v,i] dY[n,y,x,o]: a convolution in which channels are the batch, the batch
 * is the channels and dY is the filter. Operands [I,H,W,N] and [y,x,N,O], result [I,u,v,O].
 */
function filterGradient(args: { inputs: unknown; backend: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x, dy } = args.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D }
  const { strides, pad, filterShape } = args.attrs as BackpropAttributes
  checkStride(strides)
  const backend = args.backend as tf.KernelBackend
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad)
  const { top, left, bottom, right } = info.padInfo
  const [N, H, W, I] = x.shape
  const images = allocate(backend, [I, H + top + bottom, W + left + right, N])
  transposeImages(view(backend, x), view(backend, images), N, H, W, I, top, left, H + top + bottom, W + left + right)
  const [, y, q, O] = dy.shape
  const slopes = allocate(backend, [y, q, N, O])
  batchInward(view(backend, dy), view(backend, slopes), N, y * q, O)
  const result = convolve(images, slopes)
  const out = allocate(backend, filterShape)
  const [u, v] = filterShape
  channelsInward(view(backend, result), view(backend, out), I, u * v, O)
  for (const held of [images, slopes, result]) backend.disposeData(held.dataId)
  return out
}

/** dX = dY, padded, convolved with the filter turned by half a turn and its channels exchanged. */
function inputGradient(args: { inputs: unknown; backend: unknown; attrs?: unknown }): tf.TensorInfo {
  const { dy, filter } = args.inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D }
  const { strides, pad, inputShape } = args.attrs as BackpropAttributes
  checkStride(strides)
  const backend = args.backend as tf.KernelBackend
  const [u, v, I, O] = filter.shape
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad)
  const [N, y, q] = dy.shape
  const top = u - 1 - info.padInfo.top
  const left = v - 1 - info.padInfo.left
  const height = inputShape[1] + u - 1
  const width = inputShape[2] + v - 1
  const padded = allocate(backend, [N, height, width, O])
  padImages(view(backend, dy), view(backend, padded), N, y, q, O, top, left, height, width)
  const turned = allocate(backend, [u, v, O, I])
  turn(view(backend, filter), view(backend, turned), u * v, I, O)
  const result = convolve(padded, turned)
  for (const held of [padded, turned]) backend.disposeData(held.dataId)
  return result
}

function convolve(x: tf.TensorInfo, filter: tf.TensorInfo): tf.TensorInfo {
  const kernel = tf.getKernel(tf.Conv2D, 'wasm')
  if (kernel === undefined) throw new Error('the wasm backend has no convolution')
  const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [1, 1] }
  return kernel.kernelFunc({ inputs: { x, filter }, backend: tf.backend(), attrs: attrs }) as tf.TensorInfo
}

function transposeImages(
  X: Float32Array,
  Y: Float32Array,
  N: number,
  H: number,
  W: number,
  I: number,
  top: number,
  left: number,
  height: number,
  width: number,
): void {
  Y.fill(0)
  for (let i = 0; i < I; i++)
    for (let h = 0; h < H; h++)
      for (let w = 0; w < W; w++) {
        let to = ((i * height + h + top) * width + w + left) * N
        for (let n = 0, from = (h * W + w) * I + i; n < N; n++, from += H * W * I) Y[to++] = X[from] ?? 0
      }
}

/** [N, P, O] to [P, N, O]. */
function batchInward(X: Float32Array, Y: Float32Array, N: number, P: number, O: number): void {
  let to = 0
  for (let p = 0; p < P; p++) for (let n = 0; n < N; n++) for (let o = 0, from = (n * P + p) * O; o < O; o++) Y[to++] = X[from++] ?? 0
}

/** [I, P, O] to [P, I, O]. */
function channelsInward(X: Float32Array, Y: Float32Array, I: number, P: number, O: number): void {
  batchInward(X, Y, I, P, O)
}

function padImages(
  X: Float32Array,
  Y: Float32Array,
  N: number,
  H: number,
  W: number,
  C: number,
  top: number,
  left: number,
  height: number,
  width: number,
): void {
  Y.fill(0)
  for (let n = 0; n < N; n++)
    for (let h = 0; h < H; h++) {
      const from = (n * H + h) * W * C
      Y.set(X.subarray(from, from + W * C), ((n * height + h + top) * width + left) * C)
    }
}

/** [P, I, O] to [reversed P, O, I]. */
function turn(F: Float32Array, Y: Float32Array, P: number, I: number, O: number): void {
  for (let p = 0; p < P; p++)
    for (let i = 0; i < I; i++) for (let o = 0; o < O; o++) Y[((P - 1 - p) * O + o) * I + i] = F[(p * I + i) * O + o] ?? 0
}
