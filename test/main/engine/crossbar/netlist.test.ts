import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tileNetlist } from '../../../../src/main/engine/crossbar/netlist'
import { columnCurrents, effectiveConductance } from '../../../../src/main/engine/crossbar/nodal'
import { relativeError } from '../../../support/vectors'
import { randomTile, randoms } from './dense'

const absent = spawnSync('ngspice', ['--version']).status !== 0

/** Column currents in amperes as ngspice prints them: `i(vout3) = 1.234567890123e-05`. */
function simulate(netlist: string, columns: number): Float64Array {
  const folder = mkdtempSync(join(tmpdir(), 'nadir-netlist-'))
  try {
    const file = join(folder, 'tile.cir')
    writeFileSync(file, netlist)
    const { stdout, stderr, status } = spawnSync('ngspice', ['-b', file], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`ngspice ended with ${status}: ${stderr}`)
    const currents = new Float64Array(columns).fill(Number.NaN)
    for (const [, column, value] of stdout.matchAll(/^i\(vout(\d+)\) = (\S+)$/gm)) currents[Number(column)] = Number(value)
    return currents
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('the netlist of a tile', () => {
  const cases = [
    { name: 'all resistances', source: 1000, neuron: 500, word: 2, bit: 3 },
    { name: 'ideal wires', source: 1000, neuron: 500, word: 0, bit: 0 },
    { name: 'ideal drivers and neurons', source: 0, neuron: 0, word: 5, bit: 5 },
    { name: 'an ideal bit line and driver', source: 0, neuron: 50, word: 5, bit: 0 },
  ]
  // Skipped where there is no ngspice on the path: it is another project's program and not installed with ours.
  it.skipIf(absent).each(cases)('simulated by ngspice gives our currents to 1e-6 with $name', ({ source, neuron, word, bit }) => {
    const tile = randomTile(11, 8, 6, { source, neuron, word, bit })
    const V = randoms(12, 8, 0, 0.3)
    const ours = columnCurrents(effectiveConductance(tile), 8, 6, V)
    expect(relativeError(ours, simulate(tileNetlist(tile, V), 6))).toBeLessThan(1e-6)
  })

  it('has one line a part and leaves out open devices and ideal lines', () => {
    const tile = {
      rows: 2,
      columns: 2,
      conductances: Float64Array.of(1e-4, 0, 2e-4, 1e-4),
      resistances: { source: 10, neuron: 0, word: 1, bit: 0 },
    }
    expect(tileNetlist(tile, [0.2, 0.1], 'two\nlines').split('\n')).toEqual([
      '* two lines',
      '* 2 word lines x 2 bit lines; ohms: source 10, neuron 0, word wire 1, bit wire 0',
      'Vin0 s0 0 0.2',
      'Rsource0 s0 w0_0 10',
      'Vin1 s1 0 0.1',
      'Rsource1 s1 w1_0 10',
      'Rcell0_0 w0_0 b0 10000',
      'Rword0_0 w0_0 w0_1 1',
      'Rcell1_0 w1_0 b0 5000',
      'Rword1_0 w1_0 w1_1 1',
      'Rcell1_1 w1_1 b1 10000',
      'Vout0 b0 0 0',
      'Vout1 b1 0 0',
      '.op',
      '.control',
      'set numdgt=12',
      'run',
      'print i(vout0)',
      'print i(vout1)',
      'quit 0',
      '.endc',
      '.end',
      '',
    ])
  })
})
