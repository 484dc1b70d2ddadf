import { describe, expect, it } from 'vitest'
import ideal from '../../src/main/engine/device/presets/ideal'
import pcm from '../../src/main/engine/device/presets/pcm'
import { NadirError } from '../../src/shared/errors'
import { familyKey } from '../../src/shared/family'
import type { Design } from '../../src/shared/fields'
import { looseEnough, loosestOfSummary } from '../../src/shared/loosest'
import { parseSpec } from '../../src/shared/parse-spec'
import type { Point } from '../../src/shared/results'
import { completeSpec, createFieldTable, type Spec } from '../../src/shared/spec'
import { requireTechnology, windowOf } from '../../src/shared/technology'

const designOf = (fields: Record<string, unknown>): Design => parseSpec(createFieldTable(), fields).fields as Design
const codeOf = (fields: Record<string, unknown>, technology = ideal): string => {
  try {
    requireTechnology(designOf(fields), technology)
  } catch (error) {
    return NadirError.from(error).code
  }
  return 'none'
}

describe('what a design asks of its technology', () => {
  it('is its window, unless it has numbers of its own', () => {
    expect(windowOf(designOf({}), pcm)).toEqual({ gMin: 0, gMax: 25e-6 })
    expect(windowOf(designOf({ 'device.gMin': 1e-6, 'device.gMax': 2e-6 }), pcm)).toEqual({ gMin: 1e-6, gMax: 2e-6 })
  })

  it.each([
    [{}, 'none'],
    [{ 'device.gMin': 1 }, 'none'],
    [{ 'device.gMin': 1, 'crossbar.parasitics': 'closed' }, 'out-of-range'],
    [{ 'device.gMin': 1, 'crossbar.chipVariation': 0.1 }, 'out-of-range'],
    [{ 'variation.kind': 'level' }, 'bad-value'],
    [{ 'device.time': 60 }, 'bad-value'],
    [{ 'sampling.kind': 'pcm' }, 'bad-value'],
    [{ 'device.stuckOn': 0.6, 'device.stuckOff': 0.6 }, 'out-of-range'],
    [{ 'sampling.kind': 'write-verify', 'variation.kind': 'correlated' }, 'bad-value'],
    [{ 'sampling.kind': 'write-verify', 'variation.kind': 'device' }, 'none'],
  ])('%j: %s', (fields, code) => {
    expect(codeOf(fields)).toBe(code)
  })

  it('is there in phase-change memory, whose window must open at an age too', () => {
    expect(codeOf({ 'device.time': 60, 'variation.kind': 'level', 'sampling.kind': 'pcm' }, pcm)).toBe('none')
    expect(codeOf({ 'device.time': 60, 'device.gMin': 1e-4 }, pcm)).toBe('out-of-range')
  })
})

describe('a run from before there were kinds, faults and ages', () => {
  const table = createFieldTable()
  const now = parseSpec(table, { 'device.threshold': [0.01, 0.02] })
  const later = /^(variation\.|device\.(time|driftCompensation|readNoise|stuckOn|stuckOff|gMin|gMax)|crossbar\.)/
  const saved: Spec = {
    ...now,
    fields: Object.fromEntries(Object.entries(now.fields).filter(([name]) => !later.test(name) || name === 'crossbar.rows')),
  }

  it('is completed with what was in effect then', () => {
    const whole = completeSpec(table, saved)
    expect(Object.keys(whole.fields).sort()).toEqual(Object.keys(now.fields).sort())
    expect(whole.fields['device.gMax']).toBe(25e-6)
    expect(familyKey(whole.fields as Design)).toBe(familyKey({ ...(now.fields as Design) }))
  })
})

describe('the loosest threshold', () => {
  const point = (index: number, t: number): Point => ({
    id: `p-${index}`,
    index,
    at: { 'device.threshold': t },
    state: 'done',
    worst: 95,
    result: {
      t,
      kappa: 1,
      worstOwn: 95,
      clean: 98,
      method: 'f-lwc',
      foundBy: '',
      images: 1,
      attackImages: 1,
      passes: 1,
      trace: [],
      seconds: 1,
    },
  })
  const points = [point(0, 0.01), point(1, 0.02)]
  const spec = (fields: Record<string, unknown>): Spec => parseSpec(createFieldTable(), { 'device.threshold': [0.01, 0.02], ...fields })

  it('of all curves is not known while one has no result', () => {
    const both = parseSpec(createFieldTable(), { 'device.threshold': [0.01, 0.02], 'variation.kind': ['box', 'device'] })
    const at = (p: Point, kind: string): Point => ({ ...p, id: `${p.id}${kind}`, at: { ...p.at, 'variation.kind': kind } })
    const done = points.map((p) => at(p, 'box'))
    const open = points.map((p): Point => ({
      id: `${p.id}open`,
      index: p.index + 2,
      at: { ...p.at, 'variation.kind': 'device' },
      state: 'queued',
    }))
    expect(looseEnough({ spec: both, points: [...done, ...open] }, 90)).toBeUndefined()
  })

  it('is none where the threshold sizes no set', () => {
    expect(looseEnough({ spec: spec({}), points }, 90)).toEqual({ t: 0.02, tested: 0.02, atLeast: true })
    for (const kind of ['relative', 'multiplicative', 'level']) {
      const swept = spec({ 'variation.kind': kind })
      expect(looseEnough({ spec: swept, points }, 90)).toBeUndefined()
      expect(
        loosestOfSummary(
          {
            spec: swept,
            spark: [
              [0.01, 95],
              [0.02, 95],
            ],
          },
          90,
        ),
      ).toBeUndefined()
    }
  })
})
