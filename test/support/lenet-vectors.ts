import type { ComputeContext } from '../../src/main/engine/compute/shard'
import { layoutOf, type Layout } from '../../src/main/engine/network/layout'
import { networkOf } from '../../src/main/engine/network/zoo'
import { vectors } from './vectors'

export const layout: Layout = layoutOf(networkOf('lenet'))
/** Names of the device arrays in the vector files, in layout order. */
export const tensorFlowNames = ['1_hwio', '2_hwio', '3_io_hwc', '4_io', '5_io']
export const torchNames = ['1_oihw', '2_oihw', '3_oi_chw', '4_oi', '5_oi']

/** One flat vector from five device arrays and the stored biases. */
export function flatFrom(get: (name: string) => Float64Array, weight: (layer: number) => ArrayLike<number>): Float32Array {
  const flat = new Float32Array(layout.length)
  layout.arrays.forEach(({ offset }, i) => {
    flat.set(i % 2 === 0 ? Float32Array.from(weight(i / 2)) : Float32Array.from(get(`b${(i + 1) / 2}`)), offset)
  })
  return flat
}

/** The device part of a flat vector, array by array. */
export function deviceArrays(flat: ArrayLike<number>): Float64Array[] {
  return layout.arrays
    .filter((array) => array.kind === 'device')
    .map(({ offset, length }) => Float64Array.from({ length }, (_, i) => flat[offset + i] ?? Number.NaN))
}

/** Arrays as PyTorch lays them out (out first, channels before height) in the order of the flat vector. */
export function fromTorch(values: ArrayLike<number>, layer: number): Float64Array {
  const shape = layout.arrays[2 * layer]?.shape ?? []
  const out = new Float64Array(values.length)
  if (shape.length === 4) {
    const [kh = 0, kw = 0, input = 0, filters = 0] = shape
    for (let u = 0; u < kh; u++)
      for (let v = 0; v < kw; v++)
        for (let i = 0; i < input; i++)
          for (let o = 0; o < filters; o++) out[((u * kw + v) * input + i) * filters + o] = values[((o * input + i) * kh + u) * kw + v] ?? 0
    return out
  }
  const [rows = 0, columns = 0] = shape
  for (let r = 0; r < rows; r++)
    for (let o = 0; o < columns; o++) {
      // The first dense layer's inputs are flattened c, h, w there and h, w, c here.
      const from = layer === 2 ? (r % 16) * 25 + Math.floor(r / 16) : r
      out[r * columns + o] = values[o * rows + from] ?? 0
    }
  return out
}

/** The 64 images of a vector file as a compute context. */
export function contextOf(file: string, quantiser: ComputeContext['quantiser']): ComputeContext & { all: Uint32Array } {
  const get = vectors(file)
  return {
    network: 'lenet',
    quantiser,
    quantiseImage: false,
    images: Uint8Array.from(get('images_u8')),
    labels: Uint8Array.from(get('labels')),
    all: Uint32Array.from({ length: get('labels').length }, (_, i) => i),
  }
}
