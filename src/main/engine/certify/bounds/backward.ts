import { highsOf, type Intervals } from './interval-product'
import { relaxationOf, type Lines, type Relaxation } from './lines'
import type { BoundedNetwork } from './network'
import { exactProduct, productBackward } from './product-backward'
import { valueAt, type Propagated } from './propagate'

/** The bounds of one image of a batch, as the way back takes them. */
export interface ImageBounds {
  network: BoundedNetwork
  values: { low: Float64Array; high: Float64Array; exact: boolean; nonNegative: boolean }[]
  rounding: number[]
  /** Linear bounds of each activation, by step. */
  lines: (Relaxation | undefined)[]
}

/** Picks an image out of a batch. Relaxations are made for the activations before step `end`. */
export function imageBounds(network: BoundedNetwork, { values, rounding }: Propagated, image: number, end = network.steps.length): ImageBounds {
  return {
    network,
    values: values.map((value) => pick(value, image)),
    rounding: rounding.map((off) => off[image] ?? 0),
    lines: network.steps.map((step, i) =>
      step.kind === 'activation' && i < end ? relaxationOf(step, valueAt(values, step.inputs[0] ?? 0), image, network.widened) : undefined,
    ),
  }
}

function pick(value: Intervals, image: number): ImageBounds['values'][number] {
  const { size, images, data } = value
  const half = highsOf(value)
  const [low, high] = [new Float64Array(size + 1), new Float64Array(size + 1)]
  let [exact, nonNegative] = [true, true]
  for (let i = 0; i < size; i++) {
    const l = data[i * images + image] ?? 0
    const u = data[half + i * images + image] ?? 0
    low[i] = l
    high[i] = u
    if (l !== u) exact = false
    if (l < 0) nonNegative = false
  }
  return { low, high, exact, nonNegative }
}

/**
 * A lower bound of `A v`, v what step `last` gives, over all weights. Source: METHODS 4, "backward linear relaxation with
 * weight perturbation"; Xu et al. 2020 (auto_LiRPA), 3. Goes back step by step; behind each product the linear function is
 * bounded on the intervals of what it is a function of, and the best of all those bounds counts, the first of which is
 * that of intervals with `A` folded into the last product. Products of an exact image end there, exact in its weights. `depth`
 * ends the way back behind so many products.
 */
export function lowerBound(bounds: ImageBounds, last: number, A: Float64Array, depth = Infinity): number {
  const { network, values, rounding, lines } = bounds
  const arriving: (Float64Array | undefined)[] = []
  arriving[last + 1] = A
  let constant = 0
  let best = -Infinity
  let products = 0
  const into = (at: number): Float64Array => (arriving[at] ??= new Float64Array((values[at]?.low.length ?? 0)))
  for (let i = last; i >= 0 && products < depth; i--) {
    const step = network.steps[i]
    const a = arriving[i + 1]
    if (step === undefined || a === undefined) continue
    arriving[i + 1] = undefined
    const from = step.inputs[0] ?? 0
    if ((rounding[i] ?? 0) !== 0) constant -= (rounding[i] ?? 0) * sizeOf(a)
    switch (step.kind) {
      case 'product': {
        products++
        const input = values[from]
        if (input?.exact === true) constant += exactProduct(step.product, a, input.low)
        else if (input?.nonNegative === true) productBackward(step.product, a, into(from))
        // Without a sign no linear function is exact: its intervals are taken for what it gives.
        else constant += lowest(a, values[i + 1])
        best = Math.max(best, constant + pending(arriving, values))
        break
      }
      case 'activation':
        constant += throughLines(a, lines[i], into(from))
        break
      case 'shift':
        constant += throughAffine(a, into(from), undefined, step.bias)
        break
      case 'scale':
        constant += throughAffine(a, into(from), step.factor, step.offset)
        break
      case 'sum':
        for (const at of step.inputs) throughAffine(a, into(at), undefined, undefined)
        break
      case 'average': {
        const b = into(from)
        for (let k = 0; k + 1 < b.length; k++) b[k] = (b[k] ?? 0) + (a[k % step.size] ?? 0) / step.area
      }
    }
  }
  return Math.max(best, constant + pending(arriving, values))
}

/** The lowest a linear function can be on the intervals of a value. */
function lowest(A: Float64Array, value: ImageBounds['values'][number] | undefined): number {
  if (value === undefined) return -Infinity
  const { low, high } = value
  let sum = 0
  for (let i = 0; i < A.length; i++) {
    const a = A[i] ?? 0
    if (a !== 0) sum += a * ((a < 0 ? high[i] : low[i]) ?? 0)
  }
  return sum
}

function pending(arriving: readonly (Float64Array | undefined)[], values: ImageBounds['values']): number {
  return arriving.reduce((sum, a, at) => (a === undefined ? sum : sum + lowest(a, values[at])), 0)
}

function throughLines(A: Float64Array, lines: Relaxation | undefined, into: Float64Array): number {
  if (lines === undefined) throw new Error('an activation was not relaxed')
  const { lower, upper } = lines
  let constant = 0
  for (let i = 0; i < lower.slope.length; i++) {
    const a = A[i] ?? 0
    if (a === 0) continue
    const { slope, constant: c, member }: Lines = a < 0 ? upper : lower
    constant += a * (c[i] ?? 0)
    const s = slope[i] ?? 0
    const at = member[i] ?? 0
    if (s !== 0) into[at] = (into[at] ?? 0) + a * s
  }
  return constant
}

/** `factor x + offset` a channel; 1 and 0 where there is none. */
function throughAffine(A: Float64Array, into: Float64Array, factor: Float64Array | undefined, offset: Float64Array | undefined): number {
  let constant = 0
  const channels = factor?.length ?? offset?.length ?? 1
  for (let i = 0; i + 1 < into.length; i++) {
    const a = A[i] ?? 0
    if (a === 0) continue
    const c = i % channels
    into[i] = (into[i] ?? 0) + a * (factor === undefined ? 1 : (factor[c] ?? 0))
    constant += a * (offset === undefined ? 0 : (offset[c] ?? 0))
  }
  return constant
}

function sizeOf(A: Float64Array): number {
  let sum = 0
  for (let i = 0; i + 1 < A.length; i++) sum += Math.abs(A[i] ?? 0)
  return sum
}
