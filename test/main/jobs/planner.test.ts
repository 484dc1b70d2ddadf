import { describe, expect, it } from 'vitest'
import { planRun, requireFeasible, type Plan, type PlanSources } from '../../../src/main/jobs/planner'
import { checkMethods } from '../../../src/main/engine/registry'
import { layerShapes } from '../../../src/main/engine/network/zoo'
import { datasets } from '../../../src/main/engine/data/datasets'
import { NadirError } from '../../../src/shared/errors'
import { specOf, type SpecParts } from '../../support/runs'
import ideal from '../../../src/main/engine/device/presets/ideal'

const sources: PlanSources = {
  engine: { checkMethods, layerShapes, datasets },
  technology: () => ideal,
  networkOf: (model) => {
    if (model === 'lenet-w4a4' || model === 'other') return 'lenet'
    throw new NadirError('unknown-model', `There is no model ${model}.`)
  },
}

const plan = (parts: SpecParts): Plan => planRun(specOf(parts), sources)

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return NadirError.from(error).code
  }
  return 'none'
}

describe('planning a run', () => {
  it('gives every point a place, the first axis running fastest', () => {
    const { points, designs, infeasible, reason } = plan({ axes: { 'device.threshold': [0.01, 0.02], model: ['lenet-w4a4', 'other'] } })
    expect(points.map(({ at }) => at)).toEqual([
      { 'device.threshold': 0.01, model: 'lenet-w4a4' },
      { 'device.threshold': 0.02, model: 'lenet-w4a4' },
      { 'device.threshold': 0.01, model: 'other' },
      { 'device.threshold': 0.02, model: 'other' },
    ])
    expect(designs).toHaveLength(4)
    expect([infeasible, reason]).toEqual([0, undefined])
  })

  it('marks the points of a sweep whose weight bits do not divide, and keeps the others', () => {
    const swept = plan({ axes: { 'device.bitsPerDevice': [1, 2, 3, 4] } })
    expect(swept.points.map(({ error }) => error?.code)).toEqual([undefined, undefined, 'not-divisible', undefined])
    expect(swept.designs.map((design) => design['device.bitsPerDevice'])).toEqual([1, 2, 4])
    expect(swept.infeasible).toBe(1)
    expect(codeOf(() => requireFeasible(swept))).toBe('none')
  })

  it('marks points whose threshold is wider than half the window', () => {
    const swept = plan({ set: { 'device.thresholdUnit': 'level', 'device.threshold': 0.6 }, axes: { 'device.bitsPerDevice': [1, 2, 4] } })
    expect(swept.points.map(({ error }) => error?.code)).toEqual(['out-of-range', undefined, undefined])
  })

  it('refuses a design, and a sweep, of which nothing can be built', () => {
    for (const parts of [
      { set: { 'device.bitsPerDevice': 3 } },
      { set: { 'device.bitsPerDevice': 3 }, axes: { 'device.threshold': [0.01, 0.02] } },
      { set: { 'weights.bits': 5 }, axes: { 'device.bitsPerDevice': [2, 3] } },
    ]) {
      const refused = plan(parts)
      expect(refused.designs).toEqual([])
      expect(codeOf(() => requireFeasible(refused))).toBe('not-divisible')
    }
  })

  it('refuses level units for float weights with what to do', () => {
    const refused = plan({ set: { 'weights.bits': 'float', 'device.thresholdUnit': 'level' } })
    expect(refused.reason).toMatchObject({ code: 'bad-value', hint: expect.stringContaining('window') as string })
  })

  it.each([
    ['unknown-model', { axes: { model: ['lenet-w4a4', 'nobody'] } }],
    ['unknown-dataset', { axes: { 'data.set': ['mnist', 'nobody'] } }],
    ['unknown-method', { axes: { 'attack.method': ['f-lwc', 'nobody'] } }],
    ['unknown-method', { axes: { 'attack.surrogate': ['p2', 'nobody'] } }],
  ])('throws %s for a name that nothing answers to, even at one point of a sweep', (code, parts) => {
    expect(codeOf(() => plan(parts))).toBe(code)
  })

  it('says once what it warns of along an axis, and at how many points', () => {
    const { warnings } = plan({ set: { 'device.bitsPerDevice': 4 }, axes: { 'device.threshold': [0.01, 0.04, 0.05] } })
    expect(warnings).toHaveLength(2)
    expect(warnings.find((text) => text.startsWith('levels overlap'))).toMatch(/\(at 2 points\)$/)
    expect(warnings.find((text) => !text.startsWith('levels overlap'))).not.toMatch(/points\)$/)
  })
})
