import type * as tf from '@tensorflow/tfjs-core'
import { allocate, ROUND, view } from '../arrays'
import { pooledShape, type Arguments, type GradientInputs } from './arguments'

/** The activation on plain arrays: backend-cpu, and the sizes that our compiled kernels do not take. */

/** The quantiser on one number: level index 0..levels times `clip / levels`. */
export function quantise(z: number, clip: number, levels: number): number {
  if (levels === 0) return z > 0 ? z : 0
  const held = z < 0 ? 0 : z > clip ? clip : z
  return (held * (levels / clip) + ROUND - ROUND) * (1 / (levels / clip))
}

/** Offsets of a window's elements from its corner, row-major. */
function windowOffsets(pool: number, width: number, channels: number): Int32Array {
  return Int32Array.from({ length: pool * pool }, (_, k) => (Math.floor(k / pool) * width + (k % pool)) * channels)
}

export function forward(args: Arguments): tf.TensorInfo {
  const { x, bias } = args.inputs
  const backend = args.backend
  const { clip, levels, pool } = args.attrs
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

export function gradient(args: Arguments): tf.TensorInfo {
  const { x, bias, dy } = args.inputs as GradientInputs
  const backend = args.backend
  const { clip, levels, pool } = args.attrs
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
