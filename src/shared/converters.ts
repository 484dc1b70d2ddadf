import type { Design } from './fields'

/** What converters of a design do to the sums of a column, in units of one input level times one device level. */
export interface Converters {
  /** Input bits a cycle, and cycles that an input of all its bits takes. */
  digitBits: number
  digits: number
  /** Largest digit and largest device level. */
  digitTop: number
  levelTop: number
  /** Sums that the codes are spread over; `full`: the largest of a column of a tile, R (2^v - 1)(2^K - 1). */
  range: number
  /** Bits that tell all sums apart, and what ISAAC's rule asks for. */
  exactBits: number
  isaacBits: number
  /** Distance of two codes; 1 where all sums are told apart. */
  step: number
  /** Largest code. */
  codes: number
}

/** Bits of a digital number that reaches the array; a float one counts as one analog level. */
const bitsOf = (bits: number | 'float'): number => (bits === 'float' ? 0 : bits)

/** True where converters act on the results: without one at the columns, digits and tiles add up to the plain product. */
export function converts(design: Pick<Design, 'crossbar.adcBits'>): boolean {
  // Designs of runs from before there were converters hold no value.
  return (design['crossbar.adcBits'] ?? 'off') !== 'off'
}

/** True where the range of converters is taken from what training images give. */
export function calibrates(design: Pick<Design, 'crossbar.adcBits' | 'crossbar.adcRange'>): boolean {
  return converts(design) && design['crossbar.adcRange'] === 'calibrated'
}

/** True where resistance lies between the devices and what their columns read. */
export function isParasitic(design: Pick<Design, 'crossbar.parasitics'>): boolean {
  return (design['crossbar.parasitics'] ?? 'none') !== 'none'
}

/** True where results depend on single devices; else slices and signs add up to the weight, whatever array they lie on. */
export function countsDevices(design: Design): boolean {
  return converts(design) || isParasitic(design)
}

/**
 * Work of a pass against one with plain products: every digit goes through every device of a weight and its converter.
 * Measured on the LeNet: 375 us an image instead of 37 with 4 digits and 4 devices, 133 with one digit.
 */
export function passCost(design: Design): { gradient: number; evaluate: number } {
  if (!converts(design)) return { gradient: 1, evaluate: 1 }
  const devices = (design['weights.bits'] === 'float' ? 1 : design['weights.bits'] / design['device.bitsPerDevice']) * 2
  const evaluate = 1 + 0.58 * convertersOf(design).digits * devices
  // A gradient is a third forward; the way back takes the weights.
  return { evaluate, gradient: 0.7 + 0.3 * evaluate }
}

/**
 * Converters of a design, range `full`: the physical rows R, whatever a layer uses of them.
 * Source: METHODS 7: exact sums take `ceil(log2(R (2^v - 1)(2^K - 1) + 1))` bits; ISAAC (Shafiee et al. 2016) asks for
 * `log2 R + v + K`, one less where v or K is 1. Float weights or inputs are one analog level: no number of bits is exact.
 */
export function convertersOf(design: Design): Converters {
  const inputBits = bitsOf(design['activations.bits'])
  const digitBits = Math.min(design['crossbar.dacBits'], inputBits)
  const digits = inputBits === 0 ? 1 : Math.ceil(inputBits / digitBits)
  const analog = inputBits === 0 || design['weights.bits'] === 'float'
  const digitTop = inputBits === 0 ? 1 : 2 ** digitBits - 1
  const levelTop = design['weights.bits'] === 'float' ? 1 : 2 ** design['device.bitsPerDevice'] - 1
  const rows = design['crossbar.rows']
  const range = rows * digitTop * levelTop
  const [v, K] = [digitBits, design['device.bitsPerDevice']]
  const codes = design['crossbar.adcBits'] === 'off' ? Infinity : 2 ** design['crossbar.adcBits'] - 1
  return {
    digitBits,
    digits,
    digitTop,
    levelTop,
    range,
    exactBits: analog ? Infinity : Math.ceil(Math.log2(range + 1)),
    isaacBits: Math.ceil(Math.log2(rows)) + v + K - (v === 1 || K === 1 ? 1 : 0),
    step: stepOf(range, codes, analog),
    codes,
  }
}

/**
 * The same converters with their codes spread over another range: what lies above the largest code is cut.
 * Source: METHODS 7. Where inputs and weights are digital a step stays one level at least, with resistance too: the
 * converter is that of the design, whatever its lines do to the levels.
 */
export function rangedTo(converters: Converters, range: number): Converters {
  return { ...converters, range, step: stepOf(range, converters.codes, !Number.isFinite(converters.exactBits)) }
}

function stepOf(range: number, codes: number, analog: boolean): number {
  return analog ? range / codes : Math.max(1, range / codes)
}
