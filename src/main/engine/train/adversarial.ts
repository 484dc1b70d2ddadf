import { z } from 'zod'
import { boxSet } from '../variation/box'
import { signStep } from '../attack/define'
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
    innerSteps: z.int().min(1).max(100).default(1).meta({ label: 'Inner steps', help: 'F-LWC steps on each batch.' }),
  }),
  async disturb({ params, layout, programmed, executor, images }) {
    const set = boxSet(programmed, layout, { radius: params.threshold, zeroExact: false })
    const z = set.zero()
    for (let step = 0; step < params.innerSteps; step++) {
      const dW = set.perturbation(z)
      const pass = await executor.gradient(
        dW.map((d, i) => (programmed.values[i] ?? 0) + d),
        images,
        'p2',
        { shard: trainingShard },
      )
      signStep(z, set.pullback(z, pass.gradient), 1 / params.innerSteps)
    }
    return set.perturbation(z)
  },
})
