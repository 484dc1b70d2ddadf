import { quantise } from '../../backend/kernels/activation/arrays'
import { highsOf, type Intervals } from './interval-product'
import type { Step } from './network'
import { unit } from './rounding'

export type Activation = Extract<Step, { kind: 'activation' }>

/**
 * How far what a quantiser takes may be off, for a sum before bias of a size: the rounding of the bias's addition, and of
 * the level in backends that scale in float32.
 */
export function activationRounding(clip: number, levels: number, size: number): number {
  return 4 * unit * (size + (levels === 0 ? 0 : clip))
}

/** The quantiser as the network has it, its result in float32. Monotone. */
export function quantised(z: number, { clip, levels }: Pick<Activation, 'clip' | 'levels'>): number {
  return levels === 0 ? (z > 0 ? z : 0) : Math.fround(quantise(z, clip, levels))
}

/** Bias, rectifier, clip, quantiser and max pooling of intervals: all monotone, so each end goes through by itself. */
export function intervalActivation(step: Activation, z: Intervals, h: Intervals, widened: boolean): void {
  const { bias, clip, levels, windows, members, size } = step
  const { images, data: Z } = z
  const H = h.data
  for (const [from, to, sign] of [
    [0, 0, -1],
    [highsOf(z), highsOf(h), 1],
  ] as const)
    for (let i = 0; i < size; i++) {
      const b = bias[i % bias.length] ?? 0
      for (let n = 0; n < images; n++) {
        let best = -Infinity
        for (let k = i * members; k < (i + 1) * members; k++) {
          const value = Z[from + (windows[k] ?? 0) * images + n] ?? 0
          if (value > best) best = value
        }
        const slack = widened ? sign * activationRounding(clip, levels, Math.abs(best) + Math.abs(b)) : 0
        H[to + i * images + n] = quantised(best + b + slack, step)
      }
    }
}
