import { z } from 'zod'
import { field } from './field'
import { drawBlock } from './sampling'

/** Fields of how likely a chip misses an accuracy spec, in the order the form shows them. */
export const yieldFields = {
  'yield.method': field(z.enum(['none', 'importance']).default('none'), {
    label: 'Yield',
    help: 'How likely a random chip falls below an accuracy, also where that is too rare for Monte Carlo. importance: the nearest such chip by gradient search in standard-normal space, the probability of failing to first order, and importance sampling around where random chips fail on the way to it, which says too little where chips also fail far from there. For device errors that are uniform or Gaussian, cut or not, on an array without converters, resistance, faults and age.',
    formula: 'first order: P = Phi(-beta), beta = min |u|; refined: mean of exp(-u* e - |u*|^2 / 2) where it fails',
    source: 'METHODS 4',
    control: 'segmented',
    before: 'none',
  }),
  'yield.accuracy': field(z.number().min(0).max(100).default(90), {
    label: 'Passes at',
    unit: '%',
    help: 'Accuracy that a chip must reach to pass.',
    needs: { field: 'yield.method', not: ['none'] },
    control: 'number',
  }),
  'yield.draws': field(z.int().min(drawBlock).max(100_000).default(400), {
    label: 'Yield draws',
    unit: 'draws',
    help: 'Chips that importance sampling draws at most.',
    needs: { field: 'yield.method', not: ['none'] },
    control: 'number',
    advanced: true,
  }),
  'yield.width': field(z.number().positive().max(100).default(1), {
    label: 'Yield width',
    help: 'Importance sampling stops, after whole blocks, when the 95 % interval of the probability is no wider than this share of it, and nothing warns.',
    needs: { field: 'yield.method', not: ['none'] },
    control: 'number',
    advanced: true,
  }),
} as const
