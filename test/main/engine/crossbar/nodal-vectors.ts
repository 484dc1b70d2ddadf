import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { parseNpy, type NpyArray } from '../../../../src/main/engine/data/npy'
import type { TileCircuit } from '../../../../src/main/engine/crossbar/circuit'

const folder = process.env['NADIR_VECTORS'] ?? join(import.meta.dirname, '../../../fixtures/vectors')

export interface NodalCase {
  name: string
  circuit: TileCircuit
  /** [count, rows] volts, and [count, columns] amperes. */
  voltages: Float64Array
  currents: Float64Array
  /** Those of the closed form, where the file has them. */
  closedFormCurrents?: Float64Array
}

/** Every case of the golden circuits. The archive also lists its cases as text, which our own reader does not read. */
export function nodalCases(): NodalCase[] {
  const files = unzipSync(readFileSync(join(folder, 'crossbar_nodal.npz')))
  const array = (name: string): NpyArray => {
    const bytes = files[`${name}.npy`]
    if (bytes === undefined) throw new Error(`no array ${name}`)
    return parseNpy(bytes, name)
  }
  const numbers = (name: string): Float64Array => Float64Array.from(array(name).values, Number)
  return Object.keys(files)
    .filter((file) => file.endsWith('_G.npy'))
    .map((file) => {
      const name = file.slice(0, -'_G.npy'.length)
      const ohms = (symbol: string): number => numbers(`${name}_${symbol}`)[0] ?? Number.NaN
      const [rows = 0, columns = 0] = array(`${name}_G`).shape
      const resistances = { source: ohms('Rs'), neuron: ohms('Rn'), word: ohms('Rw'), bit: ohms('Rb') }
      return {
        name,
        circuit: { rows, columns, conductances: numbers(`${name}_G`), resistances },
        voltages: numbers(`${name}_V`),
        currents: numbers(`${name}_I`),
        ...(`${name}_closed_form_I.npy` in files ? { closedFormCurrents: numbers(`${name}_closed_form_I`) } : {}),
      }
    })
}
