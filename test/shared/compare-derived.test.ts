import { expect, it } from 'vitest'
import { layerShapes } from '../../src/main/engine/network/zoo'
import { derivedRows } from '../../src/shared/compare-derived'
import { designCost } from '../../src/shared/design-cost'
import { derive } from '../../src/shared/device-math'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import type { RunDetail } from '../../src/shared/results'
import { createFieldTable, expandSpec, type Spec } from '../../src/shared/spec'
import { area } from '../../src/shared/units'

const layers = layerShapes('lenet')
const run = (spec: Spec): RunDetail => ({ spec, points: [] }) as unknown as RunDetail
const specOf = (fields: Record<string, unknown>): Spec => parseSpec(createFieldTable(), fields)
const texts = (spec: Spec, label: string): string | undefined =>
  derivedRows([run(spec)], 0, { 'lenet-w4a4': layers }).find((row) => row.label === label)?.cells[0]?.text

it('the range of a derived value is that of all designs, though it need not move one way along a number', () => {
  const rows = Array.from({ length: 30 }, (_, i) => 48 + 16 * i)
  const spec = specOf({ 'crossbar.rows': rows })
  const areas = expandSpec(spec).map(({ design }) => designCost(design, derive(design, layers).layers).area.total)
  expect(texts(spec, 'area, first order')).toBe(`${area(Math.min(...areas))} to ${area(Math.max(...areas))}`)
  const ends = [areas[0] ?? 0, areas.at(-1) ?? 0]
  expect(Math.min(...ends)).toBeGreaterThan(Math.min(...areas))
})

it('an end of an axis that cannot be built does not hide those that can', () => {
  const spec = specOf({ 'device.threshold': { from: 0.05, to: 0.8, steps: 16 } })
  expect(texts(spec, 'bound \u03ba t')).toBe('0.0500 to 0.5000')
  expect((spec.fields as Design)['device.threshold']).toBe(0.05)
})
