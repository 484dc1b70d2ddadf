import type * as tf from '@tensorflow/tfjs-core'

/** Shapes of a layer's two arrays and of what it hands on, from the shape of one input. */
export interface LayerShapes {
  weight: number[]
  bias: number[]
  output: number[]
}

/** One kind of layer: the products that the array computes, forward and backward. Bias and activation follow it. */
export interface Layer<D> {
  shapes: (definition: D, input: number[]) => LayerShapes
  /** `sums = x W`, without the bias. */
  sums: (definition: D, x: tf.Tensor, weight: tf.Tensor) => tf.Tensor
  /** d loss / d weight from d loss / d sums. */
  weightGradient: (definition: D, slope: tf.Tensor, x: tf.Tensor, weight: tf.Tensor) => tf.Tensor
  /** d loss / d x from d loss / d sums. */
  inputGradient: (definition: D, slope: tf.Tensor, x: tf.Tensor, weight: tf.Tensor) => tf.Tensor
}
