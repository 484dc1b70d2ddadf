import { describe, expect, it } from 'vitest'
import { chipFailureProbability, emptyTally, summarise } from '../../../../src/main/engine/device/tally'

const cost = { pulse: { seconds: 1e-6, joules: 2e-12 }, verify: { seconds: 1e-7, joules: 1e-13 } }

describe('what programming took', () => {
  it('is the mean and the percentiles of the cycles, and time and energy of every pulse and read', () => {
    const tally = emptyTally(20)
    const cycles = [...Array<number>(90).fill(3), ...Array<number>(8).fill(7), 12, 20]
    for (const k of cycles) tally.cycles[k] = (tally.cycles[k] ?? 0) + 1
    Object.assign(tally, { devices: 100, pulses: 600, failures: 1, exhausted: 1 })
    const summary = summarise(tally, cost)
    const taken = 90 * 3 + 8 * 7 + 12 + 20
    expect(summary.cycles).toEqual({ mean: taken / 100, p50: 3, p95: 7, p99: 12, most: 20 })
    expect(summary.seconds.total).toBeCloseTo(600e-6 + (taken + 100) * 1e-7, 12)
    expect(summary.joules.mean).toBeCloseTo((600 * 2e-12 + (taken + 100) * 1e-13) / 100, 20)
    expect(summary.failureProbability).toBe(0.01)
  })

  it('bounds a failure probability that no failure was seen of', () => {
    const tally = emptyTally(1)
    tally.cycles[1] = 1000
    tally.devices = 1000
    const { low, high } = summarise(tally, cost).failureInterval
    expect(low).toBe(0)
    // z^2 / (n + z^2), the score interval of no success.
    expect(high).toBeCloseTo(3.8415 / 1003.8415, 6)
  })

  it('says how likely a chip holds a failed device', () => {
    expect(chipFailureProbability(0.1, 3)).toBeCloseTo(1 - 0.9 ** 3, 12)
    expect(chipFailureProbability(1e-12, 1e6)).toBeCloseTo(1e-6, 11)
    expect(chipFailureProbability(0, 1e6)).toBe(0)
  })
})
