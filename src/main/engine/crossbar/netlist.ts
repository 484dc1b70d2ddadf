import { checkCircuit, type TileCircuit } from './circuit'

/**
 * SPICE netlist of a tile: the circuit of TileCircuit at its operating point, for ngspice and its like.
 * Each column's current into ground is that of a 0 V source, printed as `i(vout<column>)` with 12 digits. Open devices
 * and resistances of zero are left out, their nodes merged. `voltages` [rows] in volts. `title` is its first line.
 * Throws out-of-range, bad-value for a circuit that is none.
 */
export function tileNetlist(circuit: TileCircuit, voltages: ArrayLike<number>, title = 'crossbar tile'): string {
  checkCircuit(circuit)
  const { rows, columns, conductances, resistances: r } = circuit
  const word = (i: number, j: number): string => (r.word === 0 ? `w${i}` : `w${i}_${j}`)
  const bit = (i: number, j: number): string => (r.bit === 0 ? `b${j}` : `b${i}_${j}`)
  const lines = [
    // The first line of a netlist is its title whatever it holds; a line break would end it.
    `* ${title.replace(/\s+/g, ' ')}`,
    `* ${rows} word lines x ${columns} bit lines; ohms: source ${r.source}, neuron ${r.neuron}, word wire ${r.word}, bit wire ${r.bit}`,
  ]
  const resistor = (name: string, a: string, b: string, ohms: number): void => {
    lines.push(`R${name} ${a} ${b} ${ohms}`)
  }
  for (let i = 0; i < rows; i++) {
    const source = r.source === 0 ? word(i, 0) : `s${i}`
    lines.push(`Vin${i} ${source} 0 ${voltages[i] ?? 0}`)
    if (r.source > 0) resistor(`source${i}`, source, word(i, 0), r.source)
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const g = conductances[i * columns + j] ?? 0
      if (g > 0) resistor(`cell${i}_${j}`, word(i, j), bit(i, j), 1 / g)
      if (r.word > 0 && j + 1 < columns) resistor(`word${i}_${j}`, word(i, j), word(i, j + 1), r.word)
      if (r.bit > 0 && i + 1 < rows) resistor(`bit${i}_${j}`, bit(i, j), bit(i + 1, j), r.bit)
    }
  }
  for (let j = 0; j < columns; j++) {
    const end = r.neuron === 0 ? bit(rows - 1, j) : `n${j}`
    if (r.neuron > 0) resistor(`neuron${j}`, bit(rows - 1, j), end, r.neuron)
    lines.push(`Vout${j} ${end} 0 0`)
  }
  const prints = Array.from({ length: columns }, (_, j) => `print i(vout${j})`)
  lines.push('.op', '.control', 'set numdgt=12', 'run', ...prints, 'quit 0', '.endc', '.end', '')
  return lines.join('\n')
}
