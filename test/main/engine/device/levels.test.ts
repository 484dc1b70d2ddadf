import { describe, expect, it } from 'vitest'
import { checkLevels, levelAt, levelRadii, levelRadius, targetsInTurn } from '../../../../src/main/engine/device/levels'

const table = { states: [0, 0.5, 1], means: [0.01, 0.5, 0.97], sigmas: [0.001, 0.02, 0.01], source: 'test' }

describe('spread by level', () => {
  it('is the table at its states, linear between them, held beyond them', () => {
    expect(levelAt(table, 0.5)).toEqual({ mean: 0.5, sigma: 0.02 })
    expect(levelAt(table, 0.25).sigma).toBeCloseTo(0.0105, 12)
    expect(levelAt(table, -0.2).sigma).toBe(0.001)
    expect(levelAt(table, 1.2)).toEqual({ mean: 0.97, sigma: 0.01 })
  })

  it('has a radius that holds the offset of the mean and so many deviations', () => {
    expect(levelRadius(table, 1, 3)).toBeCloseTo(0.03 + 0.03, 12)
    expect([...levelRadii(table, 1, 2)].map((r) => Number(r.toFixed(12)))).toEqual([0.012, 0.05])
    expect(levelRadii(table, 3, 2)).toHaveLength(8)
  })

  it('refuses a table that is none', () => {
    for (const wrong of [{ states: [] }, { states: [0, 0, 1] }, { sigmas: [0, -1, 0] }, { means: [0, 1] }])
      expect(() => checkLevels({ ...table, ...wrong })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })

  it('gives every state in turn by device index', () => {
    expect([...targetsInTurn(0, 5, 1)]).toEqual([0, 1, 0, 1, 0])
    expect([...targetsInTurn(6, 3, 2)]).toEqual([2 / 3, 1, 0])
  })
})
