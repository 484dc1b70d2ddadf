import type * as tf from '@tensorflow/tfjs-core'

/** The four kernels, as each backend has them. */
export interface ChannelKernels {
  sums: (args: { inputs: { x: tf.Tensor }; backend: tf.KernelBackend }) => tf.TensorInfo
  affine: (args: { inputs: { x: tf.Tensor; factor: tf.Tensor; offset: tf.Tensor }; backend: tf.KernelBackend }) => tf.TensorInfo
  normalise: (args: {
    inputs: { x: tf.Tensor; scale: tf.Tensor; shift: tf.Tensor }
    backend: tf.KernelBackend
    attrs: { epsilon: number }
  }) => tf.TensorInfo[]
  gradient: (args: {
    inputs: { x: tf.Tensor; dy: tf.Tensor; scale: tf.Tensor; mean: tf.Tensor; inverse: tf.Tensor }
    backend: tf.KernelBackend
  }) => tf.TensorInfo[]
}
