import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mappingFactor, sliceWeights, type Mapping } from '../../../src/shared/device-math'
import { mean } from '../../../src/shared/stats'
import { layoutOf } from '../../../src/main/engine/network/layout'
import { quantiseWeights } from '../../../src/main/engine/network/quantise'
import { networkOf } from '../../../src/main/engine/network/zoo'
import { boxSet } from '../../../src/main/engine/variation/box'
import type { Sampler } from '../../../src/main/engine/variation/sample'
import { boxChips } from '../../support/box-chips'

const layout = layoutOf(networkOf('lenet'))
const random = (seed: number): Float32Array => Float32Array.from({ length: layout.length }, (_, i) => Math.sin(seed + i * 12.9898) * 0.4)
const programmedOf = (bits: number, mapping: Mapping) =>
  quantiseWeights(random(1), layout, { 'weights.bits': bits, 'weights.scale': 'layer', 'mapping.scheme': mapping })

describe('the plain box', () => {
  it('is fround(kappa t s) on every device and nothing on digital numbers; no z leaves it by one ulp', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1, noNaN: true }),
        fc.constantFrom(1, 2, 4, 8),
        fc.float({ min: -1, max: 1, noNaN: true }),
        (radius, bits, edge) => {
          const programmed = programmedOf(bits, 'sign-magnitude')
          const set = boxSet(programmed, layout, { radius, zeroExact: false })
          const z = set.zero().map((_, i) => (i % 3 === 0 ? edge : i % 2 === 0 ? 1 : -1))
          const dW = set.perturbation(z)
          layout.arrays.forEach(({ kind, offset, length }, a) => {
            const bound = kind === 'device' ? Math.fround(radius * (programmed.scales[a] ?? 0)) : 0
            for (let i = offset; i < offset + length; i++) {
              if (Math.abs(dW[i] ?? Infinity) > bound || set.high[i] !== bound || set.low[i] !== -bound)
                throw new Error(`weight ${i} leaves its box`)
            }
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('has the transposed Jacobian of its map, by finite differences', () => {
    const set = boxSet(programmedOf(4, 'sign-magnitude'), layout, { radius: 0.03, zeroExact: false })
    const gradient = Float64Array.from(random(5))
    const z = set.zero().map((_, i) => Math.sin(i) / 2)
    const direction = set.zero().map((_, i) => Math.cos(i * 0.7))
    const product = set.pullback(z, gradient).reduce((sum, g, i) => sum + g * (direction[i] ?? 0), 0)
    const h = 2 ** -6
    const [up, down] = [1, -1].map((side) => set.perturbation(z.map((v, i) => v + side * h * (direction[i] ?? 0))))
    const difference = gradient.reduce((sum, g, i) => sum + (g * ((up?.[i] ?? 0) - (down?.[i] ?? 0))) / (2 * h), 0)
    expect(Math.abs(difference / product - 1)).toBeLessThan(1e-4)
  })

  it('leaves zero weights exact when asked', () => {
    const programmed = programmedOf(2, 'sign-magnitude')
    const set = boxSet(programmed, layout, { radius: 0.03, zeroExact: true })
    layout.arrays.forEach(({ kind, offset, length }) => {
      if (kind === 'device') for (let i = offset; i < offset + length; i++) expect(set.high[i] === 0).toBe(programmed.values[i] === 0)
    })
  })
})

describe('random chips', () => {
  const t = 0.03
  const sampler = (set: Partial<Sampler>): Sampler => ({
    kind: 'uniform',
    sigma: 0.5,
    seed: 1,
    ...set,
  })
  // Variance of one device as a share of th: uniform 1/3, vertex 1, Gaussian of sigma 0.5 cut at two sigma.
  const cut = 0.25 * (1 - (2 * 2 * 0.05399096651318806) / 0.9544997361036416)
  const cases = (['uniform', 'vertex', 'truncated-gaussian'] as const).flatMap((kind) =>
    (['sign-magnitude', 'differential', 'offset'] as const).flatMap((mapping) => [1, 2, 4].map((K) => [kind, mapping, K] as const)),
  )

  it.each(cases)('%s, %s, %d bits a device: zero mean, the closed-form variance, never outside', (kind, mapping, K) => {
    const programmed = programmedOf(4, mapping)
    const set = boxSet(programmed, layout, { radius: mappingFactor(mapping) * t, zeroExact: false })
    const variance = { uniform: 1 / 3, vertex: 1, 'truncated-gaussian': cut }[kind]
    const polarities = mapping === 'differential' ? 2 : 1
    const width = mapping === 'offset' ? 2 : 1
    const expected = (width * t) ** 2 * polarities * variance * sliceWeights(4, K).reduce((sum, w) => sum + w * w, 0)
    const shares: number[] = []
    const chips = boxChips(programmed, mappingFactor(mapping) * t, sampler({ kind }), {
      'mapping.scheme': mapping,
      'device.bitsPerDevice': K,
    })
    for (let draw = 0; draw < 3; draw++) {
      const dW = chips(draw).error
      layout.arrays.forEach(({ kind: role, offset, length }, a) => {
        for (let i = offset; i < offset + length; i++) {
          const d = dW[i] ?? 0
          if (Math.abs(d) > (set.high[i] ?? 0)) throw new Error('a sample leaves its box')
          if (role === 'device') shares.push(d / (programmed.scales[a] ?? 1))
        }
      })
    }
    const sd = Math.sqrt(expected / shares.length)
    expect(Math.abs(mean(shares))).toBeLessThan(5 * sd)
    const measured = mean(shares.map((d) => d * d))
    expect(Math.abs(measured / expected - 1)).toBeLessThan(0.02)
  })

  it('share their numbers across thresholds, and differ from draw to draw', () => {
    const chip = (radius: number, draw: number): Float32Array =>
      boxChips(programmedOf(4, 'sign-magnitude'), radius, sampler({}))(draw).error
    const [small, large, other] = [chip(0.01, 3), chip(0.02, 3), chip(0.01, 4)]
    expect(Math.max(...small.map((d, i) => Math.abs(2 * d - (large[i] ?? 0))))).toBeLessThan(1e-8)
    expect(other).not.toEqual(small)
  })
})
