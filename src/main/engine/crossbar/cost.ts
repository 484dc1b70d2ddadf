import { NadirError } from '../../../shared/errors'
import { costConstants, type CostConstants } from './cost-constants'

/** A layer as the cost model sees it. */
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
  /** Cells of a tile, R x C. */
  tileRows: number
  tileColumns: number
  adcBits: number
  /** Bits of activations A, and input bits a cycle v. */
  activationBits: number
  inputBits: number
  /** Write-verify cycles a device takes on average. */
  meanCycles: number
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
  /** Joules and seconds to program all devices once. */
  programmingEnergy: number
  programmingTime: number
}

export interface Breakdown {
  total: number
  cells: number
  dac: number
  sampleHold: number
  adc: number
  shiftAdd: number
}

/**
 * Area, energy, latency and programming cost of a tiled network to first order: counts times constants. Left out are
 * buffers, routing, activations, digital sums between tiles, and all that idles.
 * Source: the dataflow of Shafiee et al., "ISAAC" (ISCA 2016): inputs go in v bits a cycle, every column is held and
 * converted in every cycle by the ADCs its tile shares, slices are shifted and added. Cells without a device cost
 * area but no energy. A cycle lasts as long as the array read or the conversions, whichever is longer.
 * `constants` may be edited (cost-constants.ts). Linear in tiles, positions and cycles. No randomness. Throws bad-value.
 */
export function firstOrderCost(design: CostDesign, constants: CostConstants = costConstants): Cost {
  const { layers, tileRows: R, tileColumns: C, adcBits, activationBits, inputBits, meanCycles } = design
  for (const [name, value] of Object.entries({ R, C, adcBits, activationBits, inputBits, meanCycles }))
    if (!(value > 0 && Number.isFinite(value)))
      throw new NadirError('bad-value', `A cost with ${name} = ${value} is none.`, { hint: 'Use numbers above zero.' })
  const c = (name: keyof CostConstants): number => constants[name].value
  const adc = (growth: number): number => growth ** (adcBits - c('adcBits'))
  const dac = c('dacGrowth') ** (inputBits - 1)
  const tiles = layers.reduce((n, { down, across }) => n + down * across, 0)
  const cycles = Math.ceil(activationBits / inputBits)

  const area = sum({
    cells: tiles * R * C * c('cellArea'),
    dac: tiles * R * c('dacArea') * dac,
    sampleHold: tiles * C * c('sampleHoldArea'),
    adc: tiles * c('adcsPerTile') * c('adcArea') * adc(c('adcAreaGrowth')),
    shiftAdd: tiles * c('shiftAddArea'),
  })

  const reads = { cells: 0, rows: 0, columns: 0 }
  const times = layers.map(({ rows, columns, down, across, positions }) => {
    const done = positions * cycles
    reads.cells += done * rows * columns
    reads.rows += done * rows * across
    reads.columns += done * columns * down
    const busiest = Math.ceil(Math.min(columns, C) / c('adcsPerTile'))
    return done * Math.max(c('readTime'), busiest * c('adcTime'))
  })
  const energy = sum({
    cells: reads.cells * c('cellReadEnergy'),
    dac: reads.rows * c('dacEnergy') * dac,
    sampleHold: reads.columns * c('sampleHoldEnergy'),
    adc: reads.columns * c('adcEnergy') * adc(c('adcEnergyGrowth')),
    shiftAdd: reads.columns * c('shiftAddEnergy'),
  })

  const devices = layers.reduce((n, { rows, columns }) => n + rows * columns, 0)
  const fullest = Math.max(0, ...layers.map(({ rows, columns }) => Math.min(rows, R) * Math.min(columns, C)))
  return {
    label: 'first order',
    area,
    energy,
    latency: times.reduce((a, b) => a + b, 0),
    interval: Math.max(0, ...times),
    programmingEnergy: devices * meanCycles * (c('pulseEnergy') + c('verifyEnergy')),
    // Tiles are programmed side by side, so the fullest one decides.
    programmingTime: (fullest / c('devicesAtOnce')) * meanCycles * (c('pulseTime') + c('verifyTime')),
  }
}

function sum(parts: Omit<Breakdown, 'total'>): Breakdown {
  return { total: parts.cells + parts.dac + parts.sampleHold + parts.adc + parts.shiftAdd, ...parts }
}
