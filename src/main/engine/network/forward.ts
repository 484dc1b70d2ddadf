import * as tf from '@tensorflow/tfjs-core'
import { activate } from '../backend/kernels/activation'
import type { NetworkDefinition } from './definition'
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

/**
 * Logits of a batch; differentiable in every array. The image has been quantised already (`imageTable`).
 * Source: METHODS 1 (activations) and 9. `x` [B,H,W,C]; `arrays` in layout order; result [B, classes].
 * Hidden clips are `quantiser.clips[1..]`, used with levels above 0.
 */
export function logits(
  network: NetworkDefinition,
  arrays: readonly tf.Tensor[],
  x: tf.Tensor4D,
  quantiser: ActivationQuantiser,
): tf.Tensor2D {
  let h: tf.Tensor = x
  let hidden = 0
  network.layers.forEach((layer, i) => {
    const weight = arrays[2 * i]
    const bias = arrays[2 * i + 1]
    if (weight === undefined || bias === undefined) throw new Error(`no arrays for ${layer.name}`)
    const sums =
      layer.kind === 'conv2d'
        ? tf.conv2d(h as tf.Tensor4D, weight as tf.Tensor4D, 1, layer.padding)
        : tf.matMul(h.rank > 2 ? tf.reshape(h, [h.shape[0] ?? 0, -1]) : (h as tf.Tensor2D), weight as tf.Tensor2D)
    if (layer.kind === 'dense' && !layer.activation) h = tf.add(sums, bias)
    else
      h = activate(sums, bias, {
        clip: quantiser.clips[++hidden] ?? 0,
        levels: quantiser.levels,
        pool: layer.kind === 'conv2d' ? layer.pool : 1,
      })
  })
  return h as tf.Tensor2D
}

/** The flat vector as one tensor an array. The caller disposes of them. */
export function toTensors(flat: Float32Array, layout: Layout): tf.Tensor[] {
  return layout.arrays.map(({ offset, length, shape }) => tf.tensor(flat.slice(offset, offset + length), shape, 'float32'))
}
