import { intervalActivation } from './interval-activation'
import { emptyIntervals, highsOf, intervalProduct, signedProduct, type Intervals } from './interval-product'
import type { BoundedNetwork, Step } from './network'
import { largest, productRounding, sumRounding, unit, widen } from './rounding'

/** Intervals of every value of a network on a batch of images. */
export interface Propagated {
  /** Value 0 is the image, value i + 1 what step i gave. */
  values: Intervals[]
  /** How far each step's float32 result may be off the exact one of its inputs, [steps][images]; activations have it in their own. */
  rounding: Float64Array[]
}

/** Images as exact intervals. `pixels` [images, numbers]. */
export function exactImages(pixels: ArrayLike<number>, images: number): Intervals {
  const size = pixels.length / images
  const value = emptyIntervals(size, images)
  const half = highsOf(value)
  for (let n = 0; n < images; n++)
    for (let i = 0; i < size; i++) value.data[i * images + n] = value.data[half + i * images + n] = pixels[n * size + i] ?? 0
  return value
}

/**
 * Interval bound propagation. Source: METHODS 4. Each step is exact for the intervals of its inputs, so that of a whole
 * network what is lost is that they belong together. Where the network is `widened`, each result is taken further apart
 * by the rounding of the network's own float32 sums, before a quantiser sees it.
 */
export function propagate(network: BoundedNetwork, images: Intervals): Propagated {
  const bounds: Propagated = { values: [images], rounding: [] }
  propagateFrom(network, bounds, 0)
  return bounds
}

/** Computes the steps from one on anew, from the values before it. Changes `bounds`. */
export function propagateFrom(network: BoundedNetwork, { values, rounding }: Propagated, first: number): void {
  for (let i = first; i < network.steps.length; i++) {
    const step = network.steps[i]
    if (step === undefined) continue
    const inputs = step.inputs.map((at) => valueAt(values, at))
    const result = emptyIntervals(step.size, inputs[0]?.images ?? 0)
    values[i + 1] = result
    const off = compute(step, inputs, result, network.widened)
    rounding[i] = off
    if (network.widened) widen(result, off)
  }
}

export function valueAt(values: readonly Intervals[], at: number): Intervals {
  const value = values[at]
  if (value === undefined) throw new Error(`value ${at} was not bounded`)
  return value
}

/** True where no number of a value may be negative. */
export function isNonNegative({ data }: Intervals): boolean {
  for (const end of data) if (end < 0) return false
  return true
}

/** Computes a step, and gives its rounding. */
function compute(step: Step, inputs: Intervals[], result: Intervals, widened: boolean): Float64Array {
  const [a, b] = inputs
  if (a === undefined) throw new Error('a step takes a value')
  const none = new Float64Array(result.images)
  switch (step.kind) {
    case 'product':
      if (isNonNegative(a)) intervalProduct(step.product, a, result)
      else signedProduct(step.product, a, result)
      return widened ? productRounding(step.product, a) : none
    case 'activation':
      intervalActivation(step, a, result, widened)
      return none
    case 'shift':
      affine(a, result, (c) => ({ factor: 1, offset: step.bias[c] ?? 0 }), step.bias.length)
      return widened ? largest(result).map((size) => 2 * unit * size) : none
    case 'scale': {
      const { factor, offset, reach } = step
      affine(a, result, (c) => ({ factor: factor[c] ?? 0, offset: offset[c] ?? 0 }), factor.length)
      // Factor and offset are made in float32 too, the factor from a reciprocal root.
      const most = factor.reduce((top, f) => Math.max(top, Math.abs(f)), 0)
      return widened ? largest(a).map((size) => 16 * unit * (most * size + reach)) : none
    }
    case 'sum':
      if (b === undefined) throw new Error('a sum takes two values')
      for (let i = 0; i < result.data.length; i++) result.data[i] = (a.data[i] ?? 0) + (b.data[i] ?? 0)
      return widened ? largest(result).map((size) => 2 * unit * size) : none
    case 'average':
      average(a, result, step.area)
      return widened ? largest(a).map((size) => sumRounding(step.area) * size) : none
  }
}

/** `factor x + offset` a channel, which is the last axis. */
function affine(x: Intervals, y: Intervals, of: (channel: number) => { factor: number; offset: number }, channels: number): void {
  const { images, size, data } = x
  const half = highsOf(x)
  for (let i = 0; i < size; i++) {
    const { factor, offset } = of(i % channels)
    const [low, high] = factor < 0 ? [half, 0] : [0, half]
    for (let at = i * images; at < (i + 1) * images; at++) {
      y.data[at] = factor * (data[low + at] ?? 0) + offset
      y.data[half + at] = factor * (data[high + at] ?? 0) + offset
    }
  }
}

function average(x: Intervals, y: Intervals, area: number): void {
  const { images, size, data } = x
  for (const [from, to] of [
    [0, 0],
    [highsOf(x), highsOf(y)],
  ] as const)
    for (let i = 0; i < size; i++)
      for (let n = 0; n < images; n++) {
        const at = to + (i % y.size) * images + n
        y.data[at] = (y.data[at] ?? 0) + (data[from + i * images + n] ?? 0) / area
      }
}
