import * as tf from '@tensorflow/tfjs-core'
import { allocate, ROUND, view } from './arrays'

const DIGIT = 'NadirDigit'
const READ = 'NadirRead'

/** An input as the array sees it in one cycle. */
export interface DigitAttributes {
  /** Input of the largest level, and that level; level 0 for an analog input, which is cut at 1. */
  clip: number
  levels: number
  /** Levels below this cycle's digit, and values the digit can take. */
  below: number
  base: number
}

/** How the columns of an output are read and added. */
export interface ReadAttributes {
  /** Distance of two codes, and the largest code. */
  step: number
  codes: number
  /** What a column counts, one a device of a weight. */
  shares: number[]
  /** Factor on the code of each column, one a column. */
  gains?: Float32Array
}

/** One digit of each input: `floor(round(x levels / clip) / below) mod base`, rounded half to even and cut to [0, levels]. */
export function digit(x: tf.Tensor, attributes: DigitAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(DIGIT, { x }, { ...attributes })
}

/**
 * Reads columns and adds them up: `y = sum over c of share_c gain_c min(max(round(S_c / step), 0), codes)`, rounded half
 * to even. `sums` [.., outputs times devices], result [.., outputs].
 */
export function readColumns(sums: tf.Tensor, attributes: ReadAttributes): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(READ, { sums }, { ...attributes })
}

interface Arguments {
  inputs: unknown
  backend: unknown
  attrs?: unknown
}

function digitOnArrays(args: Arguments): tf.TensorInfo {
  const { x } = args.inputs as { x: tf.Tensor }
  const { clip, levels, below, base } = args.attrs as DigitAttributes
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, x.shape)
  const [X, Y] = [view(backend, x), view(backend, out)]
  const scale = (levels === 0 ? 1 : levels) / clip
  for (let i = 0; i < X.length; i++) {
    const level = Math.min(Math.max((X[i] ?? 0) * scale, 0), levels === 0 ? 1 : levels)
    Y[i] = levels === 0 ? level : Math.floor((level + ROUND - ROUND) / below) % base
  }
  return out
}

function digitOnTensors({ inputs, attrs }: Arguments): tf.TensorInfo {
  const { x } = inputs as { x: tf.Tensor }
  const { clip, levels, below, base } = attrs as DigitAttributes
  return tf.tidy(() => {
    const level = tf.clipByValue(tf.mul(x, (levels === 0 ? 1 : levels) / clip), 0, levels === 0 ? 1 : levels)
    return levels === 0 ? level : tf.mod(tf.floor(tf.div(tf.round(level), below)), base)
  })
}

function readOnArrays(args: Arguments): tf.TensorInfo {
  const { sums } = args.inputs as { sums: tf.Tensor }
  const { step, codes, shares, gains } = args.attrs as ReadAttributes
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, outputShape(sums, shares))
  const [S, Y] = [view(backend, sums), view(backend, out)]
  const n = shares.length
  const columns = sums.shape.at(-1) ?? 0
  for (let i = 0; i < Y.length; i++) {
    let sum = 0
    for (let c = 0; c < n; c++) {
      const code = (S[i * n + c] ?? 0) / step + ROUND - ROUND
      const read = code < 0 ? 0 : code > codes ? codes : code
      sum += (shares[c] ?? 0) * (gains === undefined ? read : read * (gains[(i * n + c) % columns] ?? 0))
    }
    Y[i] = sum
  }
  return out
}

function readOnTensors({ inputs, attrs }: Arguments): tf.TensorInfo {
  const { sums } = inputs as { sums: tf.Tensor }
  const { step, codes, shares, gains } = attrs as ReadAttributes
  return tf.tidy(() => {
    const given = tf.clipByValue(tf.round(tf.div(sums, step)), 0, codes)
    const read = gains === undefined ? given : tf.mul(given, tf.tensor1d(gains))
    const weights = tf.tensor2d(shares, [shares.length, 1])
    return tf.reshape(tf.matMul(tf.reshape(read, [-1, shares.length]), weights), outputShape(sums, shares))
  })
}

function outputShape(sums: tf.Tensor, shares: readonly number[]): number[] {
  return [...sums.shape.slice(0, -1), (sums.shape.at(-1) ?? 0) / shares.length]
}

export function register(backendName: string): void {
  const native = backendName === 'tensorflow'
  tf.registerKernel({ kernelName: DIGIT, backendName, kernelFunc: native ? digitOnTensors : digitOnArrays })
  tf.registerKernel({ kernelName: READ, backendName, kernelFunc: native ? readOnTensors : readOnArrays })
}
