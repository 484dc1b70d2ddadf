import * as tf from '@tensorflow/tfjs-core'
import { affine, normalise as normaliseBatch, normaliseGradient } from '../../backend/kernels/channels'
import { arrayOf, inputOf, type Operation, type Situation } from './operation'

/** Added to the variance. */
const EPSILON = 1e-5

/**
 * Batch norm a channel: `scale (x - mean) / sqrt(variance + 1e-5) + shift`.
 * Source: Ioffe and Szegedy 2015, Algorithm 1 (training: statistics of the batch) and 2 (evaluation: running ones).
 * In training the gradient's entries for mean and variance are those of the batch times its images, for the running
 * averages; the variance among them is the unbiased one. A batch is one shard of a pass.
 */
export const normalise: Operation = {
  forward(at) {
    if (!at.training) return { value: affine(inputOf(at), ...runningAffine(at)) }
    const { value, mean, inverse, variance } = normaliseBatch(inputOf(at), arrayOf(at, 0), arrayOf(at, 1), EPSILON)
    return { value, saved: [mean, inverse, variance] }
  },
  backward(at, wanted) {
    if (!at.training) {
      const [factor] = runningAffine(at)
      return wanted.inputs ? { inputs: [affine(at.slope, factor, tf.zerosLike(factor))] } : {}
    }
    const [mean, inverse, variance] = at.saved
    if (mean === undefined || inverse === undefined || variance === undefined) throw new Error('a batch norm lacks what it saved')
    const { input, scale, shift } = normaliseGradient(inputOf(at), at.slope, arrayOf(at, 0), mean, inverse)
    const images = at.slope.shape[0] ?? 0
    return { inputs: [input], arrays: [scale, shift, tf.mul(mean, images), tf.mul(variance, images)] }
  },
}

/** Factor and offset of a batch norm that runs with its own statistics. */
function runningAffine(at: Situation): [tf.Tensor, tf.Tensor] {
  const [scale, shift, mean, variance] = [arrayOf(at, 0), arrayOf(at, 1), arrayOf(at, 2), arrayOf(at, 3)]
  const factor = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)))
  return [factor, tf.sub(shift, tf.mul(mean, factor))]
}
