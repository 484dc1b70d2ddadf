import { describe, expect, it } from 'vitest'
import { failingCentre } from '../../../../src/main/engine/likelihood/centre'
import { importanceSampling, shiftedEstimate, type ImportanceOptions } from '../../../../src/main/engine/likelihood/importance'
import { worstDistance, type LimitState } from '../../../../src/main/engine/likelihood/worst-distance'
import { binomialInterval } from '../../../../src/shared/binomial'
import { normalQuantile } from '../../../../src/shared/normal'
import { upperTail } from '../../../../src/shared/normal-tail'
import type { ImportanceResult } from '../../../../src/shared/results'
import { CounterRandom } from '../../../../src/shared/rng'

/** Chips of ten numbers that fail from a distance on, along one direction: right answers fall by 1,000 for each unit. */
const size = 10
const direction = Float64Array.from({ length: size }, (_, i) => ((i % 3) + 1) * (i % 2 === 0 ? 1 : -1))
const length = Math.hypot(...direction)
const along = (u: Float64Array): number => u.reduce((sum, value, i) => sum + (value * (direction[i] ?? 0)) / length, 0)

function linear(beta: number): LimitState {
  return {
    size,
    needed: -1000 * beta,
    right: (u) => Promise.resolve(-1000 * along(u)),
    gradient: (u) => Promise.resolve(u.map((_, i) => -1000 * (direction[i] ?? 0))),
  }
}

function numbersOf(seed: number): (draw: number) => Float64Array {
  const random = new CounterRandom(seed, 'importance')
  return (draw) => {
    const units = new Float64Array(size)
    random.fill(units, draw, 0)
    return units.map((u) => normalQuantile(u))
  }
}

const centreAt = (beta: number): Float64Array => direction.map((value) => (beta * value) / length)

function sample(beta: number, options: Partial<ImportanceOptions> & { seed?: number }): Promise<ImportanceResult> {
  return importanceSampling({
    centre: centreAt(beta),
    numbers: numbersOf(options.seed ?? 1),
    fails: (u) => Promise.resolve(along(u) > beta),
    draws: 10_000,
    width: 1e-9,
    parallel: 1,
    drawn: () => undefined,
    ...options,
  })
}

/** Distances at which a chip fails once in so many. */
const rare = [
  [1e-3, 3.0902323061678132],
  [1e-5, 4.264890793922602],
  [1e-7, 5.199337582187471],
] as const

describe('a linear limit state', () => {
  it.each(rare)('that fails with %s has its distance found, and its mean shifted there', async (p, beta) => {
    expect(Math.abs(upperTail(beta) / p - 1)).toBeLessThan(1e-9)
    const found = await worstDistance(linear(beta), 100)
    expect(found?.beta).toBeGreaterThanOrEqual(beta)
    expect(found?.beta).toBeLessThan(1.003 * beta)
    const { u: nearest = new Float64Array(), beta: distance = 0 } = found ?? {}
    const centre = await failingCentre({ ...linear(beta), nearest, beta: distance, numbers: numbersOf(1), parallel: 1 })
    expect(Math.abs(along(centre) - beta)).toBeLessThan(0.7)
    expect(Math.hypot(...centre)).toBeCloseTo(along(centre), 6)
  })

  it.each(rare)('that fails with %s is estimated within a tenth by at most 10,000 draws, for four seeds', async (p, beta) => {
    for (let seed = 1; seed <= 4; seed++) {
      const found = await sample(beta, { seed, width: 0.1 })
      expect(found.draws).toBeLessThanOrEqual(10_000)
      expect(Math.abs(found.failing / p - 1)).toBeLessThan(0.1)
      expect(Math.abs((found.log10?.failing ?? 0) - Math.log10(found.failing))).toBeLessThan(1e-9)
      expect(found.warning).toBeUndefined()
    }
  })

  it('whose origin fails has a negative distance, that to where chips begin to pass', async () => {
    const found = await worstDistance(linear(-2), 100)
    expect(found?.beta).toBeLessThanOrEqual(-2)
    expect(found?.beta).toBeGreaterThan(-2.006)
    expect(along(found?.u ?? new Float64Array(size))).toBeLessThan(-1.99)
  })

  it('has no distance where its surrogate has no slope, or its crossing is out of reach', async () => {
    expect(await worstDistance({ ...linear(3), gradient: (u) => Promise.resolve(u.map(() => 0)) }, 100)).toBeUndefined()
    expect(await worstDistance(linear(300), 100)).toBeUndefined()
  })
})

describe('the 95 % interval of importance sampling', () => {
  /** Of 1,000 repeats with seeds of their own, percent that hold the probability. */
  async function coverage(p: number, beta: number, options: Partial<ImportanceOptions>): Promise<number> {
    let held = 0
    for (let seed = 1; seed <= 1000; seed++) {
      const { low, high } = await sample(beta, { seed, ...options })
      if (low <= p && p <= high) held++
    }
    return held / 10
  }

  it.each(rare)('of %s covers it in 93 to 97 % of 1,000 repeats of 200 draws', async (p, beta) => {
    const covered = await coverage(p, beta, { draws: 200 })
    expect(covered).toBeGreaterThanOrEqual(93)
    expect(covered).toBeLessThanOrEqual(97)
  })

  it.each(rare)('of %s covers it as often where drawing stops by itself', async (p, beta) => {
    const covered = await coverage(p, beta, { draws: 2000, width: 0.6 })
    expect(covered).toBeGreaterThanOrEqual(93)
    expect(covered).toBeLessThanOrEqual(97)
  })
})

describe('importance sampling', () => {
  it('warns where its mean lies far from where chips fail', async () => {
    const beyond = await sample(3.09, { centre: centreAt(7), draws: 400 })
    expect(beyond.effective).toBeLessThan(10)
    expect(beyond.warning).toMatch(/of all weight/)
    const before = await sample(4.26, { centre: centreAt(0), draws: 400 })
    expect(before.failed).toBe(0)
    expect(before).toMatchObject({ failing: 0, low: 0, high: 1 })
    expect(before.warning).toMatch(/none of 400 draws/)
    const few = await sample(4.26, { draws: 100 })
    expect(few.warning).toMatch(/fewer than 50/)
  })

  it('keeps its logarithms where probabilities underflow', async () => {
    const far = await sample(45, { draws: 2000 })
    expect(far.failing).toBe(0)
    expect(far.log10?.failing).toBeCloseTo(-441.77, 0)
    expect(far.log10?.low).toBeLessThan(far.log10?.failing ?? 0)
  })

  it('draws whole blocks, the same ones with any number at a time', async () => {
    const one = await sample(3.09, { width: 0.5 })
    expect(one.draws % 20).toBe(0)
    expect(one.draws).toBeLessThan(10_000)
    expect(await sample(3.09, { width: 0.5, parallel: 3 })).toEqual(one)
  })

  it('without a shift is the share of failing chips', () => {
    const found = shiftedEstimate(Array.from({ length: 200 }, (_, i) => ({ fails: i % 2 === 0, lnWeight: 0 })))
    expect(found.failing).toBeCloseTo(0.5, 14)
    expect(found.effective).toBeCloseTo(100, 10)
  })

  it('without a shift has the exact interval of a count, also where all chips fail', async () => {
    const all = shiftedEstimate(Array.from({ length: 60 }, () => ({ fails: true, lnWeight: 0 })))
    const { low, high } = binomialInterval(60, 60, 0.95)
    expect(all.low).toBeCloseTo(low, 12)
    expect(all).toMatchObject({ failing: 1, high })
    expect(10 ** (all.log10?.low ?? 0)).toBeCloseTo(low, 12)
    let held = 0
    for (let seed = 1; seed <= 500; seed++) {
      const found = await sample(-2.5, { seed, centre: centreAt(0), draws: 200, width: 1 })
      if (found.low <= upperTail(-2.5) && upperTail(-2.5) <= found.high) held++
    }
    expect(held / 500).toBeGreaterThanOrEqual(0.93)
  })
})
