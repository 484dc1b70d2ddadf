import { calibrates, convertersOf } from './converters'
import { planesOfMapping } from './design-cost'
import { derive, type LayerShape, type Tiling } from './device-math'
import type { Design } from './fields'

/** A layer on its tiles, and what the converters of its columns have to tell apart. */
export interface LayerReading extends Tiling {
  /** Share of the cells of its tiles that hold a device, 0 to 1. */
  utilisation: number
  /** Rows that its fullest tile uses, and bits that tell all sums of these apart; absent where sums are analog. */
  rowsUsed: number
  usedBits?: number
  /** Full range of the converter: R (2^v - 1)(2^K - 1) levels. */
  range: number
  /** Bits of the converter, and the distance of two of its codes in levels: 1 where all sums are told apart, absent without a converter, and where a run calibrates its range. */
  adcBits: number | 'off'
  step?: number
  /** Bits that tell all sums of the full range apart, absent where sums are analog, and what ISAAC's rule asks for. */
  exactBits?: number
  isaacBits: number
  /** Sums are read more coarsely than exact. */
  coarse: boolean
}

/** All layers of a design on tiles. */
export interface CrossbarReading {
  model: string
  rows: number
  columns: number
  /** Arrays that hold each layer: two with sign-magnitude. */
  planes: number
  mapping: Design['mapping.scheme']
  parasitics: Design['crossbar.parasitics']
  adcRange: Design['crossbar.adcRange']
  layers: LayerReading[]
  total: { tiles: number; devices: number; utilisation: number }
}

/**
 * How the layers of a network fall on the tiles of a design, and what its converters have to tell apart.
 * Source: METHODS 7; tiles as `derive`, ranges as `convertersOf` has them. Throws as `derive` does.
 */
export function readCrossbar(design: Design, shapes: readonly LayerShape[]): CrossbarReading {
  const derived = derive(design, shapes)
  const [R, C] = [design['crossbar.rows'], design['crossbar.columns']]
  const { range, exactBits, isaacBits, step, digitTop, levelTop } = convertersOf(design)
  const adcBits = design['crossbar.adcBits']
  const layers = derived.layers.map((layer): LayerReading => {
    const rowsUsed = Math.min(layer.rows, R)
    return {
      ...layer,
      utilisation: layer.devices / (layer.tiles * R * C),
      rowsUsed,
      range,
      adcBits,
      isaacBits,
      ...(Number.isFinite(exactBits) ? { exactBits, usedBits: Math.ceil(Math.log2(rowsUsed * digitTop * levelTop + 1)) } : {}),
      ...(adcBits === 'off' || calibrates(design) ? {} : { step }),
      coarse: adcBits !== 'off' && !calibrates(design) && adcBits < exactBits,
    }
  })
  return {
    model: design.model,
    rows: R,
    columns: C,
    planes: planesOfMapping(design),
    mapping: design['mapping.scheme'],
    parasitics: design['crossbar.parasitics'],
    adcRange: calibrates(design) ? 'calibrated' : 'full',
    layers,
    total: { tiles: derived.tiles, devices: derived.devices, utilisation: derived.utilisation },
  }
}

/** What the column of a tile is: which output it adds to, which slice of its weight, and of which sign. */
export interface ColumnPlace {
  output: number
  slice: number
  sign: 'positive' | 'negative' | 'both'
}

/**
 * The column of a plane of a layer, counted from 0 over all its tiles. Source: METHODS 7, the order of `cellsOf`: an
 * output's columns stand together, slices lowest first, of a differential pair the positive one first.
 */
export function columnPlace(design: Design, column: number, sign: 'positive' | 'negative'): ColumnPlace {
  const M = design['weights.bits']
  const slices = M === 'float' ? 1 : M / design['device.bitsPerDevice']
  const pair = design['mapping.scheme'] === 'differential'
  const each = slices * (pair ? 2 : 1)
  const [output, at] = [Math.floor(column / each), column % each]
  if (pair) return { output, slice: Math.floor(at / 2), sign: at % 2 === 0 ? 'positive' : 'negative' }
  return { output, slice: at, sign: design['mapping.scheme'] === 'offset' ? 'both' : sign }
}
