import type { Analysed } from '../../src/main/worker/analyses/work'
import type { AnalyseJob } from '../../src/main/worker/protocol'

const spread = { count: 1, min: 1, p05: 1, p25: 1, p50: 1, p75: 1, p95: 1, max: 1 }

/** A look at a worst chip as a compute side without computing gives it: small, and whole. */
export function fakeLook({ work }: AnalyseJob): Analysed {
  switch (work.kind) {
    case 'record':
      return {
        kind: 'record',
        value: {
          images: 4,
          accuracy: 25,
          clean: 75,
          confusion: [
            [1, 1],
            [2, 0],
          ],
          perClass: [
            { images: 2, clean: 100, worst: 50 },
            { images: 2, clean: 50, worst: 0 },
          ],
          confidence: { right: { images: 1, mean: 0.5, counts: [1] }, wrong: { images: 3, mean: 0.875, counts: [3] } },
          of: 'weights',
          histogram: [1, 2, 5],
          weights: 8,
          layers: [{ name: 'conv1', weights: 8, perturbed: 7, atBound: 5 }],
          weakest: [{ image: 60_003, label: 1, answered: 0, margin: -2.5, pixels: 'AAE=' }],
          shape: [1, 2, 1],
        },
      }
    case 'sensitivity': {
      const part = { layer: 'conv1', weights: 8, alone: 50, without: 60 }
      return { kind: 'sensitivity', value: { images: 4, clean: 75, worst: 25, layers: [part], tiles: [{ ...part, down: 0, across: 1 }] } }
    }
    case 'landscape': {
      const curve = { loss: [2, 1], accuracy: [25, 75], slope: 1 }
      return {
        kind: 'landscape',
        value: {
          images: work.images,
          zeta: work.zeta,
          alphas: [-2, 2],
          curves: [
            { kind: 'random', ...curve },
            { kind: 'worst', ...curve, slope: 8 },
          ],
          map: { x: [0], y: [0], loss: [1], accuracy: [75] },
        },
      }
    }
    case 'margins':
      return {
        kind: 'margins',
        value: {
          dataset: 'mnist',
          images: work.images,
          right: 9,
          layers: [
            {
              layer: 'fc3',
              kind: 'minimum',
              features: 84,
              norm: spread,
              relative: spread,
              histogram: [1],
              overshootFlips: 1,
              undershootFlips: 0,
              tFlip: spread,
              pairs: [{ from: 4, to: 9, images: 3, median: 0.25 }],
              weakest: [],
            },
          ],
          shape: [1, 2, 1],
        },
      }
    case 'file':
      return { kind: 'file', value: new TextEncoder().encode(`${work.format} file`) }
    case 'replay':
      return { kind: 'replay', value: { images: 4, clean: 75, accuracy: 50 } }
  }
}
