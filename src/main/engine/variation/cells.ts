import { mappingFactor } from '../../../shared/device-math'
import { cellLayout, cellsOf, erring, topsOf, type CellPlan } from '../crossbar/cells'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import type { BoxOptions } from './box'
import type { VariationSet } from './set'

/**
 * The plain box on devices: each weight's `z` moves all its devices by `z th` levels, a negative column's the other way,
 * so that the weight errs by `dW = z kappa t s` as in `boxSet`; a corner of that box is a corner here.
 * Source: METHODS 1, [Y] Eq. 4 read backwards. `perturbation` and gradients are over devices, in levels, flat in the
 * order of `cellLayout`; |error| <= fround(th) in float32.
 */
export function cellBoxSet(programmed: Programmed, layout: Layout, plan: CellPlan, options: BoxOptions): VariationSet {
  const to = cellLayout(layout, plan)
  const cells = cellsOf(plan)
  const th = Math.fround((options.radius / mappingFactor(plan.mapping)) * topsOf(plan).device)
  const bound = new Float32Array(to.length)
  const groups: { name: string; start: number; end: number }[] = []
  // Device k of z-entry i lies at places[i] + k and moves by directions[i n + k].
  const places: number[] = []
  const directions: number[] = []
  layout.arrays.forEach(({ name, kind, offset, length }, a) => {
    if (kind !== 'device') return
    const start = to.arrays[a]?.offset ?? 0
    groups.push({ name, start: places.length, end: places.length + length })
    for (let i = 0; i < length; i++) {
      const w = programmed.values[offset + i] ?? 0
      const at = start + i * cells.length
      places.push(at)
      erring(w, cells, plan.mapping).forEach((direction, c) => {
        const moves = options.zeroExact && w === 0 ? 0 : direction
        directions.push(moves)
        bound[at + c] = moves === 0 ? 0 : th
      })
    }
  })
  const [place, direction, n] = [Uint32Array.from(places), Int8Array.from(directions), cells.length]
  return {
    size: place.length,
    bound,
    groups,
    zero: () => new Float32Array(place.length),
    perturbation(z) {
      const error = new Float32Array(to.length)
      for (let i = 0; i < place.length; i++) {
        const at = place[i] ?? 0
        const moved = Math.fround((z[i] ?? 0) * th)
        for (let c = 0; c < n; c++) error[at + c] = moved * (direction[i * n + c] ?? 0)
      }
      return error
    },
    pullback(_z, gradient) {
      const back = new Float64Array(place.length)
      for (let i = 0; i < place.length; i++) {
        const at = place[i] ?? 0
        let sum = 0
        for (let c = 0; c < n; c++) sum += (gradient[at + c] ?? 0) * (direction[i * n + c] ?? 0)
        back[i] = sum * th
      }
      return back
    },
  }
}
