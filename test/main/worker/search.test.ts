import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { attackFields } from '../../../src/main/engine/registry'
import { hardwareOf } from '../../../src/main/engine/variation/hardware'
import type { FamilyContext } from '../../../src/main/worker/family'
import { judgesOf, subsetsOf } from '../../../src/main/worker/images'
import { onePass } from '../../../src/main/worker/curve'
import { searchPoint, type SearchResult } from '../../../src/main/worker/search'
import { familyKey } from '../../../src/shared/family'
import { setSize } from '../../../src/shared/variation'
import type { Design } from '../../../src/shared/fields'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable } from '../../../src/shared/spec'
import { subsetJudges, subsetSizes, subsetTolerance } from '../../../src/shared/subset'
import technology from '../../../src/main/engine/device/presets/ideal'
import { layout } from '../../support/lenet-vectors'
import { tinyProblem } from '../../support/tiny'

beforeAll(() => chooseBackend('wasm'))

const table = createFieldTable(attackFields())
const report = { doing: () => undefined, spent: () => undefined, certified: () => undefined, checkpoint: () => Promise.resolve() }

function designOf(fields: Record<string, unknown>): Design {
  return parseSpec(table, { 'attack.steps': 4, 'attack.epochs': 2, 'attack.rounds': 2, 'attack.budget': 12, ...fields }).fields as Design
}

/** The golden LeNet on its 64 images, each of them taken many times, so that there are subsets. */
function familyOf(copies: number): FamilyContext {
  const { executor, programmed, images } = tinyProblem()
  const attack = Uint32Array.from({ length: images.length * copies }, (_, i) => images[i % images.length] ?? 0)
  return { executor, programmed, hardware: hardwareOf(designOf({}), programmed, layout, technology), layout, attack, scored: attack }
}

async function find(fields: Record<string, unknown>, copies = 10): Promise<SearchResult> {
  return searchPoint(familyOf(copies), designOf(fields), report)
}

describe('subsets of the searched images', () => {
  it('double from 250 to all', () => {
    expect(subsetSizes(10_000, 'grow')).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000])
    expect(subsetSizes(250, 'grow')).toEqual([250])
    expect(subsetSizes(10_000, 'off')).toEqual([10_000])
  })

  it('are nested, random, keyed by the seed, and judged on images the small ones have not seen', () => {
    const attack = Uint32Array.from({ length: 4000 }, (_, i) => 7 + i)
    const family = { ...familyOf(1), attack, scored: attack }
    const subsets = subsetsOf(family, designOf({}))
    subsets.forEach((subset, i) => {
      const next = new Set(subsets[i + 1] ?? attack)
      expect(subset.every((image) => next.has(image))).toBe(true)
      expect(new Set(subset).size).toBe(subset.length)
    })
    expect(subsets.at(-1)).toBe(attack)
    expect(subsetsOf(family, designOf({}))).toEqual(subsets)
    expect(subsetsOf(family, designOf({ seed: 2 }))[0]).not.toEqual(subsets[0])
    const judges = new Set(judgesOf(family, designOf({})))
    expect(judges.size).toBe(subsetJudges)
    expect(subsets[2]?.some((image) => judges.has(image))).toBe(false)
  })

  it('are not used by searches that move once a mini-batch, nor where they are turned off', () => {
    const family = familyOf(10)
    for (const fields of [{ 'attack.method': 'lwc' }, { 'attack.reading': 'per-batch' }, { 'attack.subset': 'off' }]) {
      expect(subsetsOf(family, designOf(fields))).toEqual([family.attack])
      expect(judgesOf(family, designOf(fields))).toBe(family.attack)
    }
  })
})

describe.each(['f-lwc', 'pgd', 'mi-pgd', 'one-pass', 'strongest', 'lwc'])('%s on a growing subset', (method) => {
  it.each([0.01, 0.03])(
    'is nowhere weaker than on all images by more than the tolerance, at t = %d, and counts full passes',
    async (threshold) => {
      const fields = { 'attack.method': method, 'device.threshold': threshold, 'attack.polish': 'off' }
      const whole = await find({ ...fields, 'attack.subset': 'off' })
      const grown = await find(fields)
      expect(grown.worstOwn).toBeLessThanOrEqual(whole.worstOwn + subsetTolerance)
      expect(whole.foundOn).toBeUndefined()
      if (grown.foundOn === undefined) return
      expect(grown.foundBy).toContain(`on ${grown.foundOn} of 640 images`)
      if (method === 'strongest') expect(grown.passes).toBeLessThanOrEqual(12 + 1e-9)
      else expect([(4 * 250 + 4 * 500) / 640, (4 * 250 + 4 * 500) / 640 + 4]).toContain(grown.passes)
    },
  )
})

describe.each(['f-lwc', 'pgd', 'mi-pgd', 'lwc'])('%s, polished', (method) => {
  it.each(['grow', 'off'])('is never weaker than without, inside its box, and says so: subset %s', async (subset) => {
    const fields = { 'attack.method': method, 'attack.subset': subset, 'device.threshold': 0.01 }
    const plain = await find({ ...fields, 'attack.polish': 'off' })
    const polished = await find(fields)
    expect(polished.worstOwn).toBeLessThanOrEqual(plain.worstOwn)
    if (subset === 'off') expect(polished.passes).toBeCloseTo(plain.passes + 10, 9)
    if (polished.worstOwn < plain.worstOwn) expect(polished.foundBy).toContain('polished')
    expect(plain.foundBy).not.toContain('polished')
  })
})

describe('a search that finds nothing worse than no error', () => {
  it('gives the chip without errors, which lies in every box', async () => {
    const found: Float32Array[] = []
    const told = { ...report, found: (z: Float32Array) => void found.push(z) }
    const result = await searchPoint(familyOf(10), designOf({ 'device.threshold': 0.01 }), told, undefined, 1)
    expect(result.worstOwn).toBe(1)
    expect(result.foundBy).toContain('without errors')
    expect(found[0]?.every((value) => value === 0)).toBe(true)
  })
})

describe('sharing', () => {
  const thresholds = [0.005, 0.01, 0.02, 0.03]

  it.each(['f-lwc', 'one-pass', 'strongest'])('never makes a point of %s weaker than the plain computation', async (method) => {
    const family = familyOf(4)
    const designs = thresholds.map((threshold) =>
      designOf({ 'attack.method': method, 'attack.subset': 'off', 'attack.polish': 'off', 'device.threshold': threshold }),
    )
    const starts = await onePass(family, designs, report)
    expect([...starts.keys()]).toEqual(designs.map(setSize))
    for (const design of designs) {
      const plain = await searchPoint(family, design, report)
      const shared = await searchPoint(family, design, report, starts.get(setSize(design)))
      // Where the one-pass run spares a point its own search, the tolerance holds.
      const spared = starts.get(setSize(design))?.suffices === true
      expect(shared.worstOwn).toBeLessThanOrEqual(plain.worstOwn + (spared ? subsetTolerance : 0))
    }
  })

  it('turned off leaves only equal boxes together', () => {
    const of = (fields: Record<string, unknown>): string => familyKey(designOf({ 'attack.sharing': 'off', ...fields }))
    expect(of({ 'device.threshold': 0.01 })).not.toBe(of({ 'device.threshold': 0.02 }))
    expect(of({ 'device.bitsPerDevice': 1 })).toBe(of({ 'device.bitsPerDevice': 4 }))
    expect(of({ 'device.threshold': 0.01, 'mapping.scheme': 'differential' })).toBe(of({ 'device.threshold': 0.02 }))
  })
})
