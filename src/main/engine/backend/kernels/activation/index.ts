import * as tf from '@tensorflow/tfjs-core'
import type { Arguments, ActivationAttributes } from './arguments'
import * as arrays from './arrays'
import * as compiled from './compiled'
import * as tensors from './tensors'

export type { ActivationAttributes } from './arguments'

/**
 * Bias, rectifier, activation quantiser and max pooling in one pass.
 * `q(z) = round(min(max(z, 0), c) / c * L) / L * c`, `L = 2^A - 1` levels, rounding half to even; without a quantiser
 * (`levels` 0) `max(z, 0)`. The gradient is straight through: it passes where 0 <= z <= c, both ends included
 * (float: where z > 0). Pooling windows do not overlap; of tied maxima the first in row-major order takes the gradient.
 * Pooling first and quantising after gives the same bits, since bias, rectifier and quantiser are monotone.
 */
const FORWARD = 'NadirActivation'
const GRADIENT = 'NadirActivationGradient'

/** `x` [B,H,W,C] or [B,C], `bias` [C]; result [B,H/pool,W/pool,C]. */
export function activate(x: tf.Tensor, bias: tf.Tensor, attributes: ActivationAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(FORWARD, { x, bias }, { ...attributes })
}

/** d loss / d x of `activate`, from d loss / d result. The bias's gradient is its sum. */
export function activationGradient(x: tf.Tensor, bias: tf.Tensor, dy: tf.Tensor, attributes: ActivationAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(GRADIENT, { x, bias, dy }, { ...attributes })
}

const implementations = { tensorflow: tensors, wasm: compiled, cpu: arrays }

export function register(backendName: keyof typeof implementations): void {
  const { forward, gradient } = implementations[backendName]
  tf.registerKernel({ kernelName: FORWARD, backendName, kernelFunc: (args) => forward(args as unknown as Arguments) })
  tf.registerKernel({ kernelName: GRADIENT, backendName, kernelFunc: (args) => gradient(args as unknown as Arguments) })
}
