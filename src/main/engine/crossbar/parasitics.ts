import { normalQuantile } from '../../../shared/normal'
import { philox, toUnit } from '../../../shared/rng'

/** Source and neuron resistance of a tile in ohms. */
export interface EndResistances {
  source: number
  neuron: number
}

/** Effective conductances of a tile in closed form, with the loads of its lines. */
export interface ClosedForm {
  /** [rows, columns], siemens. */
  effective: Float64Array
  /** `1 / (1 + Rs sum_k G_ik)` [rows]: what is left of a row's voltage. */
  drive: Float64Array
  /** `1 / (1 + Rn sum_k G_kj)` [columns]: what is left of a column's current. */
  collect: Float64Array
}

/**
 * Source and neuron resistance in closed form: `G'_ij = G_ij / ((1 + Rs sum_k G_ik)(1 + Rn sum_k G_kj))`.
 * Source: Chakraborty, Roy, Roy (IEEE TETCI 2018) as read in METHODS 7: the source resistance divides a row's drive, the
 * neuron resistance a column's current. The sums run over all physical columns and rows of the tile with absolute
 * conductances [rows, columns] in siemens. Exact where Rs = 0 or Rn = 0; with both, one cell comes out as
 * `(1 + (Rs + Rn) G) / ((1 + Rs G)(1 + Rn G))` of the exact current, and large tiles tens of percent off: solveNodal is
 * exact. No wires. No randomness.
 */
export function closedForm(conductances: Float64Array, rows: number, columns: number, { source, neuron }: EndResistances): ClosedForm {
  const drive = new Float64Array(rows)
  const collect = new Float64Array(columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const g = conductances[i * columns + j] ?? 0
      drive[i] = (drive[i] ?? 0) + g
      collect[j] = (collect[j] ?? 0) + g
    }
  }
  for (let i = 0; i < rows; i++) drive[i] = 1 / (1 + source * (drive[i] ?? 0))
  for (let j = 0; j < columns; j++) collect[j] = 1 / (1 + neuron * (collect[j] ?? 0))
  const effective = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      effective[i * columns + j] = (conductances[i * columns + j] ?? 0) * (drive[i] ?? 0) * (collect[j] ?? 0)
  return { effective, drive, collect }
}

/**
 * Vector-Jacobian product of `closedForm`: from the gradient L with respect to G' that with respect to G, both
 * [rows, columns]: `L_ij a_i b_j - Rs a_i sum_k L_ik G'_ik - Rn b_j sum_k L_kj G'_kj`, a and b the drive and collect factors.
 */
export function closedFormGradient(form: ClosedForm, { source, neuron }: EndResistances, cotangent: Float64Array): Float64Array {
  const { effective, drive, collect } = form
  const [rows, columns] = [drive.length, collect.length]
  const row = new Float64Array(rows)
  const column = new Float64Array(columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const product = (cotangent[i * columns + j] ?? 0) * (effective[i * columns + j] ?? 0)
      row[i] = (row[i] ?? 0) + product
      column[j] = (column[j] ?? 0) + product
    }
  }
  const gradient = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    const [a, load] = [drive[i] ?? 0, source * (drive[i] ?? 0) * (row[i] ?? 0)]
    for (let j = 0; j < columns; j++) {
      const b = collect[j] ?? 0
      gradient[i * columns + j] = (cotangent[i * columns + j] ?? 0) * a * b - load - neuron * b * (column[j] ?? 0)
    }
  }
  return gradient
}

/** How conductances vary from chip to chip: a factor for each device, or one for all of a chip. */
export type ChipVariation = 'device' | 'chip'

/** Second key word of these numbers, apart from the streams of shared/rng.ts. */
const CHIP_STREAM = 16

/**
 * Factors `1 + N(0, sigma)` on the conductances of one array of a chip, frozen for that chip.
 * Source: METHODS 7; Chakraborty et al. do not say whether a device or a chip is meant: `device` draws one for each of
 * `count` devices, `chip` the same for all arrays of a chip. Factors below zero, which a large sigma brings, become 0.
 * A factor is a function of (seed, chip, array, key of the device) alone, whatever the order, and does not depend on sigma.
 */
export function chipFactors(
  kind: ChipVariation,
  count: number,
  sigma: number,
  { seed, chip, array }: { seed: number; chip: number; array: number },
  keyOf: (device: number) => number = (device) => device,
): Float64Array {
  const words = new Uint32Array(4)
  const factor = (word: number): number => Math.max(0, 1 + sigma * normalQuantile(toUnit(word)))
  if (kind === 'chip') {
    philox(words, seed, CHIP_STREAM, chip, 0, 0, 1)
    return new Float64Array(count).fill(factor(words[0] ?? 0))
  }
  const factors = new Float64Array(count)
  let block = -1
  for (let i = 0; i < count; i++) {
    const key = keyOf(i)
    if (key >>> 2 !== block) {
      block = key >>> 2
      philox(words, seed, CHIP_STREAM, chip, array, block, 0)
    }
    factors[i] = factor(words[key & 3] ?? 0)
  }
  return factors
}
