import { describe, expect, it } from 'vitest'
import { familyKey, isSearchField, yieldKey } from '../../src/shared/family'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { yieldWork } from '../../src/shared/yield-work'

const designOf = (fields: Record<string, unknown>): Design => parseSpec(createFieldTable(), fields).fields as Design

describe('the yield of a design', () => {
  it('splits no family, is one of the search, and is shared by equal boxes alone', () => {
    const [plain, asked] = [designOf({}), designOf({ 'yield.method': 'importance', 'yield.accuracy': 95 })]
    expect(familyKey(asked)).toBe(familyKey(plain))
    expect(isSearchField('yield.accuracy')).toBe(true)
    expect(yieldKey(designOf({ 'yield.method': 'importance', 'yield.accuracy': 95, 'attack.steps': 3 }))).toBe(yieldKey(asked))
    expect(yieldKey(designOf({ 'yield.method': 'importance' }))).not.toBe(yieldKey(asked))
    expect(yieldKey({ ...asked, 'device.threshold': 0.02 })).not.toBe(yieldKey(asked))
  })

  it('is planned where it is computed, and nowhere else', () => {
    expect(yieldWork(designOf({}))).toEqual({ gradients: 0, evaluations: 0 })
    const asked = { 'yield.method': 'importance', 'yield.draws': 300 }
    expect(yieldWork(designOf(asked)).evaluations).toBeGreaterThan(300)
    for (const fields of [{ 'crossbar.adcBits': 6 }, { 'crossbar.chipVariation': 0.1 }, { 'sampling.kind': 'vertex' }])
      expect(yieldWork(designOf({ ...asked, ...fields }))).toEqual({ gradients: 0, evaluations: 0 })
  })
})
