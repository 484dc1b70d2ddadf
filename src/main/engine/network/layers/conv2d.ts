import * as tf from '@tensorflow/tfjs-core'
import { arrayOf, inputOf, type Operation } from './operation'

/** Convolution, weights [height, width, in, out] (cross-correlation, as TensorFlow has it), without its bias. */
export const conv2d: Operation = {
  forward: (at) => ({
    value: tf.conv2d(inputOf(at) as tf.Tensor4D, arrayOf(at) as tf.Tensor4D, at.node.stride, at.node.padding),
  }),
  backward(at, wanted) {
    const { node, slope } = at
    const [x, filter] = [inputOf(at), arrayOf(at)]
    const attributes = { strides: node.stride, pad: node.padding, dataFormat: 'NHWC' }
    return {
      arrays: [run(tf.Conv2DBackpropFilter, { x, dy: slope }, { ...attributes, filterShape: filter.shape })],
      ...(wanted.inputs ? { inputs: [run(tf.Conv2DBackpropInput, { dy: slope, filter }, { ...attributes, inputShape: x.shape })] } : {}),
    }
  },
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(kernel, inputs, attributes)
}
