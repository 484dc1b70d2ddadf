import * as tf from '@tensorflow/tfjs-core'
import * as compiled from './compiled'
import * as plain from './plain'
import * as tensors from './tensors'

/** Sums over everything but the channels, and batch norm. Statistics are per channel, the last axis. */
const names = { sums: 'NadirChannelSums', affine: 'NadirAffine', normalise: 'NadirNormalise', gradient: 'NadirNormaliseGradient' } as const

/** Sums of x [.., C] over all but the last axis, [C]: the gradient of a bias. */
export function channelSums(x: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(names.sums, { x })
}

/** `factor x + offset`, both [C]. */
export function affine(x: tf.Tensor, factor: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(names.affine, { x, factor, offset })
}

export interface Normalised {
  value: tf.Tensor
  /** Of the batch: its mean, 1 / sqrt(biased variance + epsilon), and its unbiased variance; [C]. */
  mean: tf.Tensor
  inverse: tf.Tensor
  variance: tf.Tensor
}

/** `scale (x - mean) inverse + shift` with the statistics of the batch. */
export function normalise(x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor, epsilon: number): Normalised {
  const [value, mean, inverse, variance] = tf.engine().runKernel<tf.Tensor[]>(names.normalise, { x, scale, shift }, { epsilon })
  return { value, mean, inverse, variance } as Normalised
}

/** d loss / d x, scale and shift of `normalise`, from d loss / d value. */
export function normaliseGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  scale: tf.Tensor,
  mean: tf.Tensor,
  inverse: tf.Tensor,
): { input: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor } {
  const results = tf.engine().runKernel<tf.Tensor[]>(names.gradient, { x, dy, scale, mean, inverse })
  const [input, byScale, shift] = results as [tf.Tensor, tf.Tensor, tf.Tensor]
  return { input, scale: byScale, shift }
}

const implementations = { tensorflow: tensors.kernels, wasm: compiled.kernels, cpu: plain.kernels }

export function register(backendName: keyof typeof implementations): void {
  const kernels = implementations[backendName]
  for (const name of ['sums', 'affine', 'normalise', 'gradient'] as const) {
    const kernelFunc = kernels[name] as unknown as tf.KernelFunc
    tf.registerKernel({ kernelName: names[name], backendName, kernelFunc })
  }
}
