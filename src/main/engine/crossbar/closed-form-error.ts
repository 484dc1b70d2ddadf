import type { RelativeError } from '../../../shared/tile-inspection'
import type { TileCircuit } from './circuit'
import { effectiveConductance } from './nodal'
import { closedForm } from './parasitics'
import { transpose } from './transpose'

/** A tile solved exactly and in closed form. */
export interface BothForms {
  /** Effective conductances [rows, columns], siemens. */
  exact: Float64Array
  closed: Float64Array
  /** Their sums down each column [columns]: currents with all rows at one volt, amperes. */
  exactCurrents: Float64Array
  closedCurrents: Float64Array
}

/** The nodal solution of a tile and its closed form. No randomness. Throws as effectiveConductance. */
export function bothForms(circuit: TileCircuit): BothForms {
  const { rows, columns, conductances, resistances } = circuit
  const exact = transpose(effectiveConductance(circuit), columns, rows)
  const { effective: closed } = closedForm(conductances, rows, columns, resistances)
  return { exact, closed, exactCurrents: columnSums(exact, columns), closedCurrents: columnSums(closed, columns) }
}

/**
 * How far the closed form is off the nodal solution of a tile: of the entries of its effective conductance matrix, and
 * of its column currents with all rows at one voltage. Open devices are left out of the first, as the closed form is
 * zero there and sneak currents are not. No randomness. Throws as effectiveConductance.
 */
export function closedFormError(
  circuit: TileCircuit,
  { exact, closed, exactCurrents, closedCurrents }: BothForms = bothForms(circuit),
): { entries: RelativeError; currents: RelativeError } {
  const { conductances } = circuit
  return {
    entries: meanAndWorst(exact.length, (i) => ((conductances[i] ?? 0) > 0 ? Math.abs((closed[i] ?? 0) / (exact[i] ?? 0) - 1) : undefined)),
    currents: meanAndWorst(exactCurrents.length, (j) => {
      const current = exactCurrents[j] ?? 0
      return current > 0 ? Math.abs((closedCurrents[j] ?? 0) / current - 1) : undefined
    }),
  }
}

/** Mean and largest of values that are there; 0 where none is. */
export function meanAndWorst(count: number, valueOf: (i: number) => number | undefined): RelativeError {
  let [sum, worst, found] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    const value = valueOf(i)
    if (value === undefined) continue
    sum += value
    worst = Math.max(worst, value)
    found++
  }
  return { mean: found === 0 ? 0 : sum / found, worst }
}

function columnSums(matrix: Float64Array, columns: number): Float64Array {
  const sums = new Float64Array(columns)
  matrix.forEach((value, i) => (sums[i % columns] = (sums[i % columns] ?? 0) + value))
  return sums
}
