import { z as schema } from 'zod'
import { defineAttack, signStep } from './define'
import { steps, stride } from './params'

/**
 * Weight PGD: projected sign steps on the cross entropy, from the centre.
 * Source: Tsai et al. 2021, as [Y] V compares with it; the step length, which it leaves open, is `stride t / steps`.
 * No randomness.
 */
export default defineAttack({
  label: 'Weight PGD',
  source: 'Tsai et al. 2021, as used by [Y] V',
  summary: 'Projected gradient descent on the cross entropy: the usual search, for comparison.',
  params: schema.object({ steps, stride }),
  passes: ({ steps }) => steps,
  async run({ set, objective, params, report }) {
    const z = set.zero()
    for (let step = 1; step <= params.steps; step++) {
      const { gradient, loss } = await objective.gradient(z, { surrogate: 'ce' })
      signStep(z, gradient, params.stride / params.steps)
      report({ step, loss })
    }
    return { z, how: `${params.steps} steps on cross entropy` }
  },
})
