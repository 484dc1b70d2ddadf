import type { Tiled } from '../crossbar/tiled'

/**
 * What the chips of a spec can be: a differentiable map from the unit box `z in [-1, 1]^n` (what the devices do) to dW,
 * the error of every number of the network. Source: METHODS 1. Every attack, certificate and sampler takes this object.
 * Vectors over the network are flat, in layout order; digital numbers never err.
 */
export interface VariationSet {
  /** Length of z. */
  readonly size: number
  /** Elementwise interval: low <= dW <= high, exact in float32; infinite where none follows from the set. */
  readonly low: Float32Array
  readonly high: Float32Array
  /** The centre: no error. */
  zero(): Float32Array
  /** Error of each number at z. Inside the interval to the last bit for every z in the unit box. */
  perturbation(z: Float32Array): Float32Array
  /** Transposed Jacobian at z times a gradient over the network: the gradient over z. */
  pullback(z: Float32Array, gradient: Float64Array): Float64Array
  /** Digital factors that the chip at z has of its own, where columns are converted and compensated: its accuracy is that with them. */
  gains?(z: Float32Array): NonNullable<Tiled['gains']>
  /** z-entries of each array that errs: [start, end), in order. */
  readonly groups: readonly { name: string; start: number; end: number }[]
}
