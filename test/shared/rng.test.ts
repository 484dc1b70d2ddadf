import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CounterRandom, philox } from '../../src/shared/rng'

function words(key: [number, number], counter: [number, number, number, number]): string[] {
  const out = new Uint32Array(4)
  philox(out, ...key, ...counter)
  return [...out].map((word) => word.toString(16).padStart(8, '0'))
}

describe('philox 4x32-10', () => {
  // Known answers published with the algorithm's reference implementation (Random123, kat_vectors).
  it.each([
    [
      [0, 0],
      [0, 0, 0, 0],
      ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      ['408f276d', '41c83b0e', 'a20bc7c6', '6d5451fd'],
    ],
    [
      [0xa4093822, 0x299f31d0],
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      ['d16cfe09', '94fdcceb', '5001e420', '24126ea1'],
    ],
  ] as [[number, number], [number, number, number, number], string[]][])(
    'gives the published words for key %j',
    (key, counter, expected) => {
      expect(words(key, counter)).toEqual(expected)
    },
  )
})

describe('counter-based random numbers', () => {
  it('do not depend on what was drawn before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(1000), fc.nat(1000), (seed, a, index) => {
        const fresh = new CounterRandom(seed, 'noise').unit(a, 1, 2, index)
        const used = new CounterRandom(seed, 'noise')
        used.unit(a + 1, 5, 6, 7)
        used.permutation(10, 3)
        expect(used.unit(a, 1, 2, index)).toBe(fresh)
      }),
    )
  })

  it('permute without loss, another order for another index', () => {
    const random = new CounterRandom(1, 'shuffle')
    const [first, second] = [random.permutation(1000, 1), random.permutation(1000, 2)]
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
    expect(second).not.toEqual(first)
  })

  it('are uniform: a million numbers in 100 cells pass a chi-square test at six sigma', () => {
    const values = new Float64Array(1_000_000)
    new CounterRandom(7, 'montecarlo').fill(values, 0, 0)
    const cells = new Float64Array(100)
    for (const value of values) cells[Math.floor(value * 100)] = (cells[Math.floor(value * 100)] ?? 0) + 1
    const chi = cells.reduce((sum, n) => sum + (n - 10_000) ** 2 / 10_000, 0)
    expect(Math.abs(chi - 99) / Math.sqrt(2 * 99)).toBeLessThan(6)
  })
})
