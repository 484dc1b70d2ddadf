import { describe, expect, it } from 'vitest'
import {
  chipYield,
  chipYieldText,
  crossChecked,
  empiricalDistribution,
  importanceText,
  importanceWarning,
  isQuotable,
  normalPoints,
  rightNeeded,
  tinyText,
  yieldText,
} from '../../src/shared/likelihood'
import type { MonteCarlo } from '../../src/shared/results'
import { nbsp } from '../../src/shared/units'

/** 20 chips: two of 900 of 1,000 right, fifteen of 950, three of 987. */
const counts: [number, number][] = [
  [900, 2],
  [950, 15],
  [987, 3],
]
const montecarlo: MonteCarlo = {
  kind: 'uniform',
  draws: 20,
  mean: 95,
  sd: 1,
  min: 90,
  max: 98.7,
  quantiles: { p05: 90, p50: 95, p95: 98.7 },
  counts,
}
const result = { montecarlo, images: 1000 }

describe('the distribution of random chips', () => {
  it('rises by the chips of each accuracy to all of them', () => {
    expect(empiricalDistribution(counts, 1000)).toEqual([
      { accuracy: 90, share: 0.1 },
      { accuracy: 95, share: 0.85 },
      { accuracy: 98.7, share: 1 },
    ])
  })

  it("has Blom's points: chips that do not tie stand at (i - 3/8) / (n + 1/4)", () => {
    const points = normalPoints(
      [1, 2, 3, 4, 5].map((right) => [right, 1] as [number, number]),
      10,
    )
    expect(points[2]?.normal).toBe(0)
    // (1 - 3/8) / 5.25 = 0.11905, of which the normal quantile is -1.1798.
    expect(points[0]?.normal).toBeCloseTo(-1.1798, 4)
    expect(points[4]?.normal).toBeCloseTo(1.1798, 4)
    const tied = normalPoints([[7, 5]], 10)
    expect(tied).toEqual([{ normal: 0, accuracy: 70, chips: 5 }])
  })

  it('gives the yield at any accuracy, with its exact interval in words', () => {
    const text = (accuracy: number, of = result): string => {
      const seen = chipYield(of, accuracy)
      return seen === undefined ? '' : chipYieldText(seen, accuracy)
    }
    expect(text(90)).toBe(`0 of 20 chips below 90${nbsp}%: at least 83.2${nbsp}% of chips pass (95${nbsp}%)`)
    // Clopper and Pearson for 18 of 20: 0.6830 to 0.9877.
    expect(text(90.01)).toBe(`2 of 20 chips below 90.01${nbsp}%: 68.3 to 98.8${nbsp}% of chips pass (95${nbsp}%)`)
    expect(text(99)).toBe(`20 of 20 chips below 99${nbsp}%: at most 16.8${nbsp}% of chips pass (95${nbsp}%)`)
    // A bound below all chips never reads as all of them: 0.025^(1/100000) = 0.99996311.
    expect(text(90, { images: 1000, montecarlo: { ...montecarlo, counts: [[950, 100_000]] } })).toContain(`at least 99.9963${nbsp}% of`)
    const { counts: _none, ...earlier } = montecarlo
    expect(chipYield({ montecarlo: earlier, images: 1000 }, 90)).toBeUndefined()
  })

  it('counts a chip at the very accuracy as passing, whatever binary makes of its decimals', () => {
    expect(rightNeeded(98.7, 1000)).toBe(987)
    expect(chipYield(result, 98.7)?.failing).toBe(17)
    for (let right = 0; right <= 10_000; right++) expect(rightNeeded(right / 100, 10_000)).toBe(right)
    expect(rightNeeded(98.701, 10_000)).toBe(9871)
  })
})

describe('probabilities in words', () => {
  it('never read as certain where they are not', () => {
    expect(tinyText(Math.log10(0.9996))).toBe(`> 99.9${nbsp}%`)
    expect(tinyText(0)).toBe(`100${nbsp}%`)
  })

  it('have their decimal exponent where percent would need many zeros', () => {
    expect(tinyText(Math.log10(0.123))).toBe(`12.3${nbsp}%`)
    expect(tinyText(Math.log10(0.000456))).toBe(`0.0456${nbsp}%`)
    expect(tinyText(Math.log10(1.23e-7))).toBe('1.2e\u22127')
    expect(tinyText(Math.log10(9.99e-8))).toBe('1.0e\u22127')
    expect(tinyText(-441.7)).toBe('2.0e\u2212442')
  })

  it('say why an estimate is not to be relied on, or why there is none', () => {
    const good = { failed: 80, draws: 200, effective: 60, largest: 0.04 }
    expect(importanceWarning(good)).toBeUndefined()
    expect(importanceWarning({ ...good, effective: 49 })).toMatch(/worth 49, fewer than 50/)
    expect(importanceWarning({ ...good, largest: 0.3 })).toMatch(/one draw holds 30/)
    expect(importanceWarning({ ...good, failed: 0 })).toMatch(/none of 200/)
    const found = { failing: 1e-69, low: 1e-70, high: 1e-68, log10: { failing: -69, low: -70, high: -68 }, draws: 200, shift: 3 }
    expect(importanceText({ ...found, ...good })).toBe('1.0e\u221269 (1.0e\u221270 to 1.0e\u221268; 200 draws, worth 60)')
    expect(importanceText({ ...found, ...good, effective: 1, largest: 0.99 })).toBe('no estimate from 200 draws, worth 1')
    expect(yieldText({ accuracy: 90, why: 'of converters', passes: 0 })).toBe(`Yield at 90${nbsp}%: none, of converters`)
    expect(yieldText({ accuracy: 90, beta: 3.1, firstOrder: { failing: 9.68e-4, log10: -3.0142 }, passes: 2 })).toContain('0.0968')
  })
})

it('quotes no estimate that a few draws decide', () => {
  // Intervals of estimates worth 10 to 20 draws held the probability in 81 of 100 on small networks, of more in 96.
  expect(isQuotable({ effective: 19.9, largest: 0.1 })).toBe(false)
  expect(isQuotable({ effective: 20, largest: 0.21 })).toBe(false)
  expect(isQuotable({ effective: 0, largest: 0 })).toBe(false)
  expect(isQuotable({ effective: 20, largest: 0.1 })).toBe(true)
})

describe('an estimate held against random chips', () => {
  const importance = { failing: 1e-3, low: 5e-4, high: 2e-3, shift: 3, draws: 200, failed: 100, effective: 60, largest: 0.02 }
  const found = { accuracy: 90, beta: 3, importance, passes: 1 }
  const drawn = (failing: number, chips: number): typeof result => ({
    images: 1000,
    montecarlo: {
      ...montecarlo,
      draws: chips,
      counts: [
        [899, failing],
        [987, chips - failing],
      ],
    },
  })

  it('is not quoted where its interval has nothing in common with that of their count', () => {
    const { importance: doubted } = crossChecked(found, drawn(30, 1000))
    expect(doubted).toMatchObject({ failing: 1e-3, contradicted: true })
    expect(doubted?.warning).toBe(`30 of 1${nbsp}000 random chips fail, which its interval does not allow`)
    expect(doubted && isQuotable(doubted)).toBe(false)
    expect(
      crossChecked({ ...found, importance: { ...importance, failing: 0.1, low: 0.05, high: 0.2 } }, drawn(0, 1000)).importance,
    ).toMatchObject({ contradicted: true })
  })

  it('stays as it is where chips allow it, and where there are none', () => {
    expect(crossChecked(found, drawn(0, 20))).toBe(found)
    expect(crossChecked(found, drawn(3, 1000))).toBe(found)
    expect(crossChecked(found, { images: 1000 })).toBe(found)
  })
})
