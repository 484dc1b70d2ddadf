import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracyOf, answersOf } from '../../../../src/main/engine/analyse/answers'
import { confidenceBins, confidencesOf } from '../../../../src/main/engine/analyse/confidence'
import { confusionOf, perClassOf } from '../../../../src/main/engine/analyse/confusion'
import { recordOf } from '../../../../src/main/engine/analyse/record'
import { shareBins, sharesOf } from '../../../../src/main/engine/analyse/shares'
import { weakestOf } from '../../../../src/main/engine/analyse/weakest'
import type { Layout } from '../../../../src/main/engine/network/layout'

const classes = 3
// Rows: answers 0, 2, 1 (a tie goes to the lowest), 0.
const logits = Float32Array.of(2, 1, 0, 0, 1, 3, 1, 4, 4, 5, 5, 0)
const labels = Uint8Array.of(0, 1, 2, 1)
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

describe('answers', () => {
  it('are the largest logit, the lowest class of several', () => {
    expect([...answersOf(logits, classes)]).toEqual([0, 2, 1, 0])
    expect(accuracyOf(answersOf(logits, classes), labels)).toBe(25)
  })

  it('fall into the confusion table by true class and answer, and into accuracies of classes', () => {
    const table = confusionOf(answersOf(logits, classes), labels, classes)
    expect(table).toEqual([
      [1, 0, 0],
      [1, 0, 1],
      [0, 1, 0],
    ])
    const clean = confusionOf(Uint8Array.of(0, 1, 2, 2), labels, classes)
    expect(perClassOf(clean, table)).toEqual([
      { images: 1, clean: 100, worst: 100 },
      { images: 2, clean: 50, worst: 0 },
      { images: 1, clean: 100, worst: 0 },
    ])
    expect(perClassOf([[0]], [[0]])).toEqual([{ images: 0, clean: 0, worst: 0 }])
  })
})

describe('confidences', () => {
  it('are the softmax of the answered class, in equal bins, apart for right and wrong answers', () => {
    const { right, wrong } = confidencesOf(logits, answersOf(logits, classes), labels, classes)
    const softmax = (row: number[], at: number): number => Math.exp(row[at] ?? 0) / sum(row.map(Math.exp))
    expect(right.images).toBe(1)
    expect(right.mean).toBeCloseTo(softmax([2, 1, 0], 0), 12)
    expect(wrong.mean).toBeCloseTo((softmax([0, 1, 3], 2) + softmax([1, 4, 4], 1) + softmax([5, 5, 0], 0)) / 3, 12)
    expect(right.counts[Math.floor(softmax([2, 1, 0], 0) * confidenceBins)]).toBe(1)
    expect([sum(right.counts), sum(wrong.counts)]).toEqual([1, 3])
  })

  it('of certain answers count in the last bin, and large logits do not overflow', () => {
    const { right, wrong } = confidencesOf(Float32Array.of(3e38, -3e38, 0), Uint8Array.of(0), Uint8Array.of(0), 3)
    expect([right.mean, right.counts.at(-1), wrong.mean, wrong.images]).toEqual([1, 1, 0, 0])
  })
})

describe('the weakest images', () => {
  it('come with the lowest margin first, the right logit less the best other one', () => {
    expect(weakestOf(logits, answersOf(logits, classes), labels, classes, 3)).toEqual([
      { at: 1, answered: 2, margin: -2 },
      { at: 2, answered: 1, margin: 0 },
      { at: 3, answered: 0, margin: 0 },
    ])
  })
})

const layout: Layout = {
  arrays: [
    { name: 'a.weight', shape: [2, 3], offset: 0, length: 6, kind: 'device' },
    { name: 'a.bias', shape: [3], offset: 6, length: 3, kind: 'digital' },
    { name: 'b.weight', shape: [1, 2], offset: 9, length: 2, kind: 'device' },
  ],
  length: 11,
  deviceLength: 8,
}

describe('errors over their bounds', () => {
  it('count exact zeros and bounds apart, by the bound of their own side, and leave out what cannot err', () => {
    const low = Float32Array.of(-1, -1, -1, -0.5, -1, 0, 0, 0, 0, -1, -1)
    const high = Float32Array.of(1, 1, 1, 2, 1, 0, 0, 0, 0, 1, 1)
    const errors = Float32Array.of(0, 1, -1 + 1e-5, -0.5, 0.26, 0, 0, 0, 0, 1e-9, 0)
    const shares = sharesOf(errors, { low, high }, layout)
    const expected = new Array<number>(shareBins + 2).fill(0)
    expected[0] = 2
    expected[1] = 1
    expected[1 + Math.floor(0.26 * shareBins)] = 1
    expected[shareBins] = 1
    expected[shareBins + 1] = 2
    expect(shares).toEqual({
      histogram: expected,
      weights: 7,
      exact: 1,
      layers: [
        { name: 'a', weights: 5, perturbed: 4, atBound: 2 },
        { name: 'b', weights: 2, perturbed: 1, atBound: 0 },
      ],
    })
  })

  it('are all counted once, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 11, maxLength: 11 }), (values) => {
        const errors = Float32Array.from(values)
        const bound = new Float32Array(11).fill(1)
        const { histogram, weights, layers } = sharesOf(errors, { low: bound.map((b) => -b), high: bound }, layout)
        expect([sum(histogram), weights, sum(layers.map((layer) => layer.weights))]).toEqual([8, 8, 8])
        expect(sum(histogram.slice(1))).toBe(sum(layers.map((layer) => layer.perturbed)))
        expect(histogram.at(-1)).toBe(sum(layers.map((layer) => layer.atBound)))
      }),
    )
  })
})

describe('a record', () => {
  it('names images by their place in the data set, with their pixels', () => {
    const dataset = {
      definition: {
        id: 'x',
        label: '',
        source: '',
        licence: '',
        classes,
        shape: [1, 2, 1] as [number, number, number],
        images: { train: 1, test: 4 },
        files: [],
      },
      images: Uint8Array.from({ length: 10 }, (_, i) => i),
      labels: Uint8Array.of(9, ...labels),
      sha256: '',
    }
    const bounds = { low: new Float32Array(11).fill(-1), high: new Float32Array(11).fill(1) }
    const images = Uint32Array.of(1, 2, 3, 4)
    const clean = Float32Array.of(9, 0, 0, 0, 9, 0, 0, 0, 9, 0, 9, 0)
    const record = recordOf({ clean, worst: logits, images, dataset, of: 'weights', errors: new Float32Array(11), bounds, layout })
    expect(record).toMatchObject({ images: 4, accuracy: 25, clean: 100, shape: [1, 2, 1], of: 'weights', weights: 8 })
    expect(record).not.toHaveProperty('exact')
    expect(record.weakest.map(({ image, label }) => [image, label])).toEqual([
      [2, 1],
      [3, 2],
      [4, 1],
      [1, 0],
    ])
    expect([...Buffer.from(record.weakest[0]?.pixels ?? '', 'base64')]).toEqual([4, 5])
    expect(record.histogram).toEqual([8, ...new Array<number>(shareBins + 1).fill(0)])
  })
})
