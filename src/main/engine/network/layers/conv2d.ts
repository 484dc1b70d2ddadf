import * as tf from '@tensorflow/tfjs-core'
import type { LayerDefinition } from '../definition'
import type { Layer } from './layer'

/** Convolution, stride 1, weights [height, width, in, out] (cross-correlation, as TensorFlow has it). */
export const conv2d: Layer<LayerDefinition & { kind: 'conv2d' }> = {
  shapes({ size, filters, padding, pool }, [height = 0, width = 0, channels = 0]) {
    const lost = padding === 'same' ? 0 : size - 1
    const side = (n: number): number => Math.floor((n - lost) / pool)
    return { weight: [size, size, channels, filters], bias: [filters], output: [side(height), side(width), filters] }
  },
  sums: ({ padding }, x, weight) => tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, 1, padding),
  weightGradient: ({ padding }, slope, x, weight) =>
    run(tf.Conv2DBackpropFilter, { x, dy: slope }, { strides: 1, pad: padding, dataFormat: 'NHWC', filterShape: weight.shape }),
  inputGradient: ({ padding }, slope, x, weight) =>
    run(tf.Conv2DBackpropInput, { dy: slope, filter: weight }, { strides: 1, pad: padding, dataFormat: 'NHWC', inputShape: x.shape }),
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: Record<string, unknown>): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(kernel, inputs, attributes as tf.NamedAttrMap)
}
