import * as tf from '@tensorflow/tfjs-core'
import { allocate, view } from './arrays'

/**
 * Bias, rectifier, activation quantiser and max pooling in one pass.
 * `q(z) = round(min(max(z, 0), c) / c * L) / L * c`, `L = 2^A - 1` levels, rounding half to even; without a quantiser
 * (`levels` 0) `max(z, 0)`. The gradient is straight through: it passes where 0 <= z <= c, both ends included
 * (float: where z > 0). Pooling windows do not overlap; of tied maxima the first in row-major order takes the gradient.
 * Pooling first and quantising after gives the same bits, since bias, rectifier and quantiser are monotone.
 */
const FORWARD = 'NadirActivation'
const GRADIENT = 'NadirActivationGradient'

export interface ActivationAttributes {
  clip: number
  levels: number
  /** Side of the pooling window, 1 for none. */
  pool: number
}

interface Inputs {
  x: tf.Tensor
  bias: tf.Tensor
}

/** `x` [B,H,W,C] or [B,C], `bias` [C]; result [B,H/pool,W/pool,C]. Differentiable in x and bias. */
export function activate(x: tf.Tensor, bias: tf.Tensor, attributes: ActivationAttributes): tf.Tensor {
  return tf.engine().runKernel(FORWARD, { x, bias }, { ...attributes }) as tf.Tensor
}

/** Adding and subtracting 1.5 x 2^52 rounds a double to the nearest integer, ties to even. */
const ROUND = 6755399441055744

/** The quantiser on one number: level index 0..levels times `clip / levels`. */
export function quantise(z: number, clip: number, levels: number): number {
  if (levels === 0) return z > 0 ? z : 0
  const held = z < 0 ? 0 : z > clip ? clip : z
  return ((held * (levels / clip) + ROUND - ROUND) * clip) / levels
}

function pooledShape(shape: number[], pool: number): number[] {
  if (pool === 1) return shape
  const [batch = 0, height = 0, width = 0, channels = 0] = shape
  return [batch, Math.floor(height / pool), Math.floor(width / pool), channels]
}

function forwardOnArrays(args: { inputs: unknown; backend: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x, bias } = args.inputs as Inputs
  const backend = args.backend as tf.KernelBackend
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  const out = allocate(backend, pooledShape(x.shape, pool))
  const [X, b, Y] = [view(backend, x), view(backend, bias), view(backend, out)]
  const channels = b.length
  const up = levels / clip
  const down = clip / levels
  const finish = (value: number, channel: number): number => {
    const z = Math.fround(value + (b[channel] ?? 0))
    if (levels === 0) return z > 0 ? z : 0
    const held = z < 0 ? 0 : z > clip ? clip : z
    return (held * up + ROUND - ROUND) * down
  }
  if (pool === 1) {
    for (let i = 0; i < Y.length;) for (let c = 0; c < channels; c++, i++) Y[i] = finish(X[i] ?? 0, c)
    return out
  }
  const [batch = 0, height = 0, width = 0] = x.shape
  const [, rows = 0, columns = 0] = out.shape
  let i = 0
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let q = 0; q < columns; q++) {
        const corner = ((n * height + r * pool) * width + q * pool) * channels
        for (let c = 0; c < channels; c++) {
          let best = -Infinity
          for (let u = 0; u < pool; u++)
            for (let v = 0, at = corner + u * width * channels + c; v < pool; v++, at += channels) {
              const value = X[at] ?? 0
              if (value > best) best = value
            }
          Y[i++] = finish(best, c)
        }
      }
  return out
}

function gradientOnArrays(args: { inputs: unknown; backend: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x, bias, dy } = args.inputs as Inputs & { dy: tf.Tensor }
  const backend = args.backend as tf.KernelBackend
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  const out = allocate(backend, x.shape)
  const [X, b, D, G] = [view(backend, x), view(backend, bias), view(backend, dy), view(backend, out)]
  const channels = b.length
  const passes = (z: number): boolean => (levels === 0 ? z > 0 : z >= 0 && z <= clip)
  if (pool === 1) {
    for (let i = 0; i < G.length;)
      for (let c = 0; c < channels; c++, i++) G[i] = passes(Math.fround((X[i] ?? 0) + (b[c] ?? 0))) ? (D[i] ?? 0) : 0
    return out
  }
  G.fill(0)
  const up = levels / clip
  const [batch = 0, height = 0, width = 0] = x.shape
  const [, rows = 0, columns = 0] = dy.shape
  let i = 0
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let q = 0; q < columns; q++) {
        const corner = ((n * height + r * pool) * width + q * pool) * channels
        for (let c = 0; c < channels; c++, i++) {
          const slope = D[i] ?? 0
          if (slope === 0) continue
          let best = -1
          let place = 0
          let atPlace = 0
          for (let u = 0; u < pool; u++)
            for (let v = 0, at = corner + u * width * channels + c; v < pool; v++, at += channels) {
              const z = Math.fround((X[at] ?? 0) + (b[c] ?? 0))
              const held = z < 0 ? 0 : levels > 0 && z > clip ? clip : z
              const level = levels === 0 ? held : held * up + ROUND - ROUND
              if (level > best) {
                best = level
                place = at
                atPlace = z
              }
            }
          if (passes(atPlace)) G[place] = slope
        }
      }
  return out
}

/** The same from the backend's own kernels, for native TensorFlow, which shows no arrays. */
function forwardOnTensors(args: { inputs: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x, bias } = args.inputs as Inputs
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  return tf.tidy(() => {
    const pooled = pool === 1 ? x : tf.maxPool(x as tf.Tensor4D, pool, pool, 'valid')
    return quantiseTensor(tf.add(pooled, bias), clip, levels)
  })
}

function quantiseTensor(z: tf.Tensor, clip: number, levels: number): tf.Tensor {
  if (levels === 0) return tf.relu(z)
  return tf.mul(tf.round(tf.mul(tf.clipByValue(z, 0, clip), levels / clip)), clip / levels)
}

function gradientOnTensors(args: { inputs: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x, bias, dy } = args.inputs as Inputs & { dy: tf.Tensor }
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  return tf.tidy(() => {
    const z = tf.add(x, bias)
    const inside = levels === 0 ? tf.greater(z, 0) : tf.logicalAnd(tf.greaterEqual(z, 0), tf.lessEqual(z, clip))
    let slope = dy
    if (pool > 1) {
      const y = quantiseTensor(z, clip, levels)
      slope = tf
        .engine()
        .runKernel(
          tf.MaxPoolGrad,
          { dy, input: y, output: tf.maxPool(y as tf.Tensor4D, pool, pool, 'valid') },
          { filterSize: pool, strides: pool, pad: 'valid' },
        ) as tf.Tensor
    }
    return tf.mul(slope, tf.cast(inside, 'float32'))
  })
}

export function register(backendName: string): void {
  const onArrays = backendName !== 'tensorflow'
  tf.registerKernel({ kernelName: FORWARD, backendName, kernelFunc: onArrays ? forwardOnArrays : forwardOnTensors })
  tf.registerKernel({ kernelName: GRADIENT, backendName, kernelFunc: onArrays ? gradientOnArrays : gradientOnTensors })
  if (tf.getGradient(FORWARD) !== undefined) return
  tf.registerGradient({
    kernelName: FORWARD,
    inputsToSave: ['x', 'bias'],
    gradFunc: (dy, saved, attrs) => {
      const [x, bias] = saved
      if (x === undefined || bias === undefined || Array.isArray(dy)) throw new Error('the activation saves its inputs')
      let held: tf.Tensor | undefined
      const slope = (): tf.Tensor => (held ??= tf.engine().runKernel(GRADIENT, { x, bias, dy }, attrs as tf.NamedAttrMap) as tf.Tensor)
      return { x: slope, bias: () => tf.sum(tf.reshape(slope(), [-1, bias.size]), 0) }
    },
  })
}
