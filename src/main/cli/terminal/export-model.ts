import { encodeNpz } from '../../engine/data/npy'
import { layoutOf } from '../../engine/network/layout'
import { parseModel, serialiseModel } from '../../engine/network/model-file'
import { quantiseWeights } from '../../engine/network/quantise'
import { networkOf } from '../../engine/network/zoo'
import { packModel } from '../../store/model-archive'
import { createModelStore } from '../../store/models'
import type { ModelData } from '../../../shared/model'

interface Wish {
  id: string
  dir: string
  resources: string
}

const load = ({ id, dir, resources }: Wish): ModelData =>
  createModelStore({ dir, resources, codec: { parse: parseModel, serialise: serialiseModel } }).load(id)

/** A stored model whole, as `nadir models import` takes it in. Throws unknown-model, model-damaged. */
export function exportWhole(wish: Wish): Uint8Array {
  return packModel(serialiseModel(load(wish)))
}

/**
 * A stored model as a .npz file: weights quantised to its own bits, a scale a layer, as w0, w1, ... (HWIO for a
 * convolution, in x out for a dense layer, flattened in the order H, W, C); digital numbers b0, b1, ...;
 * running averages m0, m1, ...; the activation clips of
 * the hidden layers as `clip`, that of the image as `imageClip`. Throws unknown-model, model-damaged.
 */
export function exportArrays(wish: Wish): Uint8Array {
  const { manifest, weights } = load(wish)
  const quantiser = { 'weights.bits': manifest.weightBits, 'weights.scale': 'layer', 'mapping.scheme': 'sign-magnitude' } as const
  const layout = layoutOf(networkOf(manifest.network))
  const { values } = quantiseWeights(weights, layout, quantiser)
  const [imageClip = 1, ...clip] = manifest.clips
  const arrays: Record<string, { shape: number[]; values: Float32Array }> = {
    clip: { shape: [clip.length], values: Float32Array.from(clip) },
    imageClip: { shape: [1], values: Float32Array.of(imageClip) },
  }
  const letters = { device: 'w', digital: 'b', statistics: 'm' } as const
  const layers = { device: 0, digital: 0, statistics: 0 }
  for (const { kind, shape, offset, length } of layout.arrays) {
    arrays[`${letters[kind]}${layers[kind]++}`] = { shape, values: values.subarray(offset, offset + length) }
  }
  return encodeNpz(arrays)
}
