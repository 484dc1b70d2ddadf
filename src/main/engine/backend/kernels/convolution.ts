import * as tf from '@tensorflow/tfjs-core'
import { simd } from '../simd'
import { address, allocate } from './arrays'
import { borderedBytes, geometry, geometryOf, panelBytes, type Four, type Geometry, type Strides } from './geometry'

interface Attributes extends Strides {
  filterShape?: Four
  inputShape?: Four
}

/** Share of slopes that are not zero above which the gradients take all of them; measured where both take as long. */
const DENSE = { filter: 0.3, input: 0.5 }

/**
 * Convolution and its two gradients for the wasm backend, from our compiled kernels: the backend lacks the filter
 * gradient, its input gradient is slow, and its forward pass is a third slower. Behind a pooling layer at least three
 * slopes of four are zero, and the gradients then visit the others alone. Same stride both ways, no dilation.
 */
export function register(backendName: string): void {
  if (backendName !== 'wasm') return
  for (const [kernelName, kernelFunc] of [
    [tf.Conv2D, forward],
    [tf.Conv2DBackpropFilter, filterGradient],
    [tf.Conv2DBackpropInput, inputGradient],
  ] as const) {
    if (tf.getKernel(kernelName, backendName) !== undefined) tf.unregisterKernel(kernelName, backendName)
    tf.registerKernel({ kernelName, backendName, kernelFunc })
  }
}

interface Arguments {
  inputs: unknown
  backend: unknown
  attrs?: unknown
}

const lanesOf = (g: Geometry): number => Math.ceil((g.filterWidth * g.channels) / 4) * 4

function forward(args: Arguments): tf.TensorInfo {
  const { x, filter } = args.inputs as { x: tf.Tensor4D; filter: tf.Tensor4D }
  const g = geometryOf(x.shape, filter.shape, args.attrs as Attributes)
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, [g.batch, g.outHeight, g.outWidth, g.columns])
  convolve(g, address(backend, x), address(backend, filter), address(backend, out))
  return out
}

function convolve(g: Geometry, x: number, filter: number, out: number): void {
  const kernels = simd()
  const k = g.filterHeight * g.filterWidth * g.channels
  const panels = kernels.room('panels', panelBytes(k, g.columns))
  kernels.pack(filter, panels, k, g.columns)
  const bordered = g.borderedHeight > g.height || g.borderedWidth > g.width
  const images = bordered ? kernels.zeros('images', borderedBytes(g)) : 0
  kernels.convolve(x, panels, out, images, geometry(g))
}

/** dW[u,v,i,o] = sum over n,y,x of X[n, y s + u, x s + v, i] dY[n,y,x,o]. */
function filterGradient(args: Arguments): tf.TensorInfo {
  const { x, dy } = args.inputs as { x: tf.Tensor4D; dy: tf.Tensor4D }
  const attributes = args.attrs as Attributes
  if (attributes.filterShape === undefined) throw new Error('a filter gradient needs the shape of the filter')
  const g = geometryOf(x.shape, attributes.filterShape, attributes)
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, attributes.filterShape)
  const kernels = simd()
  const [from, slopes, to] = [address(backend, x), address(backend, dy), address(backend, out)]
  const images = kernels.zeros('images', borderedBytes(g))
  if (kernels.countNonzero(slopes, dy.size) > DENSE.filter * dy.size) {
    const panels = kernels.room('panels', panelBytes(g.outHeight * g.outWidth, g.columns))
    kernels.filterGradientDense(from, slopes, to, panels, images, geometry(g))
    return out
  }
  const lanes = kernels.room('filters', g.columns * g.filterHeight * lanesOf(g) * 4)
  const lists = kernels.room('panels', (g.outHeight * g.outWidth + 1) * g.columns * 8)
  const heads = kernels.room('sums', g.columns * 4)
  kernels.filterGradientSparse(from, slopes, lanes, lists, heads, images, geometry(g))
  kernels.fromLanes(lanes, to, g.filterHeight, g.filterWidth * g.channels, g.columns)
  return out
}

/** Dense and stride 1: dY with a border under the filter turned by half a turn, its channels exchanged. Else each slope adds its filter. */
function inputGradient(args: Arguments): tf.TensorInfo {
  const { dy, filter } = args.inputs as { dy: tf.Tensor4D; filter: tf.Tensor4D }
  const attributes = args.attrs as Attributes
  if (attributes.inputShape === undefined) throw new Error('an input gradient needs the shape of the input')
  const g = geometryOf(attributes.inputShape, filter.shape, attributes)
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, attributes.inputShape)
  const kernels = simd()
  const [slopes, weights, to] = [address(backend, dy), address(backend, filter), address(backend, out)]
  if (g.stride === 1 && kernels.countNonzero(slopes, dy.size) > DENSE.input * dy.size) {
    const turned = kernels.room('filters', filter.size * 4)
    kernels.turn(weights, turned, g.filterHeight * g.filterWidth, g.channels, g.columns)
    convolve(backwards(g), slopes, turned, to)
    return out
  }
  const lanes = kernels.room('filters', g.columns * g.filterHeight * lanesOf(g) * 4)
  kernels.toLanes(weights, lanes, g.filterHeight, g.filterWidth * g.channels, g.columns)
  const images = kernels.room('images', borderedBytes(g))
  kernels.inputGradientSparse(slopes, lanes, to, images, geometry(g))
  return out
}

/** The convolution that carries slopes back: from the outputs of `g` to its inputs. */
function backwards(g: Geometry): Geometry {
  return {
    ...g,
    height: g.outHeight,
    width: g.outWidth,
    channels: g.columns,
    columns: g.channels,
    top: g.filterHeight - 1 - g.top,
    left: g.filterWidth - 1 - g.left,
    borderedHeight: g.height + g.filterHeight - 1,
    borderedWidth: g.width + g.filterWidth - 1,
    outHeight: g.height,
    outWidth: g.width,
  }
}
