import { z as schema } from 'zod'
import { CounterRandom } from '../../../shared/rng'
import { defineAttack, signStep, startOf, stepsText } from './define'
import { nestedPass } from './nested'
import { batch, steps } from './params'

/** Steps of the run through all boxes of a sweep, for each step of a point's own search. */
const curveSteps = 4

/**
 * F-LWC, the fast search: sign steps from the centre to the edge of the box.
 * Source: [Y] Algorithm 1, IV-A: `z -= (1 / steps) sign(d sum p / d z)`, sign(0) = 0.
 * `per-epoch` (default) sums the gradient over all images and travels exactly t; `per-batch` is the literal reading,
 * one move a mini-batch, which travels t times the number of batches and is clipped to the box.
 * In a sweep that shares, each point also has what one run with momentum through all its boxes found there: most of what
 * ten steps miss in the larger boxes, for a twentieth of their time.
 * Randomness: none per epoch; per batch the order of images, from the seed.
 */
export default defineAttack({
  label: 'F-LWC',
  source: '[Y] Algorithm 1, IV-A',
  summary: 'Sign steps from the centre to the edge of the box: fast, and usually within a few points of the strongest search.',
  params: schema.object({
    steps,
    reading: schema.enum(['per-epoch', 'per-batch']).default('per-epoch').meta({
      label: 'Reading',
      help: 'per-epoch: one move a pass over all images, travels exactly t. per-batch: Algorithm 1 to the letter, one move a mini-batch, clipped to the box.',
      source: '[Y] Algorithm 1',
      control: 'segmented',
      advanced: true,
    }),
    batch,
  }),
  passes: ({ steps }) => steps,
  curve: {
    steps: ({ steps }) => curveSteps * steps,
    run: (context) => nestedPass(context, curveSteps * context.params.steps),
  },
  subsets: ({ reading }) => reading === 'per-epoch',
  async run(context) {
    const { objective, params, seed, report } = context
    const z = startOf(context)
    const size = 1 / params.steps
    for (let step = 1; step <= params.steps; step++) {
      if (params.reading === 'per-epoch') {
        const { gradient, loss } = await objective.gradient(z)
        signStep(z, gradient, size)
        report({ step, loss })
        continue
      }
      const order = new CounterRandom(seed, 'shuffle').permutation(objective.images.length, step)
      const shuffled = Uint32Array.from(order, (i) => objective.images[i] ?? 0)
      let loss = 0
      for (let i = 0; i < shuffled.length; i += params.batch) {
        const pass = await objective.gradient(z, { images: shuffled.subarray(i, i + params.batch) })
        signStep(z, pass.gradient, size)
        loss += pass.loss
      }
      report({ step, loss })
    }
    return { z, how: `${stepsText(params.steps)}${params.reading === 'per-batch' ? ', per batch' : ''}` }
  },
})
