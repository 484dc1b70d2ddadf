import { z } from 'zod'
import { programmedWith } from '../network/quantise'
import { boxSet } from '../variation/box'
import { signStep } from '../attack/define'
import { surrogates } from '../attack/surrogate'
import { commonParams, defineTraining, trainingShard } from './define'

/**
 * Adversarial training: each batch's gradient is taken at the worst weights that an inner F-LWC finds for that batch.
 * Source: [Y] Algorithm 2; as printed it calls LWC, its introduction says F-LWC, which is meant here. The error is
 * constant in the gradient. No randomness of its own.
 */
export default defineTraining({
  label: 'adversarial',
  source: '[Y] Algorithm 2',
  summary: 'Trains at the worst weights of an inner F-LWC in every step: trains for the worst chip.',
  params: z.object({
    ...commonParams,
    threshold: z
      .number()
      .positive()
      .max(0.5)
      .default(0.03)
      .meta({ label: 'Threshold', unit: 'window', help: 'Half-width t of the box the inner search moves in.' }),
    surrogate: z
      .string()
      .default('ce')
      .refine((id) => Object.hasOwn(surrogates, id), 'a surrogate of `nadir methods`')
      .meta({
        label: 'Surrogate',
        help: 'What the inner search minimises. Under ce every image pulls; a network trained against p2 alone only hides from p2.',
      }),
    ramp: z.number().min(0).max(1).default(0.5).meta({
      label: 'Ramp',
      help: 'Share of the training over which the box grows from nothing to the threshold; from a full box at random weights nothing is learned.',
    }),
    innerSteps: z.int().min(1).max(100).default(1).meta({ label: 'Inner steps', help: 'F-LWC steps on each batch.' }),
  }),
  async disturb({ params, layout, programmed, executor, images, step, steps }) {
    const grown = Math.min(1, (step + 1) / Math.max(1, params.ramp * steps))
    const set = boxSet(programmed, layout, { radius: params.threshold * grown, zeroExact: false })
    const z = set.zero()
    for (let inner = 0; inner < params.innerSteps; inner++) {
      const dW = set.perturbation(z)
      const pass = await executor.gradient(programmedWith(programmed, dW), images, params.surrogate, { shard: trainingShard })
      signStep(z, set.pullback(z, pass.gradient), 1 / params.innerSteps)
    }
    return set.perturbation(z)
  },
})
