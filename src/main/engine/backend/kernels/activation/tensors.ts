import * as tf from '@tensorflow/tfjs-core'
import { execute, FLOAT } from '../native'
import type { Arguments, GradientInputs } from './arguments'

/** The activation from operations of native TensorFlow, which shows no arrays. */
export function forward({ inputs: { x, bias }, attrs }: Arguments): tf.TensorInfo {
  const { clip, levels, pool } = attrs
  return tf.tidy(() => quantise(addBias(pool === 1 ? x : tf.maxPool(x as tf.Tensor4D, pool, pool, 'valid'), bias, attrs), clip, levels))
}

function addBias(x: tf.Tensor, bias: tf.Tensor, { unbiased = false }: Arguments['attrs']): tf.Tensor {
  return unbiased ? x : execute('BiasAdd', [FLOAT, { name: 'data_format', type: 'string', value: 'NHWC' }], [x, bias])
}

function quantise(z: tf.Tensor, clip: number, levels: number): tf.Tensor {
  if (levels === 0) return tf.relu(z)
  return tf.mul(tf.round(tf.mul(tf.clipByValue(z, 0, clip), levels / clip)), clip / levels)
}

export function gradient({ inputs, attrs }: Arguments): tf.TensorInfo {
  const { clip, levels, pool } = attrs
  const { x, bias, dy } = inputs as GradientInputs
  return tf.tidy(() => {
    const z = addBias(x, bias, attrs)
    if (pool === 1) return pass(dy, z, clip, levels)
    const y = quantise(z, clip, levels)
    // The kernel looks for the maximum itself and takes the first; it reads the shape alone of its second input.
    const attributes = { filterSize: pool, strides: pool, pad: 'valid' }
    const output = tf.maxPool(y as tf.Tensor4D, pool, pool, 'valid')
    return pass(tf.engine().runKernel<tf.Tensor>(tf.MaxPoolGrad, { dy, input: y, output }, attributes), z, clip, levels)
  })
}

/** The slope where it passes: one operation instead of four, since FakeQuant's gradient is the same mask. */
function pass(dy: tf.Tensor, z: tf.Tensor, clip: number, levels: number): tf.Tensor {
  if (levels === 0) return execute('ReluGrad', [FLOAT], [dy, z])
  const bits = maskBits(clip)
  if (bits === undefined) return tf.mul(dy, tf.cast(tf.logicalAnd(tf.greaterEqual(z, 0), tf.lessEqual(z, clip)), 'float32'))
  const attributes = [
    { name: 'min', type: 'float', value: 0 },
    { name: 'max', type: 'float', value: clip },
    { name: 'num_bits', type: 'int', value: bits },
    { name: 'narrow_range', type: 'bool', value: false },
  ] as const
  return execute('FakeQuantWithMinMaxArgsGradient', attributes, [dy, z])
}

/** Bits at which FakeQuant's own upper end, a whole number of its steps, is the clip to the last bit. */
function maskBits(clip: number): number | undefined {
  for (let bits = 2; bits <= 16; bits++) {
    const levels = 2 ** bits - 1
    if (Math.fround(Math.fround(clip / levels) * levels) === Math.fround(clip)) return bits
  }
  return undefined
}
