import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spread as spreadLabels } from '../../src/shared/spread'

/** Places in the order of the labels, however the result is ordered. */
function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const placed = spreadLabels(
    places.map((y, index) => ({ y, index })),
    gap,
    low,
    high,
  )
  return places.map((_, index) => placed.find((label) => label.index === index)?.placed ?? Number.NaN)
}

describe('spreading labels', () => {
  it('leaves labels where they are while they do not touch', () => {
    expect(spread([80, 10, 40], 15, 0, 100)).toEqual([80, 10, 40])
  })

  it('pushes labels that touch apart around their middle', () => {
    expect(spread([50, 52], 10, 0, 100)).toEqual([46, 56])
    expect(spread([1, 2, 90], 10, 0, 100)).toEqual([0, 10, 90])
  })

  it('keeps any labels apart, in order and inside, as far as there is room', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { minLength: 1, maxLength: 20 }), (places) => {
        const gap = Math.min(15, places.length > 1 ? 200 / (places.length - 1) : 15)
        const placed = spread(places, 15, 0, 200)
        const pairs = places.map((place, i) => [place, placed[i] ?? Number.NaN] as const).sort((a, b) => a[1] - b[1])
        for (const [i, [place, at]] of pairs.entries()) {
          expect(at).toBeGreaterThanOrEqual(-1e-9)
          expect(at).toBeLessThanOrEqual(200 + 1e-9)
          const next = pairs[i + 1]
          if (next === undefined) continue
          expect(next[1] - at).toBeGreaterThanOrEqual(gap - 1e-9)
          expect(next[0]).toBeGreaterThanOrEqual(place)
        }
      }),
    )
  })
})
