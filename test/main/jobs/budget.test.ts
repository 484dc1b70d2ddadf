import { describe, expect, it } from 'vitest'
import { inPasses } from '../../../src/main/jobs/budget'
import { datasets } from '../../../src/main/engine/data/datasets'
import { attackFields } from '../../../src/main/engine/registry'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable } from '../../../src/shared/spec'

const table = createFieldTable(attackFields())
const speeds = { gradient: 10_000, evaluate: 40_000 }
const of = (fields: Record<string, unknown>) =>
  inPasses(parseSpec(table, { 'attack.method': 'strongest', ...fields }), { datasets }, speeds)

describe('a budget in seconds', () => {
  it('becomes gradient passes at the measured speed, which the run keeps', () => {
    const { fields } = of({ 'attack.seconds': 25 })
    expect(fields['attack.budget']).toBe(25)
    expect(fields['attack.seconds']).toBe(0)
    expect(of({ 'attack.seconds': 25, 'data.attack.images': 1000 }).fields['attack.budget']).toBe(250)
  })

  it('leaves a spec alone that has none, and one that was turned into passes before', () => {
    const plain = parseSpec(table, { 'attack.budget': 40 })
    expect(inPasses(plain, { datasets }, speeds)).toBe(plain)
    const turned = of({ 'attack.seconds': 25 })
    expect(inPasses(turned, { datasets }, { gradient: 1, evaluate: 1 })).toBe(turned)
  })

  it('along an axis makes one of passes', () => {
    const { axes, fields } = of({ 'attack.seconds': [20, 40] })
    expect(axes).toEqual([{ field: 'attack.budget', values: [20, 40] }])
    expect(fields['attack.seconds']).toBe(0)
  })

  it('is refused beside a sweep over passes', () => {
    expect(() => of({ 'attack.seconds': 5, 'attack.budget': [20, 40] })).toThrow(/not both/)
  })
})
