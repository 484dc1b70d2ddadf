import { z as schema } from 'zod'
import type { VariationSet } from '../variation/set'
import { CounterRandom } from '../../../shared/rng'
import { defineAttack, signStep, startOf, type SearchStep } from './define'
import type { Objective } from './objective'
import { steps, stride } from './params'
import { randomVertex } from './start'

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
 * MI-PGD: projected sign steps along a momentum, from the centre, over the whole attack set; then, if asked for, again
 * from random vertices, keeping the lowest end.
 * Source: METHODS 3: `m = 0.9 m + g / mean |g|`, `z -= (2.5 / steps) sign(m)`. The mean runs over all weights; with
 * `normalise: layer` over each layer with 1e-12 added, as some implementations do. Where all gradients vanish (no image
 * is answered right any more) the momentum is kept as it is. Randomness: the vertices of restarts, from the seed.
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
    restarts: schema.int().min(0).max(100).default(0).meta({
      label: 'Restarts',
      help: 'How often the search begins anew from a random vertex of the box, as long as any image is answered right; the lowest end counts.',
      control: 'number',
      advanced: true,
    }),
  }),
  passes: ({ steps, restarts }) => steps * (1 + restarts),
  async run(context) {
    const { set, objective, params, seed, report } = context
    const random = new CounterRandom(seed, 'start')
    let best = await momentumSearch(set, objective, params, startOf(context), report)
    let how = `${params.steps} steps`
    let lowest = params.restarts === 0 ? 0 : await objective.accuracy(best)
    for (let restart = 1; restart <= params.restarts && lowest > 0; restart++) {
      const by = `MI-PGD, restart ${restart}`
      const told = ({ step, loss }: SearchStep): void => report({ step: restart * params.steps + step, loss, by })
      const end = await momentumSearch(set, objective, params, randomVertex(set, random, restart), told)
      const accuracy = await objective.accuracy(end)
      if (accuracy >= lowest) continue
      ;[best, lowest, how] = [end, accuracy, `${params.steps} steps, restart ${restart} of ${params.restarts}`]
    }
    return { z: best, how }
  },
})
