import { NadirError } from './errors'
import { arrayWarnings } from './array-warnings'
import type { Design } from './fields'
import { hasReference } from './technology'
import { variationWarnings } from './variation-warnings'

/** A layer as the array sees it: `rows` inputs of one output, `columns` outputs; biases stay digital. */
export interface LayerShape {
  name: string
  rows: number
  columns: number
  /** Matrix-vector products an inference: output positions of a convolution, 1 of a dense layer. */
  positions: number
}

export interface Tiling {
  name: string
  /** Inputs, and physical columns (outputs x slices x polarities). */
  rows: number
  columns: number
  positions: number
  /** Tiles down and across. */
  down: number
  across: number
  tiles: number
  devices: number
}

/** What follows from a design without running it. */
export interface Derived {
  /** Bound of one weight's error as a share of full scale, for one device group: |dW| <= kappa t s. */
  t: number
  /** Write-verify threshold in both units. */
  thWindow: number
  thLevel: number
  /** Bound in weight LSB, [Y] Eq. 4; absent for float weights. */
  thG?: number
  kappa: number
  /** Devices a weight, and conductance columns a slice. */
  slices: number
  polarities: number
  weights: number
  devices: number
  tiles: number
  /** Share of all array cells that hold a weight, 0 to 1. */
  utilisation: number
  layers: Tiling[]
  /** What the user should know, in words; never an error. */
  warnings: string[]
}

export type Mapping = Design['mapping.scheme']

/** Most devices that can err a weight and slice: the factor on the box, METHODS 1. */
export function mappingFactor(scheme: Mapping): number {
  return scheme === 'sign-magnitude' ? 1 : 2
}

/** Conductance columns a slice: a differential pair has one for each sign. */
export function polarities(scheme: Mapping): number {
  return scheme === 'differential' ? 2 : 1
}

/** Weight of slice i, lowest first, as a share of full scale: 2^(iK) (2^K - 1) / (2^M - 1); they sum to 1. */
export function sliceWeights(bits: number | 'float', bitsPerDevice: number): number[] {
  if (bits === 'float') return [1]
  const slices = bits / bitsPerDevice
  return Array.from({ length: slices }, (_, i) => (2 ** (i * bitsPerDevice) * (2 ** bitsPerDevice - 1)) / (2 ** bits - 1))
}

/**
 * The box around the weights that a design's write-verify threshold leaves.
 * Source: [Y] Eq. 4 normalised to full scale: t = th_level / (2^K - 1) = th_window.
 * Throws not-divisible (M by K), bad-value (level unit with float weights), out-of-range (t above half the window).
 */
export function box(design: Design): { t: number; thWindow: number; thLevel: number; kappa: number } {
  const M = design['weights.bits']
  const K = design['device.bitsPerDevice']
  const threshold = design['device.threshold']
  const spacings = 2 ** K - 1
  if (M === 'float' && design['device.thresholdUnit'] === 'level') {
    throw new NadirError('bad-value', 'A float weight has no levels, so its threshold cannot be in level units.', {
      hint: 'Set device.thresholdUnit to window.',
    })
  }
  if (M !== 'float' && M % K !== 0) {
    throw new NadirError('not-divisible', `${M} weight bits do not divide by ${K} bits a device.`, {
      hint: `Choose ${divisors(M).join(', ')} bits a device, or other weight bits.`,
    })
  }
  const thWindow = design['device.thresholdUnit'] === 'window' ? threshold : threshold / spacings
  const thLevel = design['device.thresholdUnit'] === 'window' ? threshold * spacings : threshold
  if (!(thWindow > 0))
    throw new NadirError('out-of-range', `device.threshold = ${threshold} leaves no box.`, { hint: 'Use a threshold above zero.' })
  if (thWindow > 0.5) {
    throw new NadirError(
      'out-of-range',
      `A threshold of ${threshold} ${design['device.thresholdUnit']} is more than half the conductance window.`,
      {
        hint: `At ${K} bits a device use at most 0.5 window, which is ${0.5 * spacings} level.`,
      },
    )
  }
  return { t: thWindow, thWindow, thLevel, kappa: mappingFactor(design['mapping.scheme']) * (hasReference(design) ? 2 : 1) }
}

function divisors(bits: number): number[] {
  return Array.from({ length: bits }, (_, i) => i + 1).filter((k) => bits % k === 0)
}

/** Everything the form shows beside its fields. Throws as `box` does. */
export function derive(design: Design, shapes: readonly LayerShape[]): Derived {
  const { t, thWindow, thLevel, kappa } = box(design)
  const M = design['weights.bits']
  const slices = M === 'float' ? 1 : M / design['device.bitsPerDevice']
  const perSlice = polarities(design['mapping.scheme'])
  const [R, C] = [design['crossbar.rows'], design['crossbar.columns']]
  const layers = shapes.map((layer): Tiling => {
    const physical = layer.columns * slices * perSlice
    const down = Math.ceil(layer.rows / R)
    const across = Math.ceil(physical / C)
    const { name, rows, positions } = layer
    return { name, rows, columns: physical, positions, down, across, tiles: down * across, devices: rows * physical }
  })
  const tiles = layers.reduce((n, l) => n + l.tiles, 0)
  const devices = layers.reduce((n, l) => n + l.devices, 0)
  const warnings: string[] = []
  if (M !== 'float' && thLevel > 0.5)
    warnings.push(`levels overlap: the threshold is ${Number(thLevel.toPrecision(3))} of a level spacing, more than half`)
  warnings.push(...variationWarnings(design), ...arrayWarnings(design, layers))
  return {
    t,
    thWindow,
    thLevel,
    ...(M === 'float' ? {} : { thG: t * (2 ** M - 1) }),
    kappa,
    slices,
    polarities: perSlice,
    weights: shapes.reduce((n, l) => n + l.rows * l.columns, 0),
    devices,
    tiles,
    utilisation: tiles === 0 ? 0 : devices / (tiles * R * C),
    layers,
    warnings,
  }
}
