import type { Landscape, Margins, Sensitivity, Spread, WorstRecord } from '../../../../src/shared/worst-case'

const pixels = btoa(String.fromCharCode(0, 255, 128, 64))
const weak = { image: 60_003, label: 1, answered: 0, margin: -2.5, pixels }

/** A record of two classes and four images, small and whole. */
export const record: WorstRecord = {
  from: 'p-0001',
  images: 10,
  accuracy: 40,
  clean: 90,
  confusion: [
    [1, 3],
    [3, 3],
  ],
  perClass: [
    { images: 4, clean: 100, worst: 25 },
    { images: 6, clean: 83, worst: 50 },
  ],
  confidence: { right: { images: 4, mean: 0.5, counts: [1, 3] }, wrong: { images: 6, mean: 0.875, counts: [0, 6] } },
  of: 'weights',
  histogram: [10, 20, 30, 40],
  weights: 100,
  layers: [
    { name: 'conv1', weights: 20, perturbed: 15, atBound: 5 },
    { name: 'fc1', weights: 80, perturbed: 75, atBound: 35 },
  ],
  weakest: [weak, { ...weak, image: 7, label: 0, answered: 1, margin: -1 }],
  shape: [2, 2, 1],
  seconds: 1,
}

export const sensitivity: Sensitivity = {
  from: 'p-0001',
  images: 10,
  clean: 90,
  worst: 40,
  layers: [
    { layer: 'conv1', weights: 20, alone: 86, without: 45 },
    { layer: 'fc1', weights: 80, alone: 74, without: 60 },
  ],
  tiles: [
    { layer: 'conv1', down: 0, across: 0, weights: 20, alone: 86, without: 45 },
    { layer: 'fc1', down: 1, across: 0, weights: 30, alone: 90, without: 40 },
    { layer: 'fc1', down: 0, across: 1, weights: 20, alone: 89, without: 41 },
    { layer: 'fc1', down: 0, across: 0, weights: 30, alone: 74, without: 38 },
  ],
  seconds: 1,
}

export const landscape: Landscape = {
  from: 'p-0001',
  images: 10,
  zeta: 0.2,
  alphas: [-2, 0, 2],
  curves: [
    { kind: 'worst', loss: [4, 1, 8], accuracy: [20, 90, 0], slope: 2.5 },
    { kind: 'random', loss: [2, 1, 2], accuracy: [80, 90, 80], slope: 0.5 },
    { kind: 'random', loss: [1.4, 1, 1.4], accuracy: [85, 90, 85], slope: 0.2 },
  ],
  map: { x: [-1, 0, 1], y: [-1, 0, 1], loss: [8, 2, 8, 7, 0, 7, 8, 2, 8], accuracy: [10, 80, 10, 20, 90, 40, 10, 80, 10] },
  seconds: 1,
}

const spread = (p50: number): Spread => ({
  count: 9,
  min: p50 / 8,
  p05: p50 / 4,
  p25: p50 / 2,
  p50,
  p75: p50 * 2,
  p95: p50 * 4,
  max: p50 * 8,
})
export const margins: Margins = {
  dataset: 'mnist',
  images: 10,
  right: 9,
  layers: [
    {
      layer: 'conv1',
      kind: 'found',
      features: 784,
      norm: spread(1),
      relative: spread(0.1),
      histogram: [1, 8, 0],
      overshootFlips: 1,
      tFlip: spread(0.02),
      pairs: [{ from: 1, to: 0, images: 9, median: 0.5 }],
      weakest: [{ ...weak, margin: 0.25 }],
    },
    {
      layer: 'fc1',
      kind: 'minimum',
      features: 84,
      norm: spread(4),
      relative: spread(0.2),
      histogram: [3, 3, 3],
      overshootFlips: 1,
      undershootFlips: 0,
      tFlip: spread(0.05),
      pairs: [{ from: 0, to: 1, images: 9, median: 2 }],
      weakest: [{ ...weak, margin: 0.5 }],
    },
  ],
  shape: [2, 2, 1],
  seconds: 1,
}
