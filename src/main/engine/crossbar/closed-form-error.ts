import type { TileCircuit } from './circuit'
import { effectiveConductance } from './nodal'
import { closedForm } from './parasitics'

/** Relative errors, 0.1 is ten percent. */
export interface RelativeError {
  mean: number
  worst: number
}

/**
 * How far the closed form is off the nodal solution of a tile: of the entries of its effective conductance matrix, and
 * of its column currents with all rows at one voltage. Open devices are left out of the first, as the closed form is
 * zero there and sneak currents are not. No randomness. Throws as effectiveConductance.
 */
export function closedFormError(circuit: TileCircuit): { entries: RelativeError; currents: RelativeError } {
  const { rows, columns, conductances, resistances } = circuit
  const exact = effectiveConductance(circuit)
  const { effective } = closedForm(conductances, rows, columns, resistances)
  const entries: number[] = []
  const currents: number[] = []
  for (let j = 0; j < columns; j++) {
    let [closedCurrent, exactCurrent] = [0, 0]
    for (let i = 0; i < rows; i++) {
      const [a, b] = [effective[i * columns + j] ?? 0, exact[j * rows + i] ?? 0]
      closedCurrent += a
      exactCurrent += b
      if ((conductances[i * columns + j] ?? 0) > 0) entries.push(Math.abs(a / b - 1))
    }
    if (exactCurrent > 0) currents.push(Math.abs(closedCurrent / exactCurrent - 1))
  }
  return { entries: summary(entries), currents: summary(currents) }
}

function summary(errors: number[]): RelativeError {
  let [sum, worst] = [0, 0]
  for (const error of errors) {
    sum += error
    worst = Math.max(worst, error)
  }
  return { mean: errors.length === 0 ? 0 : sum / errors.length, worst }
}
