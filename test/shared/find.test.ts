import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bracketOf, isNarrow, nextValues, type Tested } from '../../src/shared/find'
import type { Search } from '../../src/shared/search'

const threshold: Search = {
  objectives: ['worst >= 90'],
  over: 'device.threshold',
  looser: 'larger',
  unit: 'window',
  from: 0.0005,
  to: 0.1,
  scale: 'log',
  tolerance: 0.01,
  mostPoints: 24,
  nested: true,
  notes: [],
}
const bits: Search = { ...threshold, over: 'crossbar.adcBits', looser: 'smaller', scale: 'linear', nested: false, from: 1, to: 16 }
const candidates = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)

/** Runs a search to its end against what passes, and gives all that was tried. */
function search(over: Search, passes: (value: number) => boolean | undefined, begun: readonly Tested[] = []): Tested[] {
  let tested = [...begun]
  for (let round = 0; round < 100; round++) {
    const next = nextValues(over, tested)
    if (next === 'done') return tested
    tested = [...tested, ...next.map((value) => ({ value, passes: passes(value) }))]
  }
  throw new Error('the search does not end')
}

describe('closing in on a threshold', () => {
  it('brackets any edge to its tolerance within its points', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0006, max: 0.099, noNaN: true }), (edge) => {
        const tested = search(threshold, (value) => value <= edge)
        const { pass = 0, fail = 0 } = bracketOf(threshold, tested)
        expect(pass).toBeLessThanOrEqual(edge)
        expect(fail).toBeGreaterThan(edge)
        expect(isNarrow(threshold, pass, fail)).toBe(true)
        expect(tested.length).toBeLessThanOrEqual(17)
      }),
    )
  })

  it('tries five values and no more where all pass, or all fail', () => {
    expect(search(threshold, () => true).map(({ value }) => value)).toEqual([0.0005, 0.00188, 0.007071, 0.02659, 0.1])
    expect(
      bracketOf(
        threshold,
        search(threshold, () => true),
      ),
    ).toEqual({ pass: 0.1 })
    expect(
      bracketOf(
        threshold,
        search(threshold, () => false),
      ),
    ).toEqual({ fail: 0.0005 })
    expect(search(threshold, () => false)).toHaveLength(5)
  })

  it('ends on any pattern, at a value that passes right below the tightest that fails', () => {
    fc.assert(
      fc.property(fc.func(fc.option(fc.boolean(), { nil: undefined })), (pattern) => {
        const tested = search(threshold, (value) => pattern(value))
        expect(tested.length).toBeLessThanOrEqual(threshold.mostPoints)
        expect(new Set(tested.map(({ value }) => value)).size).toBe(tested.length)
        const { pass, fail } = bracketOf(threshold, tested)
        if (pass === undefined || fail === undefined) return
        expect(pass).toBeLessThan(fail)
        expect(tested.some(({ value, passes }) => passes === false && value < fail)).toBe(false)
        expect(tested.some(({ value, passes }) => passes === true && value > pass && value < fail)).toBe(false)
      }),
    )
  })

  it('goes on in the same way whatever the order in which points came', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0006, max: 0.099, noNaN: true }), fc.nat({ max: 16 }), fc.integer(), (edge, keep, seed) => {
        const all = search(threshold, (value) => value <= edge)
        const rounds: Tested[][] = []
        for (let tested: Tested[] = []; ;) {
          const next = nextValues(threshold, tested)
          if (next === 'done') break
          tested = [...tested, ...next.map((value) => ({ value, passes: value <= edge }))]
          rounds.push(tested)
        }
        // Cut off after some round, read back in another order, and gone on with.
        const kept = [...(rounds[Math.min(keep, rounds.length - 1)] ?? [])].sort(
          (a, b) => Math.sin(a.value * seed) - Math.sin(b.value * seed),
        )
        const again = search(threshold, (value) => value <= edge, kept)
        expect(new Set(again.map(({ value }) => value))).toEqual(new Set(all.map(({ value }) => value)))
        expect(bracketOf(threshold, again)).toEqual(bracketOf(threshold, all))
      }),
    )
  })

  it('follows a point that turns out to fail when a smaller box is found to', () => {
    const before: Tested[] = [0.0005, 0.001, 0.002].map((value) => ({ value, passes: true }))
    const tested = [...before, { value: 0.004, passes: false }]
    expect(bracketOf(threshold, tested)).toEqual({ pass: 0.002, fail: 0.004 })
    const lowered = tested.map((one) => (one.value >= 0.002 ? { ...one, passes: false } : one))
    expect(bracketOf(threshold, lowered)).toEqual({ pass: 0.001, fail: 0.002 })
    const next = nextValues(threshold, lowered)
    expect(next === 'done' ? [] : next.every((value) => value > 0.001 && value < 0.002)).toBe(true)
  })

  it('ends when its points are spent', () => {
    const few = { ...threshold, mostPoints: 8, tolerance: 0.0005 }
    expect(search(few, (value) => value < 0.01)).toHaveLength(8)
  })
})

describe('choosing among candidates', () => {
  it('tries all of a few, and takes the loosest that passes', () => {
    const few = { ...bits, candidates: candidates(1, 8) }
    const tested = search(few, (value) => value >= 3 && value !== 5)
    expect(tested.map(({ value }) => value)).toEqual(candidates(1, 8))
    expect(bracketOf(few, tested)).toEqual({ pass: 3, fail: 2 })
  })

  it('closes in on neighbours among many', () => {
    for (let edge = 2; edge <= 16; edge++) {
      const many = { ...bits, candidates: candidates(1, 16) }
      const tested = search(many, (value) => value >= edge)
      expect(bracketOf(many, tested)).toEqual({ pass: edge, fail: edge - 1 })
      expect(tested.length).toBeLessThan(12)
    }
  })

  it('leaves out candidates that cannot be built', () => {
    const few = { ...bits, looser: 'larger' as const, candidates: candidates(1, 4) }
    const tested = search(few, (value) => (value === 3 ? undefined : value <= 2))
    expect(bracketOf(few, tested)).toEqual({ pass: 2, fail: 4 })
  })
})
