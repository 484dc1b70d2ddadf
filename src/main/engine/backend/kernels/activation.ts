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

/** `x` [B,H,W,C] or [B,C], `bias` [C]; result [B,H/pool,W/pool,C]. */
export function activate(x: tf.Tensor, bias: tf.Tensor, attributes: ActivationAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(FORWARD, { x, bias }, { ...attributes })
}

/** d loss / d x of `activate`, from d loss / d result. The bias's gradient is its sum. */
export function activationGradient(x: tf.Tensor, bias: tf.Tensor, dy: tf.Tensor, attributes: ActivationAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(GRADIENT, { x, bias, dy }, { ...attributes })
}

/** Adding and subtracting 1.5 x 2^52 rounds a double to the nearest integer, ties to even. */
const ROUND = 6755399441055744

/** The quantiser on one number: level index 0..levels times `clip / levels`. */
export function quantise(z: number, clip: number, levels: number): number {
  if (levels === 0) return z > 0 ? z : 0
  const held = z < 0 ? 0 : z > clip ? clip : z
  return (held * (levels / clip) + ROUND - ROUND) * (1 / (levels / clip))
}

function pooledShape(shape: number[], pool: number): number[] {
  if (pool === 1) return shape
  const [batch = 0, height = 0, width = 0, channels = 0] = shape
  return [batch, Math.floor(height / pool), Math.floor(width / pool), channels]
}

/** Offsets of a window's elements from its corner, row-major. */
function windowOffsets(pool: number, width: number, channels: number): Int32Array {
  return Int32Array.from({ length: pool * pool }, (_, k) => (Math.floor(k / pool) * width + (k % pool)) * channels)
}

interface Arguments {
  inputs: unknown
  backend: unknown
  attrs?: unknown
}

function forwardOnArrays(args: Arguments): tf.TensorInfo {
  const { x, bias } = args.inputs as Inputs
  const backend = args.backend as tf.KernelBackend
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  const out = allocate(backend, pooledShape(x.shape, pool))
  const [X, b, Y] = [view(backend, x), view(backend, bias), view(backend, out)]
  const channels = b.length
  const top = levels === 0 ? Infinity : clip
  const up = levels === 0 ? 1 : levels / clip
  const down = 1 / up
  const rounder = levels === 0 ? 0 : ROUND
  if (pool === 1) {
    for (let i = 0; i < Y.length;)
      for (let c = 0; c < channels; c++, i++) {
        const z = Math.fround((X[i] ?? 0) + (b[c] ?? 0))
        Y[i] = ((z > 0 ? (z < top ? z : top) : 0) * up + rounder - rounder) * down
      }
    return out
  }
  const [batch = 0, height = 0, width = 0] = x.shape
  const [, rows = 0, columns = 0] = out.shape
  const offsets = windowOffsets(pool, width, channels)
  let i = 0
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let q = 0; q < columns; q++) {
        const corner = ((n * height + r * pool) * width + q * pool) * channels
        for (let c = 0; c < channels; c++) {
          let best = -Infinity
          for (let k = 0; k < offsets.length; k++) {
            const value = X[corner + (offsets[k] ?? 0) + c] ?? 0
            best = value > best ? value : best
          }
          const z = Math.fround(best + (b[c] ?? 0))
          Y[i++] = ((z > 0 ? (z < top ? z : top) : 0) * up + rounder - rounder) * down
        }
      }
  return out
}

function gradientOnArrays(args: Arguments): tf.TensorInfo {
  const { x, bias, dy } = args.inputs as Inputs & { dy: tf.Tensor }
  const backend = args.backend as tf.KernelBackend
  const { clip, levels, pool } = args.attrs as ActivationAttributes
  const out = allocate(backend, x.shape)
  const [X, b, D, G] = [view(backend, x), view(backend, bias), view(backend, dy), view(backend, out)]
  const channels = b.length
  const top = levels === 0 ? Infinity : clip
  // A float rectifier passes above 0 only, a quantiser at 0 too.
  const low = levels === 0 ? Number.MIN_VALUE : 0
  if (pool === 1) {
    for (let i = 0; i < G.length;)
      for (let c = 0; c < channels; c++, i++) {
        const z = Math.fround((X[i] ?? 0) + (b[c] ?? 0))
        G[i] = z >= low && z <= top ? (D[i] ?? 0) : 0
      }
    return out
  }
  G.fill(0)
  const up = levels === 0 ? 1 : levels / clip
  const rounder = levels === 0 ? 0 : ROUND
  const [batch = 0, height = 0, width = 0] = x.shape
  const [, rows = 0, columns = 0] = dy.shape
  const offsets = windowOffsets(pool, width, channels)
  let i = 0
  for (let n = 0; n < batch; n++)
    for (let r = 0; r < rows; r++)
      for (let q = 0; q < columns; q++) {
        const corner = ((n * height + r * pool) * width + q * pool) * channels
        for (let c = 0; c < channels; c++, i++) {
          const slope = D[i] ?? 0
          if (slope === 0) continue
          const shift = b[c] ?? 0
          let best = -1
          let place = 0
          let atPlace = 0
          for (let k = 0; k < offsets.length; k++) {
            const at = corner + (offsets[k] ?? 0) + c
            const z = Math.fround((X[at] ?? 0) + shift)
            const level = (z > 0 ? (z < top ? z : top) : 0) * up + rounder - rounder
            if (level > best) {
              best = level
              place = at
              atPlace = z
            }
          }
          if (atPlace >= low && atPlace <= top) G[place] = slope
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
        .runKernel<tf.Tensor>(
          tf.MaxPoolGrad,
          { dy, input: y, output: tf.maxPool(y as tf.Tensor4D, pool, pool, 'valid') },
          { filterSize: pool, strides: pool, pad: 'valid' },
        )
    }
    return tf.mul(slope, tf.cast(inside, 'float32'))
  })
}

export function register(backendName: string): void {
  const onArrays = backendName !== 'tensorflow'
  tf.registerKernel({ kernelName: FORWARD, backendName, kernelFunc: onArrays ? forwardOnArrays : forwardOnTensors })
  tf.registerKernel({ kernelName: GRADIENT, backendName, kernelFunc: onArrays ? gradientOnArrays : gradientOnTensors })
}
