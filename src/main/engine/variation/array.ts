import { converts, isParasitic } from '../../../shared/converters'
import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import { requireWindow } from '../../../shared/technology'
import { cellLayout, deviceKey } from '../crossbar/cells'
import { effectiveLevels, type Parasitics } from '../crossbar/effective'
import { chipFactors } from '../crossbar/parasitics'
import { weightMap } from '../crossbar/weight-map'
import type { Around } from './around'
import type { ArrayMap } from './through-array'

/** The resistances and the window of a design. Throws out-of-range where the window is none. */
export function parasiticsOf(design: Design, technology: Pick<DeviceData, 'gMin' | 'gMax'>): Parasitics {
  return {
    kind: design['crossbar.parasitics'],
    resistances: {
      source: design['crossbar.sourceResistance'],
      neuron: design['crossbar.neuronResistance'],
      word: design['crossbar.wireResistance'],
      bit: design['crossbar.wireResistance'],
    },
    ...requireWindow(design, technology),
    tile: design,
  }
}

/** A random chip, which has factors of its own on what its devices conduct. */
export interface Chip {
  seed: number
  draw: number
}

/** True where what columns read is not simply what devices conduct. */
export function isDistorted(design: Design, chip?: Chip): boolean {
  return isParasitic(design) || (chip !== undefined && design['crossbar.chipVariation'] > 0)
}

/**
 * From levels of all devices to the numbers that an executor takes: what the columns of their tiles read of them, and
 * where nothing converts those, the weights they make. `gains`: a digital factor on each device, where nothing converts.
 */
export function arrayOf({ design, technology, plan, layout, programmed: { scales } }: Around, gains?: Float32Array, chip?: Chip): ArrayMap {
  const to = cellLayout(layout, plan)
  const map = converts(design) ? undefined : weightMap(layout, plan, scales, gains)
  const numbersOf = (levels: Float32Array): Float32Array => (map === undefined ? levels : map.weights(levels))
  const byLevels = (cotangent: ArrayLike<number>): Float64Array =>
    map === undefined ? Float64Array.from(cotangent) : map.adjoint(Float64Array.from(cotangent))
  if (!isDistorted(design, chip)) return { read: (levels) => ({ numbers: numbersOf(levels), gradient: byLevels }) }
  const parasitics = parasiticsOf(design, technology)
  const sigma = chip === undefined ? 0 : design['crossbar.chipVariation']
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
        numbers: numbersOf(read),
        gradient(cotangent) {
          const back = byLevels(cotangent)
          for (const { offset, length, gradient } of parts) back.set(gradient(back.subarray(offset, offset + length)), offset)
          return back
        },
      }
    },
  }
}
