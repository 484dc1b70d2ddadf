import type { Design } from '../../../shared/fields'
import { cellsOf, planOf } from '../crossbar/cells'
import { layerName, type Layout } from '../network/layout'
import type { Erring } from '../variation/erring'
import { tileOf } from '../variation/scope'

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
  const layers: Part[] = []
  const tiles: Part[] = []
  layout.arrays.forEach(({ name, kind, shape, length }, array) => {
    if (kind !== 'device') return
    const layer = layerName(name)
    const outputs = shape.at(-1) ?? 1
    const held = new Map<string, { down: number; across: number; weights: number[] }>()
    for (let i = 0; i < length; i++) {
      const { down, across } = tileOf({ design, plan }, i, outputs)
      const key = `${down}/${across}`
      const known = held.get(key)
      if (known === undefined) held.set(key, { down, across, weights: [i] })
      else known.weights.push(i)
    }
    layers.push({ layer, array, weights: Uint32Array.from({ length }, (_, i) => i) })
    for (const { down, across, weights } of [...held.values()].sort((a, b) => a.down - b.down || a.across - b.across))
      tiles.push({ layer, tile: { down, across }, array, weights: Uint32Array.from(weights) })
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
