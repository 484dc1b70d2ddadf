import { hasReference } from '../../../shared/technology'
import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import { normalQuantile } from '../../../shared/normal'
import { streams } from '../../../shared/rng'
import { setSize } from '../../../shared/variation'
import { planOf } from '../crossbar/cells'
import type { Layout } from '../network/layout'
import type { Hardware } from '../variation/hardware'
import { drawsFrom, unitsOf, type Draws, type Sampler } from '../variation/sample'
import { scopeOf, type Scope } from '../variation/scope'
import { deviceMap } from './device-normal'

/** The random chips of a design as a differentiable function of independent standard-normal numbers. */
export interface ChipSpace {
  /** Numbers that a chip takes. */
  readonly size: number
  /** Error of every number of the network at u: the chip that the sampler makes of the devices `F^-1(Phi(u))`. */
  readonly chip: (u: Float64Array) => Float32Array
  /** Transposed Jacobian at u times a gradient over the network. */
  readonly pullback: (u: Float64Array, gradient: Float64Array) => Float64Array
  /** Standard-normal numbers of draw `draw`, by (seed, draw, layer, weight, slice, polarity), none of them those of Monte Carlo. */
  readonly numbers: (draw: number) => Float64Array
}

/** Numbers of a chip in the order in which its sampler asks for them. */
interface Keys {
  array: number[]
  weight: number[]
  block: number[]
  at: number[]
}

/**
 * The space of a design's chips, or why it has none. Exact for the arrays where errors of devices add up to those of their
 * weights: box, relative, device, level and correlated kinds are linear in the errors of their devices, so their slopes are
 * read off the sampler itself, one unit error at a time; a multiplicative one has the slopes of its set.
 * Source: METHODS 4.
 */
export function chipSpace(
  hardware: Hardware,
  layout: Layout,
  design: Design,
  technology: DeviceData,
  sampler: Sampler,
): ChipSpace | string {
  const map = deviceMap(sampler)
  if (map === undefined) return `device errors of kind ${sampler.kind} have no smooth map from standard-normal numbers`
  const size = setSize(design)
  const chipOf = hardware.sums(design, technology, size)
  if (chipOf === undefined)
    return 'more than sums stands between devices and weights: converters, resistance, stuck or aged devices, or factors of single chips'
  const keys = keysOf(chipOf, sampler)
  const count = keys.array.length
  const chipAt = (number: (k: number) => number): Float32Array => {
    let next = 0
    return chipOf(drawsFrom(sampler.kind, () => number(next++)))
  }
  const back =
    design['variation.kind'] === 'multiplicative'
      ? (u: Float64Array, gradient: Float64Array) => hardware.set(size).pullback(Float32Array.from(u, map.value), gradient)
      : linearBack(keys, chipAt, layout, design)
  return {
    size: count,
    chip: (u) => chipAt((k) => map.value(u[k] ?? 0)),
    pullback(u, gradient) {
      const slopes = back(u, gradient)
      for (let k = 0; k < count; k++) slopes[k] = (slopes[k] ?? 0) * map.slope(u[k] ?? 0)
      return slopes
    },
    numbers(draw) {
      const units = unitsOf(sampler.seed, streams.importance, draw)
      const numbers = new Float64Array(count)
      for (let k = 0; k < count; k++)
        numbers[k] = normalQuantile(units(keys.array[k] ?? 0, keys.weight[k] ?? 0, keys.block[k] ?? 0, keys.at[k] ?? 0))
      return numbers
    },
  }
}

function keysOf(chipOf: (draws: Draws) => Float32Array, { kind }: Sampler): Keys {
  const keys: Keys = { array: [], weight: [], block: [], at: [] }
  chipOf(
    drawsFrom(kind, (array, weight, block, at) => {
      keys.array.push(array)
      keys.weight.push(weight)
      keys.block.push(block)
      keys.at.push(at)
      return 0
    }),
  )
  return keys
}

/**
 * The way back through chips that are linear in their devices' errors. Devices at one place of all weights move different
 * weights, so that one chip shows the slopes of them all; so do the numbers that all weights of a unit share.
 */
function linearBack(
  { array, weight, block, at }: Keys,
  chipAt: (number: (k: number) => number) => Float32Array,
  layout: Layout,
  design: Design,
): (u: Float64Array, gradient: Float64Array) => Float64Array {
  const shared = (k: number): boolean => (array[k] ?? 0) >= layout.arrays.length
  const group = (k: number): number => (shared(k) ? -1 : 1) * (1 + 4 * (block[k] ?? 0) + (at[k] ?? 0))
  const groups = Int32Array.from(array, (_, k) => group(k))
  const effects = new Map([...new Set(groups)].map((id) => [id, chipAt((k) => (groups[k] === id ? 1 : 0))]))
  const scope = hasReference(design) ? 'row' : design['variation.scope']
  const units = array.some((_, k) => shared(k)) ? scopeOf({ design, layout, plan: planOf(design) }, scope) : undefined
  return (_u, gradient) => {
    const totals = new Map([...effects].filter(([id]) => id < 0).map(([id, effect]) => [id, unitTotals(effect, gradient, layout, units)]))
    return Float64Array.from(groups, (id, k) => {
      const where = weight[k] ?? 0
      if (id < 0) return totals.get(id)?.[where] ?? 0
      const place = (layout.arrays[array[k] ?? 0]?.offset ?? 0) + where
      return (effects.get(id)?.[place] ?? 0) * (gradient[place] ?? 0)
    })
  }
}

/** What moving the shared number of each unit by 1 adds, to first order. */
function unitTotals(effect: Float32Array, gradient: Float64Array, layout: Layout, scope: Scope | undefined): Float64Array {
  const totals = new Float64Array(scope?.count ?? 0)
  let weight = 0
  for (const { kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    for (let i = offset; i < offset + length; i++) {
      const unit = scope?.units[weight++] ?? 0
      totals[unit] = (totals[unit] ?? 0) + (effect[i] ?? 0) * (gradient[i] ?? 0)
    }
  }
  return totals
}
