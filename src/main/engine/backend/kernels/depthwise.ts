import * as tf from '@tensorflow/tfjs-core'
import { allocate, view } from './arrays'
import type { Four, Strides } from './geometry'

interface Attributes extends Strides {
  filterShape?: Four
  inputShape?: Four
}

interface Arguments {
  inputs: unknown
  backend: unknown
  attrs?: unknown
}

/**
 * The two gradients of the depthwise convolution, which the wasm backend lacks: on plain arrays, added in float32 as
 * they come. `Y[n,y,x,cQ+m] = sum over u,v of X[n, y s + u d, x s + v d, c] W[u,v,c,m]`.
 */
export function register(backendName: string): void {
  if (backendName !== 'wasm') return
  for (const [kernelName, kernelFunc] of [
    [tf.DepthwiseConv2dNativeBackpropFilter, filterGradient],
    [tf.DepthwiseConv2dNativeBackpropInput, inputGradient],
  ] as const) {
    if (tf.getKernel(kernelName, backendName) !== undefined) tf.unregisterKernel(kernelName, backendName)
    tf.registerKernel({ kernelName, backendName, kernelFunc })
  }
}

/** dW[u,v,c,m] = sum over n,y,x of X[n, y s + u d, x s + v d, c] dY[n,y,x,cQ+m]. */
function filterGradient(args: Arguments): tf.TensorInfo {
  const { x, dy } = args.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D }
  const attributes = args.attrs as Attributes
  if (attributes.filterShape === undefined) throw new Error('a filter gradient needs the shape of the filter')
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, attributes.filterShape)
  const [X, dY, dW] = [view(backend, x), view(backend, dy), view(backend, out)]
  dW.fill(0)
  walk(x.shape, attributes.filterShape, attributes, (input, filter, output) => {
    dW[filter] = (dW[filter] ?? 0) + (X[input] ?? 0) * (dY[output] ?? 0)
  })
  return out
}

/** dX[n,i,j,c] = sum over the products that X[n,i,j,c] is in, of dY times the weight. */
function inputGradient(args: Arguments): tf.TensorInfo {
  const { dy, filter } = args.inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D }
  const attributes = args.attrs as Attributes
  if (attributes.inputShape === undefined) throw new Error('an input gradient needs the shape of the input')
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, attributes.inputShape)
  const [dY, W, dX] = [view(backend, dy), view(backend, filter), view(backend, out)]
  dX.fill(0)
  walk(attributes.inputShape, filter.shape, attributes, (input, weight, output) => {
    dX[input] = (dX[input] ?? 0) + (W[weight] ?? 0) * (dY[output] ?? 0)
  })
  return out
}

/** Visits every product of the convolution: places of its input, of its weight and of its output. */
function walk(x: Four, filter: Four, attributes: Attributes, visit: (input: number, weight: number, output: number) => void): void {
  const { strides, dilations = 1, pad } = attributes
  const info = tf.backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, undefined, true)
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info
  const multiplier = filter[3]
  for (let n = 0; n < batchSize; n++)
    for (let y = 0; y < outHeight; y++)
      for (let u = 0; u < filterHeight; u++) {
        const row = y * info.strideHeight + u * info.dilationHeight - padInfo.top
        if (row < 0 || row >= inHeight) continue
        for (let column = 0; column < outWidth; column++)
          for (let v = 0; v < filterWidth; v++) {
            const place = column * info.strideWidth + v * info.dilationWidth - padInfo.left
            if (place < 0 || place >= inWidth) continue
            const [from, weights] = [((n * inHeight + row) * inWidth + place) * inChannels, (u * filterWidth + v) * inChannels]
            const to = ((n * outHeight + y) * outWidth + column) * inChannels * multiplier
            for (let c = 0; c < inChannels; c++)
              for (let m = 0; m < multiplier; m++) visit(from + c, (weights + c) * multiplier + m, to + c * multiplier + m)
          }
      }
}
