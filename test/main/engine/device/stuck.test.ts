import { describe, expect, it } from 'vitest'
import { stuckMap, stuckStates } from '../../../../src/main/engine/device/stuck'

describe('stuck-at map', () => {
  it('has the shares asked for, within sampling error', () => {
    const map = stuckMap({ on: 0.02, off: 0.05 }, { count: 100_000, seed: 1 })
    const share = (state: number): number => map.filter((held) => held === state).length / map.length
    expect(Math.abs(share(stuckStates.on) - 0.02)).toBeLessThan(0.002)
    expect(Math.abs(share(stuckStates.off) - 0.05)).toBeLessThan(0.003)
  })

  it('is the same in shards, and keeps its faults when more are asked for', () => {
    const map = stuckMap({ on: 0.1, off: 0.1 }, { count: 500, seed: 4, chip: 2 })
    expect(stuckMap({ on: 0.1, off: 0.1 }, { count: 300, key: (i) => 200 + i, seed: 4, chip: 2 })).toEqual(map.subarray(200))
    const more = stuckMap({ on: 0.2, off: 0 }, { count: 500, seed: 4, chip: 2 })
    expect(map.every((state, i) => state !== stuckStates.on || more[i] === stuckStates.on)).toBe(true)
  })

  it('refuses shares that are no probabilities', () => {
    for (const shares of [
      { on: -0.1, off: 0 },
      { on: 0.6, off: 0.6 },
      { on: Number.NaN, off: 0 },
    ])
      expect(() => stuckMap(shares, { count: 1, seed: 1 })).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})
