import { costValues, type CostValues } from './cost-constants'
import { NadirError } from './errors'

/** A layer as the cost model sees it: a `Tiling` is one. */
export interface CostLayer {
  name: string
  /** Inputs, and physical columns (outputs x slices x polarities). */
  rows: number
  columns: number
  /** Tiles down and across. */
  down: number
  across: number
  /** Matrix-vector products an inference: output positions of a convolution, 1 of a dense layer. */
  positions: number
}

export interface CostDesign {
  layers: readonly CostLayer[]
  /** Arrays that hold a layer: one for each sign with sign-magnitude, else 1. */
  planes: number
  /** Cells of a tile, R x C. */
  tileRows: number
  tileColumns: number
  adcBits: number
  /** Bits that go in a cycle, and cycles that an input of all its bits takes. */
  dacBits: number
  cycles: number
}

/** What a network costs, to first order, in SI units. */
export interface Cost {
  /** What to say beside the numbers. */
  label: 'first order'
  /** Square metres, of all tiles with their converters. */
  area: Breakdown
  /** Joules an inference. */
  energy: Breakdown
  /** Seconds an inference, one layer after the other; and between inferences when layers run at the same time. */
  latency: number
  interval: number
  /** Tiles counted, those of all planes. */
  tiles: number
}

export interface Breakdown {
  total: number
  cells: number
  dac: number
  sampleHold: number
  adc: number
  shiftAdd: number
}

/** The parts of a breakdown in words. */
export const costParts = [
  ['cells', 'cells'],
  ['dac', 'DACs'],
  ['sampleHold', 'sample-and-hold'],
  ['adc', 'ADCs'],
  ['shiftAdd', 'shift-and-add'],
] as const satisfies readonly (readonly [keyof Breakdown, string])[]

/**
 * Area, energy and latency of a tiled network to first order: counts times constants. Left out are buffers, routing,
 * activations, digital sums between tiles, and all that idles.
 * Source: the dataflow of Shafiee et al., "ISAAC" (ISCA 2016): inputs go in v bits a cycle, every column is held and
 * converted in every cycle by the ADCs its tile shares, slices are shifted and added. Cells without a device cost
 * area but no energy. A cycle lasts as long as the array read or the conversions, whichever is longer.
 * Linear in tiles, planes, positions and cycles. No randomness. Throws bad-value.
 */
export function firstOrderCost(design: CostDesign, constants: CostValues = costValues()): Cost {
  const { layers, planes, tileRows: R, tileColumns: C, adcBits, dacBits, cycles } = design
  requirePositive({ planes, R, C, adcBits, dacBits, cycles })
  const c = constants
  const adc = (growth: number): number => growth ** (adcBits - c.adcBits)
  const dac = c.dacGrowth ** (dacBits - 1)
  const tiles = planes * layers.reduce((n, { down, across }) => n + down * across, 0)

  const area = sum({
    cells: tiles * R * C * c.cellArea,
    dac: tiles * R * c.dacArea * dac,
    sampleHold: tiles * C * c.sampleHoldArea,
    adc: tiles * c.adcsPerTile * c.adcArea * adc(c.adcAreaGrowth),
    shiftAdd: tiles * c.shiftAddArea,
  })

  const reads = { cells: 0, rows: 0, columns: 0 }
  const times = layers.map(({ rows, columns, down, across, positions }) => {
    const done = positions * cycles
    reads.cells += planes * done * rows * columns
    reads.rows += planes * done * rows * across
    reads.columns += planes * done * columns * down
    const busiest = Math.ceil(Math.min(columns, C) / c.adcsPerTile)
    return done * Math.max(c.readTime, busiest * c.adcTime)
  })
  const energy = sum({
    cells: reads.cells * c.cellReadEnergy,
    dac: reads.rows * c.dacEnergy * dac,
    sampleHold: reads.columns * c.sampleHoldEnergy,
    adc: reads.columns * c.adcEnergy * adc(c.adcEnergyGrowth),
    shiftAdd: reads.columns * c.shiftAddEnergy,
  })
  return { label: 'first order', area, energy, latency: times.reduce((a, b) => a + b, 0), interval: Math.max(0, ...times), tiles }
}

/** What programming all devices of a network once takes, in SI units. */
export interface TileProgramming {
  devices: number
  energy: number
  time: number
}

/**
 * Energy of programming every device, and the time of the fullest tile: tiles are programmed side by side, the devices of
 * one after another. `device` is what one takes on average, pulses and verify reads, seconds and joules. With
 * sign-magnitude the column of the other sign stays as it is; all cells of the fullest tile count, as if one sign held
 * them all. No randomness. Throws bad-value.
 */
export function programmingOfTiles(
  { layers, tileRows: R, tileColumns: C }: Pick<CostDesign, 'layers' | 'tileRows' | 'tileColumns'>,
  device: { seconds: number; joules: number },
  { devicesAtOnce }: Pick<CostValues, 'devicesAtOnce'> = costValues(),
): TileProgramming {
  requirePositive({ R, C, devicesAtOnce })
  const devices = layers.reduce((n, { rows, columns }) => n + rows * columns, 0)
  const fullest = Math.max(0, ...layers.map(({ rows, columns }) => Math.min(rows, R) * Math.min(columns, C)))
  return { devices, energy: devices * device.joules, time: Math.ceil(fullest / devicesAtOnce) * device.seconds }
}

function requirePositive(numbers: Record<string, number>): void {
  for (const [name, value] of Object.entries(numbers))
    if (!(value > 0 && Number.isFinite(value)))
      throw new NadirError('bad-value', `A cost with ${name} = ${value} is none.`, { hint: 'Use numbers above zero.' })
}

function sum(parts: Omit<Breakdown, 'total'>): Breakdown {
  return { total: parts.cells + parts.dac + parts.sampleHold + parts.adc + parts.shiftAdd, ...parts }
}
