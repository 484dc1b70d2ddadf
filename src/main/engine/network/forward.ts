import * as tf from '@tensorflow/tfjs-core'
import { activate, activationGradient } from '../backend/kernels/activation'
import { takeRows } from '../backend/kernels/rows'
import type { LayerDefinition, NetworkDefinition } from './definition'
import { activationOf, inputGradientOf, sumsOf, weightGradientOf } from './layers'
import type { Layout } from './layout'

/** Activation quantisers of a forward pass: upper clips (image first, then hidden layers) and levels, 0 for float. */
export interface ActivationQuantiser {
  clips: readonly number[]
  levels: number
}

/** Largest level of an `A` bit quantiser, 0 for float. */
export function levelsOf(bits: number | 'float'): number {
  return bits === 'float' ? 0 : 2 ** bits - 1
}

/** What a layer saw on the way forward, kept for the way back. */
interface LayerPass {
  layer: LayerDefinition
  weight: tf.Tensor
  bias: tf.Tensor
  clip: number
  x: tf.Tensor
  sums: tf.Tensor
}

/** A forward pass that can be differentiated. */
export interface ForwardPass {
  logits: tf.Tensor2D
  passes: LayerPass[]
  levels: number
}

/**
 * Logits of a batch. The image has been quantised already (`imageTable`).
 * Source: METHODS 1 (activations) and 9. `x` [B,H,W,C]; `arrays` in layout order; result [B, classes].
 */
export function forward(
  network: NetworkDefinition,
  arrays: readonly tf.Tensor[],
  x: tf.Tensor4D,
  quantiser: ActivationQuantiser,
): ForwardPass {
  const passes: LayerPass[] = []
  let h: tf.Tensor = x
  let hidden = 0
  network.layers.forEach((layer, i) => {
    const weight = arrays[2 * i]
    const bias = arrays[2 * i + 1]
    if (weight === undefined || bias === undefined) throw new Error(`no arrays for ${layer.name}`)
    const { pool, active } = activationOf(layer)
    const clip = active ? (quantiser.clips[++hidden] ?? 0) : 0
    const sums = sumsOf(layer, h, weight)
    passes.push({ layer, weight, bias, clip, x: h, sums })
    h = active ? activate(sums, bias, { clip, levels: quantiser.levels, pool }) : tf.add(sums, bias)
  })
  return { logits: h as tf.Tensor2D, passes, levels: quantiser.levels }
}

/**
 * Gradient of `sum(slopes * logits)` by every array, straight through the quantisers; in layout order, biases only if
 * asked for. `rows` are the images with a slope, `slopes` [rows, classes] theirs: an image without one adds nothing.
 */
export function backward(pass: ForwardPass, rows: readonly number[], slopes: tf.Tensor2D, biases: boolean): (tf.Tensor | undefined)[] {
  const gradients: (tf.Tensor | undefined)[] = []
  const all = rows.length === pass.logits.shape[0]
  const pick = (x: tf.Tensor): tf.Tensor => (all ? x : takeRows(x, rows))
  let slope: tf.Tensor = slopes
  for (let i = pass.passes.length - 1; i >= 0; i--) {
    const at = pass.passes[i]
    if (at === undefined) continue
    const { layer, weight, bias, clip } = at
    const { pool, active } = activationOf(layer)
    const x = pick(at.x)
    if (active) slope = activationGradient(pick(at.sums), bias, slope, { clip, levels: pass.levels, pool })
    gradients[2 * i] = weightGradientOf(layer, slope, x, weight)
    if (biases) gradients[2 * i + 1] = tf.sum(tf.reshape(slope, [-1, bias.size]), 0)
    if (i > 0) slope = inputGradientOf(layer, slope, x, weight)
  }
  return gradients
}

/** The flat vector as one tensor an array. The caller disposes of them. */
export function toTensors(flat: Float32Array, layout: Layout): tf.Tensor[] {
  return layout.arrays.map(({ offset, length, shape }) => tf.tensor(flat.slice(offset, offset + length), shape, 'float32'))
}
