import { convertersOf } from './converters'
import { firstOrderCost, programmingOfTiles, type Cost, type CostDesign, type TileProgramming } from './cost'
import { costValues, type CostValues } from './cost-constants'
import type { Tiling } from './device-math'
import type { Design } from './fields'

/** Bits of a converter where what it converts is analog and no number of bits is exact. */
const analogBits = 8

/** The ADC that a cost was counted on: the design's, one that tells all sums apart, or an assumed one for analog sums. */
export interface CountedAdc {
  bits: number
  basis: 'design' | 'exact' | 'assumed'
}

/** What write-verify takes a device of the design's technology, on average over many. */
export interface DeviceProgramming {
  seconds: number
  joules: number
  /** Cycles of the loop. */
  cycles: number
}

/** The cost of a design, to first order. */
export interface DesignCost extends Cost {
  adc: CountedAdc
  dacBits: number
  /** Input cycles of a matrix-vector product. */
  cycles: number
  planes: number
}

/**
 * What a design costs to first order, from its layers on tiles (those of `derive`).
 * Source: METHODS 7; counts and constants as firstOrderCost has them. Where `crossbar.adcBits` is off, an ADC of as many
 * bits as exact sums take is counted; analog sums (float weights or activations) have no such number, 8 bits are taken, and
 * float activations go in at once through a DAC of 8 bits. Sign-magnitude has an array for each sign, both are counted.
 * No randomness. Throws bad-value.
 */
export function designCost(design: Design, layers: readonly Tiling[], constants: CostValues = costValues()): DesignCost {
  const adc = countedAdc(design)
  const { digits, digitBits } = convertersOf(design)
  const counted: CostDesign = {
    layers,
    planes: planesOfMapping(design),
    tileRows: design['crossbar.rows'],
    tileColumns: design['crossbar.columns'],
    adcBits: adc.bits,
    dacBits: design['activations.bits'] === 'float' ? analogBits : digitBits,
    cycles: digits,
  }
  const { planes, dacBits, cycles } = counted
  return { ...firstOrderCost(counted, constants), adc, dacBits, cycles, planes }
}

/** What programming a design once takes to first order, as programmingOfTiles has it, from what a device of its technology takes. */
export function designProgramming(
  design: Design,
  layers: readonly Tiling[],
  device: DeviceProgramming,
  constants: CostValues = costValues(),
): TileProgramming {
  const tiles = { layers, tileRows: design['crossbar.rows'], tileColumns: design['crossbar.columns'] }
  return programmingOfTiles(tiles, device, constants)
}

/** The ADC that a design's cost counts on. */
export function countedAdc(design: Design): CountedAdc {
  const bits = design['crossbar.adcBits']
  if (bits !== 'off') return { bits, basis: 'design' }
  const { exactBits } = convertersOf(design)
  return Number.isFinite(exactBits) ? { bits: exactBits, basis: 'exact' } : { bits: analogBits, basis: 'assumed' }
}

/** Arrays that hold a layer: positive and negative columns of sign-magnitude lie on tiles of their own. */
export function planesOfMapping(design: Pick<Design, 'mapping.scheme'>): number {
  return design['mapping.scheme'] === 'sign-magnitude' ? 2 : 1
}

/** What the cost counted on, in words. */
export function adcWords({ bits, basis }: CountedAdc): string {
  if (basis === 'design') return `${bits} bit, the design's`
  return basis === 'exact' ? `${bits} bit, exact sums: the design's ADC is off` : `${bits} bit, assumed: analog sums have no exact number`
}
