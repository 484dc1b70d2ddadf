import { polarities } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import { cellsOf, topsOf, type CellPlan } from './cells'
import type { LineResistances } from './circuit'
import { effectiveConductance, solveNodal } from './nodal'
import { closedForm, closedFormGradient } from './parasitics'
import { cutTile, layerTiles, pasteTile, type LayerTiles } from './tile'
import { transpose } from './transpose'

/** What stands between the conductance of a device and what its column reads of it. */
export interface Parasitics {
  /** `closed` knows source and neuron resistance only; `none` leaves what devices conduct as it is. */
  kind: 'none' | 'closed' | 'nodal'
  resistances: LineResistances
  /** Ends of the window, siemens. */
  gMin: number
  gMax: number
  /** Size of a tile. */
  tile: Pick<Design, 'crossbar.rows' | 'crossbar.columns'>
}

export interface Effective {
  /** Levels that the columns read, as the devices lie. */
  levels: Float32Array
  /** From a gradient by these levels, that by the levels of the devices. */
  gradient: (cotangent: ArrayLike<number>) => Float64Array
}

/**
 * The levels that a layer's columns read once its devices sit on tiles with resistance.
 * Source: METHODS 7: `G = Gmin + g (Gmax - Gmin) / (2^K - 1)`, tile by tile through the parasitics, and back with Gmin taken
 * off, which no longer cancels. `levels` [rows, outputs times devices of a weight]. Sign-magnitude has its positive and its
 * negative columns on tiles of their own. A device whose error would make it conduct backwards is open. `factors` multiply
 * the conductances of a chip. `keeps` false saves the memory that the gradient needs. Throws bad-value, out-of-range.
 */
export function effectiveLevels(
  levels: ArrayLike<number>,
  outputs: number,
  plan: CellPlan,
  parasitics: Parasitics,
  { factors, keeps = true }: { factors?: Float64Array | undefined; keeps?: boolean } = {},
): Effective {
  const { gMin } = parasitics
  const siemens = siemensOf(plan, parasitics)
  const factor = (i: number): number => factors?.[i] ?? 1
  const slopes = Float64Array.from({ length: levels.length }, (_, i) => (gMin + (levels[i] ?? 0) * siemens >= 0 ? factor(i) : 0))
  const passed = planesOf(levels, outputs, plan, parasitics).map(({ places, tiles, conductances }) => {
    const varied = conductances.map((g, i) => g * factor(places[i] ?? 0))
    return { at: places, ...throughTiles(varied, tiles, parasitics, keeps) }
  })
  const read = new Float32Array(levels.length)
  for (const { at, effective } of passed) at.forEach((to, i) => (read[to] = ((effective[i] ?? 0) - gMin) / siemens))
  return {
    levels: read,
    gradient(cotangent) {
      const result = new Float64Array(levels.length)
      for (const { at, gradient } of passed) {
        const back = gradient(Float64Array.from(at, (i) => cotangent[i] ?? 0))
        at.forEach((to, i) => (result[to] = (back[i] ?? 0) * (slopes[to] ?? 0)))
      }
      return result
    },
  }
}

/** Devices that share tiles: all of a layer, or with sign-magnitude those of one sign. */
export interface Plane {
  sign: 'both' | 'positive' | 'negative'
  tiles: LayerTiles
  /** [rows, columns of the plane], siemens. */
  conductances: Float64Array
  /** Where each of them is among the layer's levels. */
  places: Uint32Array
}

/** The conductances of a layer's devices, plane by plane; a device that would conduct backwards is open. */
export function planesOf(levels: ArrayLike<number>, outputs: number, plan: CellPlan, parasitics: Parasitics): Plane[] {
  const cells = cellsOf(plan)
  const rows = levels.length / (outputs * cells.length)
  const siemens = siemensOf(plan, parasitics)
  const perSlice = polarities(plan.mapping)
  const all = cells.map((_, c) => c)
  const signs: { sign: Plane['sign']; devices: number[] }[] =
    plan.mapping === 'sign-magnitude'
      ? [
          { sign: 'positive', devices: all.filter((c) => cells[c]?.polarity === 1) },
          { sign: 'negative', devices: all.filter((c) => cells[c]?.polarity === -1) },
        ]
      : [{ sign: 'both', devices: all }]
  return signs.map(({ sign, devices }) => {
    const places = placesOf(devices, rows, outputs, cells.length)
    const shape = { name: '', rows, columns: outputs }
    return {
      sign,
      places,
      tiles: layerTiles(shape, { slices: devices.length / perSlice, polarities: perSlice }, parasitics.tile),
      conductances: Float64Array.from(places, (i) => Math.max(0, parasitics.gMin + (levels[i] ?? 0) * siemens)),
    }
  })
}

/** Siemens of one level. */
function siemensOf(plan: CellPlan, { gMin, gMax }: Parasitics): number {
  return (gMax - gMin) / topsOf(plan).device
}

/** Places of a plane's devices in the layer, row by row. */
function placesOf(plane: readonly number[], rows: number, outputs: number, cells: number): Uint32Array {
  const places = new Uint32Array(rows * outputs * plane.length)
  let i = 0
  for (let row = 0; row < rows; row++)
    for (let output = 0; output < outputs; output++) for (const c of plane) places[i++] = (row * outputs + output) * cells + c
  return places
}

/** A matrix of conductances and the way back, both [rows, columns]. */
interface Passed {
  effective: Float64Array
  gradient: (cotangent: Float64Array) => Float64Array
}

function throughTiles(plane: Float64Array, layer: LayerTiles, parasitics: Parasitics, keeps: boolean): Passed {
  if (parasitics.kind === 'none') return { effective: plane, gradient: (cotangent) => cotangent }
  const effective = new Float64Array(plane.length)
  const backs = layer.tiles.map((tile) => {
    const [rows, columns] = [tile.lastRow - tile.firstRow, tile.lastColumn - tile.firstColumn]
    const passed = throughTile(cutTile(plane, layer, tile), rows, columns, parasitics, keeps)
    pasteTile(effective, layer, tile, passed.effective)
    return { tile, gradient: passed.gradient }
  })
  return {
    effective,
    gradient(cotangent) {
      const result = new Float64Array(plane.length)
      for (const { tile, gradient } of backs) pasteTile(result, layer, tile, gradient(cutTile(cotangent, layer, tile)))
      return result
    },
  }
}

function throughTile(conductances: Float64Array, rows: number, columns: number, parasitics: Parasitics, keeps: boolean): Passed {
  const { kind, resistances } = parasitics
  if (kind !== 'nodal') {
    const form = closedForm(conductances, rows, columns, resistances)
    return { effective: form.effective, gradient: (cotangent) => closedFormGradient(form, resistances, cotangent) }
  }
  const circuit = { rows, columns, conductances, resistances }
  if (keeps) {
    const { effective, gradient } = solveNodal(circuit)
    return {
      effective: transpose(effective, columns, rows),
      gradient: (cotangent) => gradient(transpose(cotangent, rows, columns)),
    }
  }
  return {
    effective: transpose(effectiveConductance(circuit), columns, rows),
    gradient: () => {
      throw new Error('the eliminations were not kept')
    },
  }
}
