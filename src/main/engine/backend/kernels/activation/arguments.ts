import type * as tf from '@tensorflow/tfjs-core'

export interface ActivationAttributes {
  clip: number
  levels: number
  /** Side of the pooling window, 1 for none. */
  pool: number
  /** The bias is all zeros: native TensorFlow then leaves out a pass over the data, the others lose nothing by it. */
  unbiased?: boolean
}

export interface Inputs {
  x: tf.Tensor
  bias: tf.Tensor
}

export interface GradientInputs extends Inputs {
  dy: tf.Tensor
}

/** What a kernel of the activation is called with. */
export interface Arguments {
  inputs: Inputs | GradientInputs
  backend: tf.KernelBackend
  attrs: ActivationAttributes
}

export function pooledShape(shape: number[], pool: number): number[] {
  if (pool === 1) return shape
  const [batch = 0, height = 0, width = 0, channels = 0] = shape
  return [batch, Math.floor(height / pool), Math.floor(width / pool), channels]
}
