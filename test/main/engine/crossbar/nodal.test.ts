import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idealLines } from '../../../../src/main/engine/crossbar/circuit'
import { columnCurrents, effectiveConductance } from '../../../../src/main/engine/crossbar/nodal'
import { relativeError } from '../../../support/vectors'
import { denseCurrents, randomTile, randoms } from './dense'
import { nodalCases } from './nodal-vectors'

const ohms = fc.constantFrom(0.1, 1, 20, 500, 1e4)
const ohmsOrNone = fc.constantFrom(0, 0.1, 1, 20, 500, 1e4)
const size = fc.integer({ min: 1, max: 9 })
const seed = fc.integer({ min: 0, max: 1e6 })
const lines = fc.record({ source: ohms, neuron: ohms, word: ohms, bit: ohms })
const anyLines = fc.record({ source: ohmsOrNone, neuron: ohmsOrNone, word: ohmsOrNone, bit: ohmsOrNone })

describe('the golden vectors', () => {
  const cases = nodalCases()
  it('hold at least one case', () => expect(cases.length).toBeGreaterThan(0))
  it.each(cases)('agree on $name to 1e-9', ({ circuit, voltages, currents }) => {
    const { rows, columns } = circuit
    expect(relativeError(columnCurrents(effectiveConductance(circuit), rows, columns, voltages), currents)).toBeLessThan(1e-9)
  })
})

describe('the effective conductance', () => {
  it('gives the currents of a dense solve for any small tile', () => {
    fc.assert(
      fc.property(size, size, lines, seed, (rows, columns, resistances, seed) => {
        const tile = randomTile(seed, rows, columns, resistances)
        const V = randoms(seed + 2, rows, 0, 0.3)
        const dense = denseCurrents(tile, V)
        const ours = columnCurrents(effectiveConductance(tile), rows, columns, V)
        const scale = Math.max(...dense, 1e-12)
        ours.forEach((I, j) => expect(Math.abs(I - (dense[j] ?? 0)) / scale).toBeLessThan(1e-9))
      }),
      { numRuns: 60 },
    )
  })

  it('is the conductances themselves on ideal lines', () => {
    fc.assert(
      fc.property(size, size, seed, (rows, columns, seed) => {
        const tile = randomTile(seed, rows, columns, idealLines)
        const effective = effectiveConductance(tile)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) expect(effective[j * rows + i]).toBe(tile.conductances[i * columns + j])
      }),
    )
  })

  it('with a line of no resistance is the limit of small ones', () => {
    fc.assert(
      fc.property(size, size, anyLines, seed, (rows, columns, resistances, seed) => {
        const small = (r: number): number => (r === 0 ? 1e-9 : r)
        const near = {
          source: small(resistances.source),
          neuron: small(resistances.neuron),
          word: small(resistances.word),
          bit: small(resistances.bit),
        }
        const exact = effectiveConductance(randomTile(seed, rows, columns, resistances))
        const limit = effectiveConductance(randomTile(seed, rows, columns, near))
        exact.forEach((g, i) => expect(Math.abs(g - (limit[i] ?? 0))).toBeLessThanOrEqual(1e-11 * Math.max(...exact)))
      }),
    )
  })

  it('is reciprocal: turning the tile round, sources for grounds, turns the matrix round', () => {
    fc.assert(
      fc.property(size, size, anyLines, seed, (rows, columns, resistances, seed) => {
        const tile = randomTile(seed, rows, columns, resistances)
        // Cell (i, j) of the turned tile is cell (rows-1-j, columns-1-i): its outputs become its inputs.
        const turned = {
          rows: columns,
          columns: rows,
          conductances: Float64Array.from({ length: rows * columns }, (_, at) => {
            const [i, j] = [Math.floor(at / rows), at % rows]
            return tile.conductances[(rows - 1 - j) * columns + columns - 1 - i] ?? 0
          }),
          resistances: { source: resistances.neuron, neuron: resistances.source, word: resistances.bit, bit: resistances.word },
        }
        const [a, b] = [effectiveConductance(tile), effectiveConductance(turned)]
        const top = Math.max(...a, 1e-12)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            expect(Math.abs((a[j * rows + i] ?? 0) - (b[(rows - 1 - i) * columns + columns - 1 - j] ?? 0))).toBeLessThanOrEqual(1e-12 * top)
      }),
    )
  })

  it('never exceeds the device on ideal lines, and falls as a line resistance grows', () => {
    const at = (word: number): number => {
      const V = new Float64Array(24).fill(0.2)
      return columnCurrents(effectiveConductance(randomTile(5, 24, 17, { source: 10, neuron: 10, word, bit: 1 })), 24, 17, V).reduce(
        (a, b) => a + b,
      )
    }
    const sums = [0, 0.5, 1, 5, 50].map(at)
    sums.slice(1).forEach((sum, i) => expect(sum).toBeLessThan(sums[i] ?? 0))
  })

  it('keeps the accuracy of every entry between wires of microohms and devices of gigaohms', () => {
    // A single cell in series: the closed form is exact to rounding, which a formed diagonal would lose.
    const effective = effectiveConductance({
      rows: 1,
      columns: 2,
      conductances: Float64Array.of(1e-9, 1e-3),
      resistances: { source: 1e-6, neuron: 1e-6, word: 1e-6, bit: 1e-6 },
    })
    const [a, b] = [1 / (1e9 + 1e-6), 1 / (1e-6 + 1e3 + 1e-6)]
    // Source and first node: V divides between 1e-6 and the two branches in parallel.
    const v = 1 / (1 + 1e-6 * (a + b))
    expect((effective[0] ?? 0) / (v * a)).toBeCloseTo(1, 13)
    expect((effective[1] ?? 0) / (v * b)).toBeCloseTo(1, 13)
  })

  it('of 784 x 500 cells behind source resistances is exact in closed form, and all but unmoved by wires of picoohms', () => {
    const [rows, columns] = [784, 500]
    const conductances = randoms(1, rows * columns, 1e-6, 1e-4)
    for (const wire of [0, 1e-12]) {
      const effective = effectiveConductance({
        rows,
        columns,
        conductances,
        resistances: { source: 1000, neuron: 0, word: wire, bit: wire },
      })
      let worst = 0
      for (let i = 0; i < rows; i++) {
        const row = conductances.subarray(i * columns, (i + 1) * columns)
        const load = 1 + 1000 * row.reduce((a, b) => a + b)
        row.forEach((g, j) => (worst = Math.max(worst, Math.abs(((effective[j * rows + i] ?? 0) * load) / g - 1))))
      }
      expect(worst).toBeLessThan(wire === 0 ? 1e-12 : 1e-9)
    }
  })

  it('refuses a negative conductance and says where it is', () => {
    const conductances = Float64Array.of(1e-5, 1e-5, -1e-6, 1e-5)
    expect(() => effectiveConductance({ rows: 2, columns: 2, conductances, resistances: idealLines })).toThrow(/row 1, column 0/)
  })
})
