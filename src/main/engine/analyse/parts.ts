import { polarities, sliceWeights } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import { cellsOf, planOf } from '../crossbar/cells'
import type { Layout } from '../network/layout'
import type { Erring } from '../variation/erring'
import { layerName } from './shares'

/** A layer or a tile of it, and where its weights lie. */
export interface Part {
  layer: string
  /** Place of a tile in its layer. */
  tile?: { down: number; across: number }
  /** Places among the weights of the array, ascending, and which array of the layout it is. */
  array: number
  weights: Uint32Array
}

/** All layers, and all tiles that hold a weight. A weight lies where the first of its devices lies, as in `scopeOf`; both signs' tiles at a place are one. */
export function partsOf(design: Design, layout: Layout): { layers: Part[]; tiles: Part[] } {
  const plan = planOf(design)
  const [R, C] = [design['crossbar.rows'], design['crossbar.columns']]
  const width = sliceWeights(plan.bits, plan.bitsPerDevice).length * polarities(plan.mapping)
  const layers: Part[] = []
  const tiles: Part[] = []
  layout.arrays.forEach(({ name, kind, shape, length }, array) => {
    if (kind !== 'device') return
    const layer = layerName(name)
    const outputs = shape.at(-1) ?? 1
    const across = Math.ceil((outputs * width) / C)
    const held = new Map<number, number[]>()
    for (let i = 0; i < length; i++) {
      const unit = Math.floor(Math.floor(i / outputs) / R) * across + Math.floor(((i % outputs) * width) / C)
      const known = held.get(unit)
      if (known === undefined) held.set(unit, [i])
      else known.push(i)
    }
    layers.push({ layer, array, weights: Uint32Array.from({ length }, (_, i) => i) })
    for (const [unit, weights] of [...held].sort(([a], [b]) => a - b))
      tiles.push({ layer, tile: { down: Math.floor(unit / across), across: unit % across }, array, weights: Uint32Array.from(weights) })
  })
  return { layers, tiles }
}

/** Errors of a part alone, or of all but it. Of devices, all of a weight go together. */
export function errorsOf(errors: Float32Array, part: Part, erring: Erring, design: Design, which: 'alone' | 'without'): Float32Array {
  const count = erring.of === 'devices' ? cellsOf(planOf(design)).length : 1
  const from = erring.layout.arrays[part.array]?.offset ?? 0
  const out = which === 'alone' ? new Float32Array(errors.length) : errors.slice()
  for (const weight of part.weights) {
    const at = from + weight * count
    for (let d = at; d < at + count; d++) out[d] = which === 'alone' ? (errors[d] ?? 0) : 0
  }
  return out
}
