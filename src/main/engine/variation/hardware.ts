import { converts, countsDevices, isParasitic } from '../../../shared/converters'
import type { Design } from '../../../shared/fields'
import { chipFactors } from '../crossbar/parasitics'
import { requireWindow } from '../../../shared/device-math'
import { cellLayout, deviceKey, planOf, programCells, weightMap, type CellPlan } from '../crossbar/cells'
import { effectiveLevels, type Parasitics } from '../crossbar/effective'
import { tiledOf, type Tiled } from '../crossbar/tiled'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import { boxSet, type BoxOptions } from './box'
import { cellBoxSet } from './cells'
import { sampleCells, sampleChip, type Sampler } from './sample'
import type { VariationSet } from './set'
import { throughArray, type ArrayMap, type KeptReading } from './through-array'

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
  const options = (radius: number): BoxOptions => ({ radius, zeroExact: design['weights.zeroExact'] })
  const weights = once((radius) => boxSet(programmed, layout, options(radius)))
  const varies = design['crossbar.chipVariation'] > 0
  if (!countsDevices(design) && !varies) {
    return {
      programmed,
      set: weights,
      chips: (radius, sampler) => (draw) => sampleChip(weights(radius), layout, sampler, draw),
    }
  }
  const plan = planOf(design)
  const cells = programCells(programmed, layout, plan)
  const devices = once((radius) => cellBoxSet(programmed, layout, plan, options(radius)))
  const array = (chip?: Chip): ArrayMap => arrayOf(design, plan, layout, programmed.scales, chip)
  const plain = converts(design) ? cells.values : programmed.values
  const clean = isParasitic(design) ? array().read(cells.values, false).numbers : plain
  const kept: KeptReading = {}
  return {
    programmed: { values: clean, scales: programmed.scales },
    ...(converts(design) ? { tiled: tiledOf(design, plan, programmed.scales) } : {}),
    set: isParasitic(design)
      ? once((radius) => throughArray(devices(radius), cells.values, clean, array(), kept))
      : converts(design)
        ? devices
        : weights,
    chips: (radius, sampler) => (draw) => {
      const error = sampleCells(devices(radius), layout, plan, sampler, draw)
      if (!isParasitic(design) && !varies) return error
      const levels = cells.values.map((level, i) => level + (error[i] ?? 0))
      const { numbers } = array({ seed: sampler.seed, draw }).read(levels, false)
      return numbers.map((number, i) => number - (clean[i] ?? 0))
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

/** A random chip, which has factors of its own. */
interface Chip {
  seed: number
  draw: number
}

/** All layers through their tiles; to levels where columns are converted, else to the weights they make. */
function arrayOf(design: Design, plan: CellPlan, layout: Layout, scales: readonly number[], chip?: Chip): ArrayMap {
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
            : chipFactors(design['crossbar.chipScope'], length, sigma, { seed: chip.seed, chip: chip.draw, array: a }, deviceKey(plan))
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
