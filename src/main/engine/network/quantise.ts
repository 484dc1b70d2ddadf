import type { Design } from '../../../shared/fields'
import { quantise } from '../backend/kernels/activation/arrays'
import { ROUND } from '../backend/kernels/arrays'
import type { Layout } from './layout'

/** What is programmed: the weights every chip aims at, and the full scale of each array. */
export interface Programmed {
  /** All numbers of the network; device arrays quantised, digital ones as they are. */
  values: Float32Array
  /** Full scale s of each array in layout order, 0 for digital ones. */
  scales: number[]
}

/** The weights of a chip: what was programmed plus its error, flat in layout order. */
export function programmedWith({ values }: Programmed, dW: Float32Array): Float32Array {
  const weights = new Float32Array(values.length)
  for (let i = 0; i < weights.length; i++) weights[i] = (values[i] ?? 0) + (dW[i] ?? 0)
  return weights
}

export type WeightQuantiser = Pick<Design, 'weights.bits' | 'weights.scale' | 'mapping.scheme'>

/** Full scales `s = max |w|` of the float weights, a layer or of all. Source: METHODS 1. */
export function fullScales(flat: Float32Array, layout: Layout, scale: 'layer' | 'global'): number[] {
  const own = layout.arrays.map(({ kind, offset, length }) => {
    let s = 0
    if (kind === 'device') for (let i = offset; i < offset + length; i++) s = Math.max(s, Math.abs(flat[i] ?? 0))
    return s
  })
  if (scale === 'layer') return own
  const all = Math.max(...own)
  return own.map((s, i) => (layout.arrays[i]?.kind === 'device' ? all : s))
}

/**
 * Quantises device weights to M bits of magnitude: `w = s sign q / (2^M - 1)`; with the offset column
 * `w = s (2 q / (2^M - 1) - 1)`, M bits in all. Float weights stay as they are.
 * Source: METHODS 1. Rounding half to even. Inputs are not changed.
 */
export function quantiseWeights(flat: Float32Array, layout: Layout, quantiser: WeightQuantiser): Programmed {
  const scales = fullScales(flat, layout, quantiser['weights.scale'])
  const values = flat.slice()
  const bits = quantiser['weights.bits']
  if (bits === 'float') return { values, scales }
  const levels = 2 ** bits - 1
  const offsetColumn = quantiser['mapping.scheme'] === 'offset'
  layout.arrays.forEach(({ kind, offset, length }, a) => {
    const s = scales[a] ?? 0
    if (kind !== 'device' || s === 0) return
    for (let i = offset; i < offset + length; i++) {
      const w = (flat[i] ?? 0) / s
      values[i] = offsetColumn ? s * ((2 * roundEven(((w + 1) / 2) * levels)) / levels - 1) : (s * roundEven(w * levels)) / levels
    }
  })
  return { values, scales }
}

function roundEven(x: number): number {
  return x + ROUND - ROUND
}

/** The 256 values an 8-bit pixel can take at the network's input, after the image's own quantiser. Pixels are u / 255. */
export function imageTable(clip: number, levels: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, u) => (levels === 0 ? u / 255 : quantise(Math.fround(u / 255), clip, levels)))
}
