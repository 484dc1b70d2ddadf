import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedNetwork } from '../../../../src/main/engine/certify/bounds/network'
import { exactImages, propagate } from '../../../../src/main/engine/certify/bounds/propagate'
import { imageBounds, lowerBound } from '../../../../src/main/engine/certify/bounds/backward'
import { lastLayerMargin } from '../../../../src/main/engine/certify/last-layer'
import { defineNetwork } from '../../../../src/main/engine/network/definition'

const [inputs, classes] = [3, 3]
const network = defineNetwork({
  label: '',
  source: '',
  summary: '',
  input: [1, 1, inputs],
  classes,
  layers: [{ kind: 'dense', name: 'a', units: classes, activation: false }],
})
const numbers = (length: number, min: number, max: number): fc.Arbitrary<number[]> =>
  fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length })
const layers = fc.record({
  weights: numbers(inputs * classes, -1, 1),
  radius: numbers(inputs * classes, 0, 0.3),
  bias: numbers(classes, -1, 1),
  h: numbers(inputs, 0, 2),
  label: fc.nat(classes - 1),
})

describe('the worst margin of a last layer', () => {
  it('is the lowest over all corners of its box, and what intervals and lines give', () => {
    fc.assert(
      fc.property(layers, ({ weights, radius, bias, h, label }) => {
        const logit = (j: number, w: readonly number[]): number => h.reduce((sum, x, i) => sum + x * (w[i * classes + j] ?? 0), bias[j] ?? 0)
        let lowest = Infinity
        for (let corner = 0; corner < 2 ** weights.length; corner++) {
          const w = weights.map((value, i) => value + ((corner >> i) & 1 ? 1 : -1) * (radius[i] ?? 0))
          for (let j = 0; j < classes; j++) if (j !== label) lowest = Math.min(lowest, logit(label, w) - logit(j, w))
        }
        const logits = bias.map((_, j) => logit(j, weights))
        expect(lastLayerMargin({ logits, inputs: h, radius }, label)).toBeCloseTo(lowest, 9)
        const end = (side: number): number[] => [...weights.map((w, i) => w + side * (radius[i] ?? 0)), ...bias]
        const bounded = boundedNetwork(network, { low: end(-1), high: end(1) }, { clips: [], levels: 0 }, false)
        const known = imageBounds(bounded, propagate(bounded, exactImages(h, 1)), 0)
        const margins = bias.flatMap((_, j) => {
          if (j === label) return []
          const A = new Float64Array(classes + 1)
          A[label] = 1
          A[j] = -1
          return [lowerBound(known, 1, A)]
        })
        expect(Math.min(...margins)).toBeCloseTo(lowest, 9)
      }),
      { numRuns: 40 },
    )
  })
})
