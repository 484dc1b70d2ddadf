import { z as schema } from 'zod'
import { coreFields } from '../../../shared/fields'
import { defineAttack, signStep, stepsText } from './define'
import { steps } from './params'
import { noisyStart } from './start'

/**
 * PGA, the attack of [B]: sign steps of a N-th of the box on cross entropy, or on the divergence from the programmed
 * network, projected, from a point just beside the centre. On the variation `relative` it is the source's, box `zeta |W|`.
 * Source: [B] Algorithm 1: `W += (zeta |W| / N) sign(gradient)`, start `W + eps |W| R`; eps 1e-3 of the radius (METHODS 3).
 * Without start noise the divergence has no gradient: refused when the design is checked. Randomness: the start, from the seed.
 */
export default defineAttack({
  label: 'PGA',
  source: '[B] Algorithm 1',
  summary: 'Sign steps on cross entropy or on the divergence from the programmed network, started beside it.',
  params: schema.object({
    steps,
    loss: schema.enum(['ce', 'kl']).default('ce').meta({
      label: 'Loss',
      help: 'ce: cross entropy of the right class. kl: divergence of the answers from those of the programmed network, labels unused.',
      source: '[B] Eq. 2, Algorithm 1',
      control: 'segmented',
    }),
    startNoise: coreFields['attack.startNoise'],
  }),
  passes: ({ steps }) => steps,
  async run({ set, objective, params, seed, report }) {
    const z = noisyStart(set, params.startNoise, seed)
    for (let step = 1; step <= params.steps; step++) {
      const { gradient, loss } = await objective.gradient(z, { surrogate: params.loss })
      signStep(z, gradient, 1 / params.steps)
      report({ step, loss })
    }
    return {
      z,
      how: `${stepsText(params.steps)} on ${params.loss === 'ce' ? 'cross entropy' : 'divergence'}`,
    }
  },
})
