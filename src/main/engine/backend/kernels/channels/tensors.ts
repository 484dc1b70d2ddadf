import * as tf from '@tensorflow/tfjs-core'
import { execute, executeAll, FLOAT, type Attribute } from '../native'
import type { ChannelKernels } from './kernels'

const layout: Attribute = { name: 'data_format', type: 'string', value: 'NHWC' }
const types: Attribute[] = [FLOAT, { name: 'U', type: 'dtype', value: 'float' }]
const fused = (training: boolean, epsilon: number): Attribute[] => [
  ...types,
  layout,
  { name: 'epsilon', type: 'float', value: epsilon },
  { name: 'is_training', type: 'bool', value: training },
]

/** Images of any rank as [B,H,W,C], which the fused operations want. */
function images(x: tf.Tensor): tf.Tensor {
  return x.rank === 4 ? x : tf.reshape(x, [-1, 1, 1, x.shape.at(-1) ?? 1])
}

/** From operations of native TensorFlow: BiasAddGrad and the fused batch norm, each one pass over the data. */
export const kernels: ChannelKernels = {
  sums: ({ inputs: { x } }) => execute('BiasAddGrad', [FLOAT, layout], [x]),

  affine: ({ inputs: { x, factor, offset } }) =>
    tf.tidy(() => {
      const still = [tf.zerosLike(factor), tf.onesLike(factor)]
      const results = executeAll('FusedBatchNormV3', fused(false, 0), [images(x), factor, offset, ...still], 6)
      return tf.reshape(first(results), x.shape)
    }),

  normalise: ({ inputs: { x, scale, shift }, attrs: { epsilon } }) =>
    tf.tidy(() => {
      const nothing = tf.tensor1d([], 'float32')
      const results = executeAll('FusedBatchNormV3', fused(true, epsilon), [images(x), scale, shift, nothing, nothing], 6)
      const [value, mean, variance, , biased] = results
      if (value === undefined || mean === undefined || variance === undefined || biased === undefined) throw new Error('FusedBatchNormV3')
      return [tf.reshape(value, x.shape), mean, tf.rsqrt(tf.add(biased, epsilon)), variance]
    }),

  gradient: ({ inputs: { x, dy, scale, mean, inverse } }) =>
    tf.tidy(() => {
      // With epsilon 0 the saved variance is what gives this very inverse.
      const variance = tf.reciprocal(tf.square(inverse))
      const inputs = [images(dy), images(x), scale, mean, variance, tf.tensor1d([], 'float32')]
      const [input, byScale, shift] = executeAll('FusedBatchNormGradV3', fused(true, 0), inputs, 5)
      if (input === undefined || byScale === undefined || shift === undefined) throw new Error('FusedBatchNormGradV3')
      return [tf.reshape(input, x.shape), byScale, shift]
    }),
}

function first(results: tf.Tensor[]): tf.Tensor {
  const [value] = results
  if (value === undefined) throw new Error('an operation gave nothing')
  return value
}
