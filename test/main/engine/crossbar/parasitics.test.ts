import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TileCircuit } from '../../../../src/main/engine/crossbar/circuit'
import { closedFormError } from '../../../../src/main/engine/crossbar/closed-form-error'
import { columnCurrents, effectiveConductance } from '../../../../src/main/engine/crossbar/nodal'
import { chipFactors, closedForm, closedFormGradient } from '../../../../src/main/engine/crossbar/parasitics'
import { transpose } from '../../../../src/main/engine/crossbar/transpose'
import { relativeError } from '../../../support/vectors'
import { randomTile, randoms } from './dense'
import { nodalCases } from './nodal-vectors'

const size = fc.integer({ min: 1, max: 9 })
const seed = fc.integer({ min: 0, max: 1e6 })
const ohms = fc.constantFrom(0, 1, 100, 1000, 1e5)

describe('the closed form', () => {
  it('is exact to 1e-12 where the source or the neuron resistance is zero', () => {
    fc.assert(
      fc.property(size, size, ohms, fc.boolean(), seed, (rows, columns, r, atSource, seed) => {
        const ends = atSource ? { source: r, neuron: 0 } : { source: 0, neuron: r }
        const tile = randomTile(seed, rows, columns, { ...ends, word: 0, bit: 0 })
        const exact = effectiveConductance(tile)
        const { effective } = closedForm(tile.conductances, rows, columns, ends)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            const [a, b] = [effective[i * columns + j] ?? 0, exact[j * rows + i] ?? 0]
            expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * b)
          }
      }),
    )
  })

  it('is off by the known ratio for one cell with both resistances', () => {
    const [G, source, neuron] = [1e-4, 1000, 500]
    const exact = effectiveConductance({
      rows: 1,
      columns: 1,
      conductances: Float64Array.of(G),
      resistances: { source, neuron, word: 0, bit: 0 },
    })
    const { effective } = closedForm(Float64Array.of(G), 1, 1, { source, neuron })
    const ratio = ((1 + source * G) * (1 + neuron * G)) / (1 + (source + neuron) * G)
    expect((exact[0] ?? 0) / (effective[0] ?? 0) / ratio).toBeCloseTo(1, 13)
  })

  const golden = nodalCases().filter(({ closedFormCurrents }) => closedFormCurrents !== undefined)
  it('is in the golden vectors', () => expect(golden.length).toBeGreaterThan(0))
  it.each(golden)('gives the currents that the golden vectors say it gives for $name', ({ circuit, voltages, closedFormCurrents }) => {
    const { rows, columns, conductances, resistances } = circuit
    const { effective } = closedForm(conductances, rows, columns, resistances)
    const currents = columnCurrents(transpose(effective, rows, columns), rows, columns, voltages)
    expect(relativeError(currents, closedFormCurrents ?? [])).toBeLessThan(1e-12)
  })

  it('has the gradient of finite differences', () => {
    fc.assert(
      fc.property(size, size, ohms, ohms, seed, (rows, columns, source, neuron, seed) => {
        const conductances = randoms(seed, rows * columns, 1e-5, 1e-4)
        const cotangent = randoms(seed + 1, rows * columns, -1, 1)
        const ends = { source, neuron }
        const loss = (G: Float64Array): number =>
          closedForm(G, rows, columns, ends).effective.reduce((sum, g, i) => sum + g * (cotangent[i] ?? 0), 0)
        const gradient = closedFormGradient(closedForm(conductances, rows, columns, ends), ends, cotangent)
        conductances.forEach((g, i) => {
          const step = 1e-8
          const difference = (loss(conductances.with(i, g + step)) - loss(conductances.with(i, g - step))) / (2 * step)
          expect(Math.abs(difference - (gradient[i] ?? 0))).toBeLessThan(1e-6)
        })
      }),
    )
  })
})

describe('the error of the closed form', () => {
  const tile = (source: number, neuron: number, word = 0): TileCircuit => randomTile(8, 32, 32, { source, neuron, word, bit: word })
  it('is nothing where the closed form is exact', () => {
    const { entries, currents } = closedFormError(tile(1000, 0))
    expect(entries.worst).toBeLessThan(1e-12)
    expect(currents.worst).toBeLessThan(1e-12)
  })

  it('is tens of percent for 32 x 32 cells of up to 100 uS at 1 and 0.5 kiloohms', () => {
    const { currents } = closedFormError(tile(1000, 500))
    expect(currents.mean).toBeGreaterThan(0.2)
    expect(currents.mean).toBeLessThan(0.5)
    expect(currents.worst).toBeGreaterThanOrEqual(currents.mean)
  })

  it('grows with wires, which the closed form does not know', () => {
    const errors = [0, 1, 10].map((word) => closedFormError(tile(1000, 0, word)).currents.worst)
    expect(errors[1]).toBeGreaterThan(errors[0] ?? 0)
    expect(errors[2]).toBeGreaterThan(errors[1] ?? 0)
  })
})

describe('chip factors', () => {
  const chip = { seed: 7, chip: 3, array: 1 }
  it('have the mean and spread asked for', () => {
    const factors = chipFactors('device', 40_000, 0.1, chip)
    const mean = factors.reduce((a, b) => a + b) / factors.length
    const sd = Math.sqrt(factors.reduce((sum, f) => sum + (f - mean) ** 2, 0) / factors.length)
    expect(Math.abs(mean - 1)).toBeLessThan(0.002)
    expect(Math.abs(sd - 0.1)).toBeLessThan(0.002)
  })

  it('of a device do not depend on how many are drawn, and differ by chip and array', () => {
    const few = chipFactors('device', 5, 0.1, chip)
    expect(chipFactors('device', 400, 0.1, chip).subarray(0, 5)).toEqual(few)
    expect(chipFactors('device', 5, 0.1, { ...chip, chip: 4 })).not.toEqual(few)
    expect(chipFactors('device', 5, 0.1, { ...chip, array: 2 })).not.toEqual(few)
  })

  it('of a chip are one number for all its arrays', () => {
    const factors = chipFactors('chip', 9, 0.1, chip)
    expect(new Set(factors).size).toBe(1)
    expect(chipFactors('chip', 9, 0.1, { ...chip, array: 2 })).toEqual(factors)
    expect(chipFactors('chip', 9, 0.1, { ...chip, chip: 4 })).not.toEqual(factors)
  })

  it('are never below zero', () => {
    expect(Math.min(...chipFactors('device', 1000, 2, chip))).toBe(0)
  })
})
