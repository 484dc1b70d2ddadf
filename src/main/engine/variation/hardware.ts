import { converts, countsDevices, isParasitic } from '../../../shared/converters'
import type { Design } from '../../../shared/fields'
import { chipFactors } from '../crossbar/parasitics'
import { requireWindow } from '../../../shared/device-math'
import { cellLayout, planOf, programCells, weightMap, type CellPlan } from '../crossbar/cells'
import { effectiveLevels, type Parasitics } from '../crossbar/effective'
import { tiledOf, type Tiled } from '../crossbar/tiled'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import { boxSet, type BoxOptions } from './box'
import { cellBoxSet } from './cells'
import { sampleCells, sampleChip, type Sampler } from './sample'
import type { VariationSet } from './set'
import { throughArray, type ArrayMap } from './through-array'

/** What is programmed, what errors it can have, and how chips are drawn: the numbers that an executor takes. */
export interface Hardware {
  programmed: Programmed
  /** How the array computes with them, where that is not a plain product. */
  tiled?: Tiled
  /** The box of half-width `radius`, kappa t, around what is programmed. */
  set: (radius: number) => VariationSet
  /** Error of a random chip inside that box, one function a radius: `(draw) => error`. */
  chips: (radius: number, sampler: Sampler) => (draw: number) => Float32Array
}

/**
 * The devices of a design. Where nothing stands between a weight and its product, slices and signs add up to the weight,
 * and weights are all there is; where columns are converted, or lines have resistance, each device counts.
 * Source: METHODS 1 and 7.
 */
export function hardwareOf(design: Design, programmed: Programmed, layout: Layout): Hardware {
  const box = (radius: number): BoxOptions => ({ radius, zeroExact: design['weights.zeroExact'] })
  if (!countsDevices(design)) {
    const set = once((radius) => boxSet(programmed, layout, box(radius)))
    return {
      programmed,
      set,
      chips: (radius, sampler) => {
        const inside = set(radius)
        return (draw) => sampleChip(inside, layout, sampler, draw)
      },
    }
  }
  const plan = planOf(design)
  const cells = programCells(programmed, layout, plan)
  const set = once((radius) => cellBoxSet(programmed, layout, plan, box(radius)))
  const tiled = converts(design) ? { tiled: tiledOf(design, plan, programmed.scales) } : {}
  if (!isParasitic(design)) {
    return {
      programmed: cells,
      ...tiled,
      set,
      chips: (radius, sampler) => {
        const inside = set(radius)
        return (draw) => sampleCells(inside, layout, plan, sampler, draw)
      },
    }
  }
  const array = (chip?: { seed: number; draw: number }): ArrayMap => arrayOf(design, plan, layout, programmed.scales, chip)
  const clean = array().read(cells.values, false).numbers
  return {
    programmed: { values: clean, scales: programmed.scales },
    ...tiled,
    set: once((radius) => throughArray(set(radius), cells.values, clean, array())),
    chips: (radius, sampler) => {
      const inside = set(radius)
      return (draw) => {
        const error = sampleCells(inside, layout, plan, sampler, draw)
        const levels = cells.values.map((level, i) => level + (error[i] ?? 0))
        const { numbers } = array({ seed: sampler.seed, draw }).read(levels, false)
        return numbers.map((number, i) => number - (clean[i] ?? 0))
      }
    },
  }
}

/** Makes what belongs to a radius once. */
function once(make: (radius: number) => VariationSet): (radius: number) => VariationSet {
  const made = new Map<number, VariationSet>()
  return (radius) => {
    const set = made.get(radius) ?? make(radius)
    made.set(radius, set)
    return set
  }
}

/** The resistances and the window of a design. Throws out-of-range where the window is none. */
export function parasiticsOf(design: Design): Parasitics {
  requireWindow(design)
  return {
    kind: design['crossbar.parasitics'],
    resistances: {
      source: design['crossbar.sourceResistance'],
      neuron: design['crossbar.neuronResistance'],
      word: design['crossbar.wireResistance'],
      bit: design['crossbar.wireResistance'],
    },
    gMin: design['device.gMin'],
    gMax: design['device.gMax'],
    tile: design,
  }
}

/** All layers through their tiles; to levels where columns are converted, else to the weights they make. */
function arrayOf(
  design: Design,
  plan: CellPlan,
  layout: Layout,
  scales: readonly number[],
  chip?: { seed: number; draw: number },
): ArrayMap {
  const parasitics = parasiticsOf(design)
  const to = cellLayout(layout, plan)
  const sigma = design['crossbar.chipVariation']
  const map = converts(design) ? undefined : weightMap(layout, plan, scales)
  return {
    read(levels, keeps) {
      const read = levels.slice()
      const parts = to.arrays.flatMap(({ kind, offset, length }, a) => {
        if (kind !== 'device') return []
        const outputs = layout.arrays[a]?.shape.at(-1) ?? 1
        const factors =
          chip === undefined || sigma === 0
            ? undefined
            : chipFactors(design['crossbar.chipScope'], length, sigma, { seed: chip.seed, chip: chip.draw, array: a })
        const part = effectiveLevels(levels.subarray(offset, offset + length), outputs, plan, parasitics, { factors, keeps })
        read.set(part.levels, offset)
        return [{ offset, length, gradient: part.gradient }]
      })
      return {
        numbers: map === undefined ? read : map.weights(read),
        gradient(cotangent) {
          const byLevels = Float64Array.from(map === undefined ? cotangent : map.adjoint(Float64Array.from(cotangent)))
          for (const { offset, length, gradient } of parts) byLevels.set(gradient(byLevels.subarray(offset, offset + length)), offset)
          return byLevels
        },
      }
    },
  }
}
