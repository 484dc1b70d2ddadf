import { z as schema } from 'zod'
import { coreFields } from '../../../shared/fields'
import { CounterRandom } from '../../../shared/rng'
import { defineAttack, type SearchStep } from './define'
import fLwc from './f-lwc'
import { momentumSearch } from './mi-pgd'
import { nestedPass } from './nested'
import pgd from './pgd'

/** Steps of one momentum search; what is left of the budget goes into restarts of this length. */
const momentumSteps = 30

/** Steps of the one-pass curve to the largest box. */
const curveSteps = 40

/**
 * Strongest: the one-pass curve, F-LWC, weight PGD and MI-PGD on the same set, cheapest first, then MI-PGD from random
 * vertices while the budget lasts; keeps the lowest accuracy seen and stops at 0.
 * Source: METHODS 3. Randomness: the vertices of the restarts, from the seed. Still an upper bound of the true worst case.
 */
export default defineAttack({
  label: 'Strongest',
  source: 'METHODS 3 (ours)',
  summary: 'All searches on the same box, cheapest first, within a budget of gradient passes; the lowest accuracy counts.',
  params: schema.object({ budget: coreFields['attack.budget'] }),
  passes: ({ budget }) => budget,
  within: ({ budget }, passes) => ({ budget: Math.min(budget, Math.floor(passes)) }),
  async run({ set, objective, params, radius, seed, report }) {
    const random = new CounterRandom(seed, 'start')
    const plain = { reading: 'per-epoch', batch: 250, steps: 10 } as const
    const momentum = { stride: 2.5, momentum: 0.9, normalise: 'all' } as const
    const searches = ['f-lwc', 'pgd', 'mi-pgd'] as const
    const began = objective.passes
    const left = (): number => Math.floor(params.budget - (objective.passes - began) + 1e-9)
    let how = ''
    let lowest = Infinity
    let step = 0
    const relay = ({ loss }: SearchStep): void => report({ step: ++step, loss })
    for (let round = 0; left() > 0 && lowest > 0; round++) {
      const search = searches[round] ?? 'restart'
      const steps = Math.min(left(), search === 'f-lwc' || search === 'pgd' ? 10 : momentumSteps)
      let z: Float32Array
      if (search === 'f-lwc') z = (await fLwc.run({ set, objective, radius, seed, report: relay, params: { ...plain, steps } })).z
      else if (search === 'pgd') z = (await pgd.run({ set, objective, radius, seed, report: relay, params: { steps, stride: 2.5 } })).z
      else {
        const start = set.zero()
        if (search === 'restart') for (let i = 0; i < start.length; i++) start[i] = random.unit(round, i >>> 2, 0, i & 3) < 0.5 ? -1 : 1
        z = await momentumSearch(set, objective, { ...momentum, steps }, start, relay)
      }
      await objective.accuracy(z)
      const accuracy = objective.lowest?.accuracy ?? 100
      if (accuracy < lowest) how = search === 'restart' ? `mi-pgd, restart ${round - searches.length + 1}` : `${search}, ${steps} steps`
      lowest = accuracy
    }
    return { z: objective.lowest?.z ?? set.zero(), how }
  },
  curve: { steps: () => curveSteps, run: (context) => nestedPass(context, curveSteps) },
})
