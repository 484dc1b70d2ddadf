import { NadirError } from '../../../shared/errors'

/** Resistances of a tile's lines in ohms; 0 is an ideal connection. */
export interface LineResistances {
  /** Between a row's voltage source and its first word node. */
  source: number
  /** Between a column's last bit node and the virtual ground of its neuron or converter. */
  neuron: number
  /** Of one wire segment between neighbouring cells of a word line. */
  word: number
  /** Of one wire segment between neighbouring cells of a bit line. */
  bit: number
}

/**
 * One tile as a resistor network. Source V_i - Rs - word node (i,0); neighbouring word nodes of a row are joined by Rw;
 * device G_ij joins word node (i,j) and bit node (i,j); neighbouring bit nodes of a column are joined by Rb; bit node
 * (rows-1,j) - Rn - ground. Word lines end open, bit lines are open at row 0.
 */
export interface TileCircuit {
  rows: number
  columns: number
  /** [rows, columns], siemens, 0 is an open device. */
  conductances: Float64Array
  resistances: LineResistances
}

/** Throws out-of-range for a conductance or resistance that is negative or not finite, bad-value for a wrong size. */
export function checkCircuit({ rows, columns, conductances, resistances }: TileCircuit): void {
  if (!(Number.isInteger(rows) && Number.isInteger(columns) && rows > 0 && columns > 0))
    throw new NadirError('bad-value', `A tile of ${rows} x ${columns} cells is none.`, { hint: 'Use whole numbers above zero.' })
  if (conductances.length !== rows * columns)
    throw new NadirError('bad-value', `${conductances.length} conductances for ${rows} x ${columns} cells.`, {
      hint: 'Give one conductance for each cell, row by row.',
    })
  for (const [name, ohms] of Object.entries(resistances)) {
    if (!(ohms >= 0 && Number.isFinite(ohms)))
      throw new NadirError('out-of-range', `The ${name} resistance is ${String(ohms)} ohms.`, {
        hint: 'Use zero or a finite number above it.',
      })
  }
  const bad = conductances.findIndex((g) => !(g >= 0 && Number.isFinite(g)))
  if (bad >= 0)
    throw new NadirError(
      'out-of-range',
      `The conductance of row ${Math.floor(bad / columns)}, column ${bad % columns} is ${conductances[bad]} S.`,
      {
        hint: 'A device conducts zero or a finite number above it: check the error that was added to its target.',
      },
    )
}

/** An array of ideal lines has none of these. */
export const idealLines: LineResistances = { source: 0, neuron: 0, word: 0, bit: 0 }
