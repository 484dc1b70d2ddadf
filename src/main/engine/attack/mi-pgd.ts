import { z as schema } from 'zod'
import type { VariationSet } from '../variation/set'
import { defineAttack, signStep, type SearchStep } from './define'
import type { Objective } from './objective'
import { steps, stride } from './params'

export interface MomentumParams {
  steps: number
  stride: number
  momentum: number
  normalise: 'all' | 'layer'
  /** That of the objective where none is named. */
  surrogate?: string
}

/**
 * `m = momentum m + g / (mean |g| + floor)`, the mean over each group of weights. Changes m, but not where a group's
 * gradients all vanish.
 */
export function turn(
  m: Float64Array,
  gradient: Float64Array,
  momentum: number,
  groups: readonly { start: number; end: number }[],
  floor = 0,
): void {
  for (const { start, end } of groups) {
    let sum = 0
    for (let i = start; i < end; i++) sum += Math.abs(gradient[i] ?? 0)
    const size = sum / (end - start) + floor
    if (size === 0) continue
    for (let i = start; i < end; i++) m[i] = momentum * (m[i] ?? 0) + (gradient[i] ?? 0) / size
  }
}

/** The search itself, from any start; `start` is moved and returned. */
export async function momentumSearch(
  set: VariationSet,
  objective: Objective,
  params: MomentumParams,
  start: Float32Array,
  report: (step: SearchStep) => void,
): Promise<Float32Array> {
  const z = start
  const m = new Float64Array(set.size)
  const whole = [{ start: 0, end: set.size }]
  for (let step = 1; step <= params.steps; step++) {
    const { gradient, loss } = await objective.gradient(z, params)
    turn(m, gradient, params.momentum, params.normalise === 'all' ? whole : set.groups, params.normalise === 'layer' ? 1e-12 : 0)
    signStep(z, m, params.stride / params.steps)
    report({ step, loss })
  }
  return z
}

/**
 * MI-PGD: projected sign steps along a momentum, from the centre, over the whole attack set.
 * Source: METHODS 3: `m = 0.9 m + g / mean |g|`, `z -= (2.5 / steps) sign(m)`. The mean runs over all weights; with
 * `normalise: layer` over each layer with 1e-12 added, as some implementations do. Where all gradients vanish (no image
 * is answered right any more) the momentum is kept as it is. No randomness.
 */
export default defineAttack({
  label: 'MI-PGD',
  source: 'METHODS 3, after Dong et al. 2018',
  summary: 'Sign steps along a momentum, projected: slower to settle, and mostly the strongest single search.',
  params: schema.object({
    steps,
    stride,
    momentum: schema
      .number()
      .min(0)
      .max(0.999)
      .default(0.9)
      .meta({ label: 'Momentum', help: 'Share of the last direction that is kept.', control: 'number', advanced: true }),
    normalise: schema.enum(['all', 'layer']).default('all').meta({
      label: 'Normalise',
      help: 'Gradients are divided by their mean size over all weights, or layer by layer.',
      control: 'segmented',
      advanced: true,
    }),
  }),
  passes: ({ steps }) => steps,
  async run({ set, objective, params, report }) {
    return { z: await momentumSearch(set, objective, params, set.zero(), report), how: `${params.steps} steps` }
  },
})
