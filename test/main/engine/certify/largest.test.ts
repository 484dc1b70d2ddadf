import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largestCertified } from '../../../../src/main/engine/certify/largest'

const range = { from: 1e-5, to: 0.03 }

describe('the largest certified threshold', () => {
  it('is one that passed, with one that failed no more than the width above', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: -4.99, max: -1.53, noNaN: true }), fc.constantFrom(0.01, 0.05, 0.3), async (exponent, width) => {
        const limit = 10 ** exponent
        const asked: number[] = []
        const found = await largestCertified({ ...range, width }, (t) => {
          asked.push(t)
          return Promise.resolve(t <= limit)
        })
        expect(found.passes).toBeLessThanOrEqual(limit)
        expect(found.fails).toBeGreaterThan(limit)
        expect((found.fails ?? 0) / (found.passes ?? 1)).toBeLessThanOrEqual(1 + width)
        expect(asked).toContain(found.passes)
        expect(asked).toContain(found.fails)
      }),
    )
  })

  it('is none where the smallest fails, and open above where the largest passes', async () => {
    expect(await largestCertified({ ...range, width: 0.02 }, () => Promise.resolve(false))).toEqual({ fails: range.from })
    expect(await largestCertified({ ...range, width: 0.02 }, () => Promise.resolve(true))).toEqual({ passes: range.to })
  })
})
