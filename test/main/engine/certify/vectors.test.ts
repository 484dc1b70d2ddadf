import { describe, expect, it } from 'vitest'
import { imageBounds, lowerBound } from '../../../../src/main/engine/certify/bounds/backward'
import { boundedNetwork } from '../../../../src/main/engine/certify/bounds/network'
import { exactImages, propagate, valueAt } from '../../../../src/main/engine/certify/bounds/propagate'
import { defineNetwork } from '../../../../src/main/engine/network/definition'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { vectors } from '../../../support/vectors'

/** Float64 sums in another order: some of these bounds are reached. */
const exact = 1e-9
const get = vectors('ibp_weights')
const sizes = [1, 2, 3].map((l) => get(`b${l}`).length)
const labels = get('label')
const [images, classes] = [labels.length, sizes.at(-1) ?? 0]
const inputs = get('x').length / images
const network = defineNetwork({
  label: '',
  source: '',
  summary: '',
  input: [1, 1, inputs],
  classes,
  layers: sizes.map((units, l) => ({ kind: 'dense', name: `${l}`, units, activation: l + 1 < sizes.length })),
})

/** All numbers in layout order, weights moved by some share of their box. */
function ends(side: number): Float64Array {
  const flat = new Float64Array(layoutOf(network).length)
  sizes.forEach((units, l) => {
    const [weight, bias] = [layoutOf(network).arrays[2 * l], layoutOf(network).arrays[2 * l + 1]]
    const [w, b, eps] = [get(`w${l + 1}_oi`), get(`b${l + 1}`), get('eps')[l] ?? 0]
    const rows = w.length / units
    for (let i = 0; i < w.length; i++) flat[(weight?.offset ?? 0) + (i % rows) * units + Math.floor(i / rows)] = (w[i] ?? 0) + side * eps
    flat.set(b, bias?.offset ?? 0)
  })
  return flat
}

const bounded = boundedNetwork(network, { low: ends(-1), high: ends(1) }, { clips: [], levels: 0 }, false)
const bounds = propagate(bounded, exactImages(get('x'), images))
const logits = valueAt(bounds.values, bounded.steps.length)
const low = (n: number, j: number): number => logits.data[j * images + n] ?? 0
const high = (n: number, j: number): number => logits.data[(classes + 1 + j) * images + n] ?? 0
const known = Array.from({ length: images }, (_, n) => imageBounds(bounded, bounds, n))
/** A lower bound of a combination of the logits of an image. */
const linear = (n: number, entries: [number, number][], depth = Infinity): number => {
  const A = new Float64Array(classes + 1)
  for (const [j, a] of entries) A[j] = a
  const found = known[n]
  return found === undefined ? Number.NaN : lowerBound(found, bounded.steps.length - 1, A, depth)
}
const each = (check: (i: number, n: number, j: number) => void): void => {
  for (let i = 0; i < images * classes; i++) check(i, Math.floor(i / classes), i % classes)
}
const others = get('others')
const eachMargin = (check: (i: number, n: number, label: number, other: number) => void): void =>
  others.forEach((other, i) => {
    const n = Math.floor(i / (others.length / images))
    check(i, n, labels[n] ?? 0, other)
  })

describe('bounds against those of auto_LiRPA', () => {
  it('by intervals are the same to 1e-9', () => {
    each((i, n, j) => {
      expect(Math.abs(low(n, j) - (get('ibp_lower')[i] ?? 0))).toBeLessThan(exact)
      expect(Math.abs(high(n, j) - (get('ibp_upper')[i] ?? 0))).toBeLessThan(exact)
    })
    eachMargin((i, n, label, other) =>
      expect(Math.abs(low(n, label) - high(n, other) - (get('ibp_margin_lower')[i] ?? 0))).toBeLessThan(exact),
    )
  })

  it('have margins no lower where those are folded into the last layer', () => {
    eachMargin((i, n, label, other) =>
      expect(
        linear(
          n,
          [
            [label, 1],
            [other, -1],
          ],
          1,
        ),
      ).toBeGreaterThanOrEqual((get('ibp_margin_lower')[i] ?? 0) - 1e-12),
    )
  })

  it('by lines hold what attacks reach, are no wider than intervals, and at least as tight as its own', () => {
    each((i, n, j) => {
      const [below, above] = [linear(n, [[j, 1]]), -linear(n, [[j, -1]])]
      expect(below).toBeLessThanOrEqual((get('attacked_lower')[i] ?? 0) + exact)
      expect(above).toBeGreaterThanOrEqual((get('attacked_upper')[i] ?? 0) - exact)
      expect(below).toBeGreaterThanOrEqual(low(n, j) - exact)
      expect(above).toBeLessThanOrEqual(high(n, j) + exact)
      expect(below).toBeGreaterThanOrEqual((get('crown_ibp_lower')[i] ?? 0) - 1e-7)
      expect(above).toBeLessThanOrEqual((get('crown_ibp_upper')[i] ?? 0) + 1e-7)
    })
    eachMargin((i, n, label, other) => {
      const margin = linear(n, [
        [label, 1],
        [other, -1],
      ])
      expect(margin).toBeGreaterThanOrEqual((get('crown_ibp_margin_lower')[i] ?? 0) - 1e-7)
    })
  })
})
