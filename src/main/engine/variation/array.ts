import { converts, isParasitic } from '../../../shared/converters'
import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import { requireWindow } from '../../../shared/technology'
import { cellLayout, deviceKey } from '../crossbar/cells'
import { effectiveLevels, type Parasitics } from '../crossbar/effective'
import { chipFactors } from '../crossbar/parasitics'
import { weightMap } from '../crossbar/weight-map'
import type { AroundDevices } from './around'
import { compensationOf, gainsOfDevices, type Compensation, type Gains } from './compensation'
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

/** From levels that columns read to the numbers of an executor, and back to a gradient by these levels. */
interface Digital {
  numbers: (read: Float32Array) => Float32Array
  gradient: (cotangent: ArrayLike<number>) => Float64Array
  /** By the levels that devices hold, through the factors of their tiles. */
  through: (cotangent: ArrayLike<number>, read: Float32Array) => Float64Array | undefined
}

/**
 * From levels of all devices to the numbers that an executor takes: what the columns of their tiles read of them, and
 * where nothing converts those, the weights they make, compensated by what this chip gives itself. `gains` are those of a
 * random chip, whose levels right after programming are not those of the centre moved along.
 */
export function arrayOf(around: AroundDevices, { gains, chip }: { gains?: Gains | undefined; chip?: Chip | undefined } = {}): ArrayMap {
  const { design, technology, plan, layout } = around
  const to = cellLayout(layout, plan)
  const own = gains === undefined && !converts(design) ? compensationOf(around) : undefined
  const digital = (levels: Float32Array): Digital => digitalOf(around, levels, own, gains)
  if (!isDistorted(design, chip))
    return {
      read(levels) {
        const { numbers, gradient, through } = digital(levels)
        return { numbers: numbers(levels), gradient: (cotangent) => added(gradient(cotangent), through(cotangent, levels)) }
      },
    }
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
      const { numbers, gradient: byRead, through } = digital(levels)
      return {
        numbers: numbers(read),
        gradient(cotangent) {
          const back = byRead(cotangent)
          for (const { offset, length, gradient } of parts) back.set(gradient(back.subarray(offset, offset + length)), offset)
          return added(back, through(cotangent, read))
        },
      }
    },
  }
}

/** Where nothing converts, weights by the factors that a chip with these levels has; else levels as they are read. */
function digitalOf(around: AroundDevices, levels: Float32Array, own: Compensation | undefined, given: Gains | undefined): Digital {
  const { design, layout, plan, programmed, devices } = around
  if (converts(design)) return { numbers: (read) => read, gradient: (cotangent) => Float64Array.from(cotangent), through: () => undefined }
  const reference = own === undefined ? levels : devices.reference.map((level, i) => level + (levels[i] ?? 0) - (devices.levels[i] ?? 0))
  const gains = own?.gains(reference, levels) ?? given
  const map = weightMap(layout, plan, programmed.scales, gains && gainsOfDevices(around, gains))
  return {
    numbers: (read) => map.weights(read),
    gradient: (cotangent) => map.adjoint(Float64Array.from(cotangent)),
    through(cotangent, read) {
      if (own === undefined) return undefined
      const plain = weightMap(layout, plan, programmed.scales).adjoint(Float64Array.from(cotangent))
      return own.slopes(
        reference,
        levels,
        plain.map((slope, i) => slope * (read[i] ?? 0)),
      )
    },
  }
}

function added(a: Float64Array, b: Float64Array | undefined): Float64Array {
  return b === undefined ? a : a.map((value, i) => value + (b[i] ?? 0))
}
