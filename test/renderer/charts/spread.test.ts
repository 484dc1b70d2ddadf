import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spread } from '../../../src/renderer/charts/spread'

describe('spread', () => {
  it('leaves labels that are far apart where they want to be', () => {
    expect(spread([{ y: 10 }, { y: 50 }], 15, 0, 100).map((l) => l.placed)).toEqual([10, 50])
  })

  it('centres labels that want the same place around it', () => {
    expect(spread([{ y: 50 }, { y: 50 }, { y: 50 }], 10, 0, 100).map((l) => l.placed)).toEqual([40, 50, 60])
  })

  it('keeps order, distance and bounds whatever the wishes, as long as all have room', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { minLength: 1, maxLength: 20 }), (wishes) => {
        const placed = spread(
          wishes.map((y) => ({ y })),
          15,
          0,
          400,
        )
        placed.forEach((label, i) => {
          expect(label.placed).toBeGreaterThanOrEqual(-1e-9)
          expect(label.placed).toBeLessThanOrEqual(400 + 1e-9)
          const before = placed[i - 1]
          if (before === undefined) return
          expect(label.placed - before.placed).toBeGreaterThanOrEqual(15 - 1e-9)
          expect(label.y).toBeGreaterThanOrEqual(before.y)
        })
      }),
    )
  })
})
