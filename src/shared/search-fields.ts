import { z } from 'zod'
import { field } from './field'
import { drawBlock } from './sampling'
import { subsetNoise, subsetStart, subsetTolerance } from './subset'

/** Fields of the search for the worst case and of the random chips, in the order the form shows them. */
export const searchFields = {
  'attack.method': field(z.string().min(1).default('f-lwc'), {
    label: 'Worst case',
    help: 'The search for the lowest accuracy inside the box. What it finds is an upper bound of the true worst case.',
    control: 'select',
  }),
  'attack.surrogate': field(z.string().min(1).default('p2'), {
    label: 'Surrogate',
    help: 'The smooth stand-in for accuracy that the search minimises. p2, the margin max(O_t - O_r, 0), is the default.',
    source: '[Y] Eq. 6-8, corrected',
    control: 'select',
    advanced: true,
  }),
  'attack.steps': field(z.int().min(1).max(1000).default(10), {
    label: 'Steps',
    help: 'Steps of the search, each one gradient over all searched images. More steps find lower accuracies and take longer.',
    control: 'slider',
    scale: 'log',
    slider: [1, 100],
  }),
  'attack.budget': field(z.int().min(10).max(100_000).default(60), {
    label: 'Budget',
    unit: 'passes',
    help: 'Gradient passes over the searched images that "strongest" may spend on a point.',
    control: 'number',
  }),
  'attack.seconds': field(z.number().min(0).max(86_400).default(0), {
    label: 'Seconds',
    unit: 's',
    help: 'Time that "strongest" may take for a point. It is turned into gradient passes by the speed measured on this machine before a run starts, what is only evaluated not counted; the run keeps those as its budget, so that a rerun gives the same numbers. 0: the budget counts.',
    source: 'METHODS 3',
    control: 'number',
    advanced: true,
  }),
  'attack.startNoise': field(z.number().min(0).max(1).default(1e-3), {
    label: 'Start noise',
    unit: 'radii',
    help: 'How far beside the programmed network a search begins whose loss is flat there: standard deviation of a Gaussian, in radii of the box. PGA and the surrogate kl need it.',
    source: '[B] Algorithm 1',
    control: 'number',
    advanced: true,
  }),
  'attack.layers': field(z.string().max(2000).default('all'), {
    label: 'Layers',
    help: 'Layers that the search may move: all, or their names with commas between, as fc1, fc3. The other layers stay as programmed; what is found is still an upper bound of the worst case of all.',
    advanced: true,
  }),
  'attack.tiles': field(z.string().max(20_000).default('all'), {
    label: 'Tiles',
    help: 'Tiles that the search may move: all, or a list as fc1:0/1, fc3:0/0, each a layer with its place down and across. A weight lies where the first of its devices lies.',
    advanced: true,
  }),
  'attack.topPercent': field(z.number().positive().max(100).default(100), {
    label: 'Largest',
    unit: '%',
    help: 'The search moves only that share of the weights of each layer, the largest ones by magnitude.',
    control: 'slider',
    slider: [1, 100],
    scale: 'log',
    advanced: true,
  }),
  'attack.subset': field(z.enum(['grow', 'off']).default('grow'), {
    label: 'Image subset',
    help: `grow: search on ${subsetStart} of the searched images first, then on twice as many as long as the lowest accuracy falls by more than ${subsetTolerance} percent points; what is quoted is always counted on all. Without a polish, or without sharing, it may stay up to ${subsetNoise} points above what all images would find. off: every gradient over all searched images.`,
    source: 'METHODS 3 (ours)',
    control: 'segmented',
    advanced: true,
    before: 'off',
  }),
  'attack.sharing': field(z.enum(['on', 'off']).default('on'), {
    label: 'Sharing',
    help: 'on: points of one sweep share a one-pass run, where the search has one, and a larger box quotes what was found in a smaller one inside it. off: each box is searched by itself and quotes its own finding.',
    source: 'METHODS 3 (ours)',
    control: 'segmented',
    advanced: true,
  }),
  'attack.polish': field(z.enum(['on', 'vertex', 'off']).default('on'), {
    label: 'Polish',
    help: 'on: each search goes on for ten steps on p6, the softmax margin, from the lowest point found; it mostly finds much lower accuracies for little time. vertex: and then pushes weights to the vertices of the box for as long as that lowers accuracy. off: the search as its source describes it. "strongest" does both, within its budget.',
    source: 'Ours',
    control: 'segmented',
    advanced: true,
    before: 'off',
  }),
  'sampling.draws': field(z.union([z.int().min(0).max(100_000), z.literal('auto')]).default(20), {
    label: 'Monte Carlo',
    unit: 'draws',
    help: `Random chips evaluated at each point; 0 turns sampling off. auto draws blocks of ${drawBlock} until the interval of the chosen statistic is narrow enough. The average chip says little about the worst one.`,
    control: 'slider',
    scale: 'log',
    slider: [1, 1000],
  }),
  'sampling.statistic': field(z.enum(['mean', 'p05']).default('mean'), {
    label: 'Statistic',
    help: 'What the 95 % confidence interval is of: the mean accuracy, or p05, the accuracy that 5 % of the chips fall below.',
    formula: 'mean +- t_(n-1) sd / sqrt(n); p05: order statistics',
    control: 'segmented',
    advanced: true,
  }),
  'sampling.width': field(z.number().positive().max(100).default(0.1), {
    label: 'Width',
    unit: 'pt',
    help: 'With draws on auto: drawing stops when the confidence interval, from end to end, is no wider than this.',
    control: 'number',
    advanced: true,
  }),
  'sampling.maxDraws': field(z.int().min(1).max(100_000).default(1000), {
    label: 'Most draws',
    unit: 'draws',
    help: 'With draws on auto: drawing stops here, however wide the interval still is.',
    control: 'number',
    advanced: true,
  }),
  'sampling.kind': field(z.enum(['uniform', 'vertex', 'truncated-gaussian', 'gaussian', 'write-verify', 'pcm']).default('uniform'), {
    label: 'Device error',
    help: 'Distribution of one device in units of its bound: uniform, at either end (vertex), a Gaussian cut at the ends, or a Gaussian that nothing cuts; write-verify: what the loop of the technology really leaves, devices it failed included; pcm: programming noise, drift and read noise of phase-change memory at its age. The last three leave the box.',
    source: 'METHODS 2 and 6',
    control: 'select',
  }),
  'sampling.sigma': field(z.number().positive().max(10).default(0.5), {
    label: 'Sigma',
    unit: 'th',
    help: 'Standard deviation of the Gaussian, before it is cut where it is, as a share of the bound.',
    needs: { field: 'sampling.kind', not: ['uniform', 'vertex', 'write-verify', 'pcm'] },
    control: 'number',
    advanced: true,
  }),
} as const
