import * as tf from '@tensorflow/tfjs-core'
import { arrayOf, inputOf, type Operation } from './operation'
import { byDevices, tiledProduct, weightsOf } from './tiled'

/** Convolution, weights [height, width, in, out] (cross-correlation, as TensorFlow has it), without its bias. */
export const conv2d: Operation = {
  forward(at) {
    const { stride, padding } = at.node
    const [x, array] = [inputOf(at) as tf.Tensor4D, arrayOf(at) as tf.Tensor4D]
    return { value: at.tiled === undefined ? tf.conv2d(x, array, stride, padding) : tiledProduct(x, array, at.tiled, { stride, padding }) }
  },
  backward(at, wanted) {
    const { node, slope, tiled } = at
    const [x, array] = [inputOf(at), arrayOf(at)]
    const filter = tiled === undefined ? array : weightsOf(array, tiled)
    const attributes = { strides: node.stride, pad: node.padding, dataFormat: 'NHWC' }
    const gradient = run(tf.Conv2DBackpropFilter, { x, dy: slope }, { ...attributes, filterShape: filter.shape })
    return {
      arrays: [tiled === undefined ? gradient : byDevices(gradient, array, tiled)],
      ...(wanted.inputs ? { inputs: [run(tf.Conv2DBackpropInput, { dy: slope, filter }, { ...attributes, inputShape: x.shape })] } : {}),
    }
  },
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(kernel, inputs, attributes)
}
