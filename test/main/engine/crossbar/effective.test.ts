import { describe, expect, it } from 'vitest'
import { cellsOf, topsOf, type CellPlan } from '../../../../src/main/engine/crossbar/cells'
import { effectiveLevels, type Parasitics } from '../../../../src/main/engine/crossbar/effective'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import { chipsKey, familyKey } from '../../../../src/shared/family'
import { setSize } from '../../../../src/shared/variation'
import technology from '../../../../src/main/engine/device/presets/ideal'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { relativeError, vectors } from '../../../support/vectors'

const plans: CellPlan[] = (['sign-magnitude', 'differential', 'offset'] as const).map((mapping) => ({ bits: 4, bitsPerDevice: 2, mapping }))
const [rows, outputs] = [7, 3]
const array = (given: Partial<Parasitics> = {}, ends = { source: 1000, neuron: 500, word: 2, bit: 3 }): Parasitics => ({
  kind: 'closed',
  resistances: ends,
  gMin: 2e-6,
  gMax: 25e-6,
  tile: { 'crossbar.rows': 5, 'crossbar.columns': 8 },
  ...given,
})

function levelsOf(plan: CellPlan, seed = 1): Float32Array {
  const top = topsOf(plan).device
  return Float32Array.from({ length: rows * outputs * cellsOf(plan).length }, (_, i) => (0.5 + 0.5 * Math.sin(seed + i * 78.233)) * top)
}

describe.each(plans)('the columns of $mapping', (plan) => {
  it('read what is programmed where no line has resistance, closed and nodal', () => {
    const levels = levelsOf(plan)
    for (const kind of ['none', 'closed', 'nodal'] as const) {
      const { levels: read } = effectiveLevels(levels, outputs, plan, array({ kind }, { source: 0, neuron: 0, word: 0, bit: 0 }))
      expect(relativeError(read, levels)).toBeLessThan(1e-6)
    }
  })

  it('read the same in closed form and by the nodal solution where one end has no resistance', () => {
    const levels = levelsOf(plan)
    for (const ends of [
      { source: 2000, neuron: 0, word: 0, bit: 0 },
      { source: 0, neuron: 700, word: 0, bit: 0 },
    ]) {
      const [closed, nodal] = (['closed', 'nodal'] as const).map(
        (kind) => effectiveLevels(levels, outputs, plan, array({ kind }, ends)).levels,
      )
      expect(relativeError(nodal ?? [], closed ?? [])).toBeLessThan(1e-5)
      expect(relativeError(closed ?? [], levels)).toBeGreaterThan(0.01)
    }
  })

  it.each(['closed', 'nodal'] as const)('carry gradients back as finite differences have them: %s', (kind) => {
    const levels = levelsOf(plan)
    const slopes = levels.map((_, i) => Math.cos(i * 12.9))
    const loss = (at: ArrayLike<number>): number =>
      effectiveLevels(at, outputs, plan, array({ kind })).levels.reduce((sum, value, i) => sum + value * (slopes[i] ?? 0), 0)
    const gradient = effectiveLevels(levels, outputs, plan, array({ kind })).gradient(slopes)
    const step = 0.02
    for (const i of [0, 5, 11, levels.length - 1]) {
      const moved = (by: number): number => loss(Float64Array.from(levels, (level, k) => level + (k === i ? by : 0)))
      expect(gradient[i]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3)
    }
  })

  it('lets a device at level 0 move upwards where Gmin is 0', () => {
    const { gradient } = effectiveLevels(new Float32Array(levelsOf(plan).length), outputs, plan, array({ kind: 'none', gMin: 0 }))
    expect(gradient(levelsOf(plan).map(() => 1)).every((slope) => slope === 1)).toBe(true)
  })

  it('see the factors of a chip, and take a device that would conduct backwards as open', () => {
    const levels = levelsOf(plan)
    const factors = Float64Array.from(levels, (_, i) => 1 + 0.1 * Math.sin(i))
    const { levels: read } = effectiveLevels(levels, outputs, plan, array({ kind: 'none' }), { factors })
    const siemens = 23e-6 / 3
    read.forEach((level, i) => expect(2e-6 + level * siemens).toBeCloseTo((factors[i] ?? 0) * (2e-6 + (levels[i] ?? 0) * siemens), 10))
    levels[4] = -1
    const open = effectiveLevels(levels, outputs, plan, array({ kind: 'none' }))
    expect(open.levels[4]).toBeCloseTo(-2e-6 / siemens, 6)
    expect(open.gradient(levels.map(() => 1))[4]).toBe(0)
  })
})

describe('a box seen through an array', () => {
  const get = vectors('lenet_quant4')
  const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
  const design = (fields: Record<string, unknown>): Design =>
    parseSpec(createFieldTable(), { 'device.gMin': 2e-6, 'device.gMax': 25e-6, ...fields }).fields as Design
  const hardware = (of: Design): ReturnType<typeof hardwareOf> => hardwareOf(of, quantiseWeights(flat, layout, of), layout, technology)

  it('is the box itself where no line has resistance', () => {
    const ideal = design({})
    const through = design({
      'crossbar.parasitics': 'closed',
      'crossbar.sourceResistance': 0,
      'crossbar.neuronResistance': 0,
      'device.gMin': 1e-5,
    })
    const [a, b] = [hardware(ideal), hardware(through)]
    expect(relativeError(b.programmed.values, a.programmed.values)).toBeLessThan(1e-6)
    const [plain, seen] = [a.set(setSize(ideal)), b.set(setSize(through))]
    const z = plain.zero().map((_, i) => Math.sin(i * 1.7))
    expect(relativeError(seen.perturbation(z), plain.perturbation(z))).toBeLessThan(1e-4)
    const gradient = Float64Array.from({ length: layout.length }, (_, i) => Math.sin(i))
    expect(relativeError(seen.pullback(z, gradient), plain.pullback(z, gradient))).toBeLessThan(1e-5)
  })

  it.each([{}, { 'crossbar.adcBits': 9 }])('carries gradients back as differences have them: %j', (fields) => {
    const of = design({ 'crossbar.parasitics': 'closed', 'device.threshold': 0.02, ...fields })
    const set = hardware(of).set(setSize(of))
    const z = set.zero().map((_, i) => 0.5 * Math.sin(i * 1.7))
    const direction = z.map((_, i) => Math.cos(i * 0.9))
    const slopes = Float64Array.from(set.low, (_, i) => Math.sin(i * 0.37))
    const at = (by: number): Float32Array => set.perturbation(z.map((value, i) => value + by * (direction[i] ?? 0)))
    const [high, low] = [at(0.2), at(-0.2)]
    const change = high.reduce((sum, value, i) => sum + (value - (low[i] ?? 0)) * (slopes[i] ?? 0), 0) / 0.4
    const told = set.pullback(z, slopes).reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0)
    expect(Math.abs(told - change)).toBeLessThan(0.02 * Math.abs(change) + 1e-3)
  })

  it('does not depend on the factors of random chips, which draw the same errors', () => {
    const [one, other] = [design({ 'device.threshold': 0.1 }), design({ 'device.threshold': 0.1, 'crossbar.chipVariation': 0.02 })]
    const [a, b] = [hardware(one), hardware(other)]
    const radius = setSize(one)
    const z = a.set(radius).zero().fill(-1)
    expect(b.set(radius).perturbation(z)).toEqual(a.set(radius).perturbation(z))
    expect(b.programmed.values).toEqual(a.programmed.values)
    expect(familyKey(other)).toBe(familyKey(one))
    expect(chipsKey(other)).not.toBe(chipsKey(one))
    const sampler = { kind: 'uniform', sigma: 0.5, seed: 5 } as const
    const [plain, varied] = [a.chips(one, technology, radius, sampler)(0).error, b.chips(other, technology, radius, sampler)(0).error]
    expect(varied).not.toEqual(plain)
    // Two percent of a weight, and of the Gmin below it.
    expect(varied.reduce((most, error, i) => Math.max(most, Math.abs(error - (plain[i] ?? 0))), 0)).toBeLessThan(0.15)
  })

  it('refuses a window that is none', () => {
    const of = design({ 'crossbar.parasitics': 'closed', 'device.gMin': 3e-5 })
    expect(() => hardware(of)).toThrow(/device.gMax/)
  })
})
