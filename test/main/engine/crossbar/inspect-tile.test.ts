import technology from '../../../../src/main/engine/device/presets/ideal'
import { describe, expect, it } from 'vitest'
import { inspectTile } from '../../../../src/main/engine/crossbar/inspect-tile'
import { circuitOf } from '../../../../src/main/engine/crossbar/tile-circuit'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'
import { untrainedModel } from '../../../support/core'

const model = untrainedModel('lenet')
const tile = { layer: 'fc2', down: 1, across: 1, sign: 'positive' } as const
const design = (source: number, neuron: number, wire: number, set: Record<string, unknown> = {}): Design =>
  parseSpec(createFieldTable(), {
    'crossbar.rows': 64,
    'crossbar.columns': 64,
    'crossbar.sourceResistance': source,
    'crossbar.neuronResistance': neuron,
    'crossbar.wireResistance': wire,
    ...set,
  }).fields as Design
const largest = (values: readonly (number | null)[]): number => Math.max(...values.map((value) => Math.abs(value ?? 0)))

describe('an inspected tile', () => {
  it('loses nothing without resistance, and the closed form is exact', () => {
    const { maps, currents, irDrop } = inspectTile(design(0, 0, 0), model, technology, tile)
    expect([largest(maps.irDrop), largest(maps.error), largest(currents.error)].every((value) => value < 1e-12)).toBe(true)
    expect(irDrop.worst).toBeLessThan(1e-12)
  })

  it('loses the divider of each row where only its driver resists, which the closed form has exactly', () => {
    const only = design(2000, 0, 0)
    const { maps, columnErrors, columns } = inspectTile(only, model, technology, tile)
    const { circuit } = circuitOf(only, model, technology, tile)
    maps.irDrop.forEach((drop, i) => {
      const row = circuit.conductances.subarray(Math.floor(i / columns) * columns, (Math.floor(i / columns) + 1) * columns)
      const load = 2000 * row.reduce((sum, g) => sum + g, 0)
      expect(drop).toBeCloseTo(load / (1 + load), 10)
    })
    expect(columnErrors.worst).toBeLessThan(1e-11)
  })

  it('tells currents at 0.2 V and errors of their own, signed', () => {
    const { maps, currents, columns, rows, volts, columnErrors } = inspectTile(design(1000, 500, 1), model, technology, tile)
    expect([volts, currents.exact.length, maps.error.length]).toEqual([0.2, columns, rows * columns])
    const [exact = 0, closed = 0] = [currents.exact[3], currents.closed[3]]
    expect(currents.error[3]).toBeCloseTo(closed / exact - 1, 12)
    expect(columnErrors.mean).toBeCloseTo(currents.error.reduce((sum, error) => sum + Math.abs(error), 0) / columns, 12)
  })

  it('has no drop and no error where a device is open', () => {
    const { maps } = inspectTile(design(1000, 500, 1, { 'device.gMin': 0 }), model, technology, tile)
    const open = maps.conductance.map((g) => g === 0)
    expect(open.some(Boolean)).toBe(true)
    expect(maps.irDrop.map((value) => value === null)).toEqual(open)
    expect(maps.error.map((value) => value === null)).toEqual(open)
  })
})
