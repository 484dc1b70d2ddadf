import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnCurrents, effectiveConductance, solveNodal } from '../../../../src/main/engine/crossbar/nodal'
import { randomTile, randoms } from './dense'

const ohmsOrNone = fc.constantFrom(0, 0.1, 1, 20, 500, 1e4)
const size = fc.integer({ min: 1, max: 9 })
const seed = fc.integer({ min: 0, max: 1e6 })
const anyLines = fc.record({ source: ohmsOrNone, neuron: ohmsOrNone, word: ohmsOrNone, bit: ohmsOrNone })

describe('the solution kept', () => {
  it.each([
    [23, 14],
    [90, 70],
    [1, 60],
    [60, 1],
  ])('conserves current at every node of a %d x %d tile', (rows, columns) => {
    const r = { source: 800, neuron: 300, word: 2, bit: 3 }
    const tile = randomTile(3, rows, columns, r)
    const V = randoms(9, rows, 0, 0.3)
    const { effective, potentials } = solveNodal(tile)
    const { word, bit } = potentials(V)
    const I = columnCurrents(effective, rows, columns, V)
    const top = Math.max(...I)
    const device = (at: number): number => ((word[at] ?? 0) - (bit[at] ?? 0)) * (tile.conductances[at] ?? 0)
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j
        const from = j === 0 ? ((V[i] ?? 0) - (word[at] ?? 0)) / r.source : ((word[at - 1] ?? 0) - (word[at] ?? 0)) / r.word
        const on = j === columns - 1 ? 0 : ((word[at] ?? 0) - (word[at + 1] ?? 0)) / r.word
        expect(Math.abs(from - on - device(at)) / top).toBeLessThan(1e-11)
        const above = i === 0 ? 0 : ((bit[at - columns] ?? 0) - (bit[at] ?? 0)) / r.bit
        const below = i === rows - 1 ? (bit[at] ?? 0) / r.neuron : ((bit[at] ?? 0) - (bit[at + columns] ?? 0)) / r.bit
        expect(Math.abs(above + device(at) - below) / top).toBeLessThan(1e-11)
        if (i === rows - 1) expect(Math.abs(below - (I[j] ?? 0)) / top).toBeLessThan(1e-11)
      }
    }
    const drawn = V.reduce((sum, v, i) => sum + (v - (word[i * columns] ?? 0)) / r.source, 0)
    expect(drawn / I.reduce((a, b) => a + b)).toBeCloseTo(1, 11)
  })

  it('has the same conductances as the solution that is not kept', () => {
    const tile = randomTile(4, 20, 13, { source: 100, neuron: 0, word: 1, bit: 0 })
    expect(solveNodal(tile).effective).toEqual(effectiveConductance(tile))
  })

  it('has the gradient of finite differences with respect to every device', () => {
    fc.assert(
      fc.property(size, size, anyLines, seed, (rows, columns, resistances, seed) => {
        const tile = randomTile(seed, rows, columns, resistances)
        const cotangent = randoms(seed + 3, rows * columns, -1, 1)
        const loss = (conductances: Float64Array): number =>
          effectiveConductance({ ...tile, conductances }).reduce((sum, g, i) => sum + g * (cotangent[i] ?? 0), 0)
        const gradient = solveNodal(tile).gradient(cotangent)
        const step = 1e-8
        tile.conductances.forEach((g, i) => {
          const up = loss(tile.conductances.with(i, g + 2 * step))
          const down = loss(tile.conductances.with(i, g))
          const middle = loss(tile.conductances.with(i, g + step))
          // One-sided, as an open device cannot go below zero; second order.
          const difference = (4 * middle - 3 * down - up) / (2 * step)
          expect(Math.abs(difference - (gradient[i] ?? 0))).toBeLessThan(2e-6)
        })
      }),
      { numRuns: 60 },
    )
  })
})
