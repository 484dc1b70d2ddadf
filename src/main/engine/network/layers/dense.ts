import * as tf from '@tensorflow/tfjs-core'
import type { LayerDefinition } from '../definition'
import type { Layer } from './layer'

/** Dense layer, weights [in, out]; images are flattened height, width, channels first. */
export const dense: Layer<LayerDefinition & { kind: 'dense' }> = {
  shapes({ units }, input) {
    return { weight: [input.reduce((a, b) => a * b, 1), units], bias: [units], output: [units] }
  },
  sums: (_, x, weight) => tf.matMul(flat(x), weight),
  weightGradient: (_, slope, x) => tf.matMul(flat(x), slope, true, false),
  inputGradient: (_, slope, x, weight) => tf.reshape(tf.matMul(slope as tf.Tensor2D, weight as tf.Tensor2D, false, true), x.shape),
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return x.rank === 2 ? (x as tf.Tensor2D) : tf.reshape(x, [x.shape[0] ?? 0, -1])
}
