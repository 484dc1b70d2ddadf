import { z as schema } from 'zod'
import { coreFields } from '../../../shared/fields'
import { CounterRandom } from '../../../shared/rng'
import type { VariationSet } from '../variation/set'
import { defineAttack, type SearchContext, type SearchStep } from './define'
import fLwc from './f-lwc'
import { momentumSearch } from './mi-pgd'
import { nestedPass } from './nested'
import pgd from './pgd'
import { polish, polishSteps } from './polish'

/** Steps of one momentum search; what is left of the budget goes into restarts of this length. */
const momentumSteps = 30

/** Steps of the one-pass curve to the largest box. */
const curveSteps = 40

const plain = { reading: 'per-epoch', batch: 250 } as const
const momentum = { stride: 2.5, momentum: 0.9, normalise: 'all' } as const

type Search = (context: SearchContext<unknown>, steps: number) => Promise<Float32Array>

/** The searches in their order, each so many steps from the centre. Weight PGD is on cross entropy: a network may hide from margins. */
const searches: readonly { name: string; length: number; run: Search }[] = [
  { name: 'f-lwc', length: 10, run: async (context, steps) => (await fLwc.run({ ...context, params: { ...plain, steps } })).z },
  { name: 'pgd', length: 10, run: async (context, steps) => (await pgd.run({ ...context, params: { steps, stride: 2.5 } })).z },
  { name: 'mi-pgd', length: momentumSteps, run: (context, steps) => descend(context, context.set.zero(), steps) },
]

/**
 * Strongest: F-LWC, weight PGD and MI-PGD on the same set, cheapest first, and a polish of the lowest point found; then,
 * while the budget lasts, MI-PGD from random vertices, each polished. Keeps the lowest accuracy seen and stops at 0.
 * Source: METHODS 3. Randomness: the vertices of the restarts, from the seed. Still an upper bound of the true worst case.
 */
export default defineAttack({
  label: 'Strongest',
  source: 'METHODS 3 (ours)',
  summary: 'All searches on the same box, cheapest first, within a budget of gradient passes; the lowest accuracy counts.',
  params: schema.object({ budget: coreFields['attack.budget'] }),
  passes: ({ budget }) => budget,
  within: ({ budget }, passes) => ({ budget: Math.min(budget, Math.floor(passes)) }),
  async run(context) {
    const { set, objective, params, seed } = context
    const random = new CounterRandom(seed, 'start')
    const began = objective.passes
    const left = (): number => Math.floor(params.budget - (objective.passes - began) + 1e-9)
    let how = ''
    let lowest = Infinity
    let step = 0
    const inner = { ...context, report: ({ loss }: SearchStep): void => context.report({ step: ++step, loss }) }
    /** Runs one of the searches as far as the budget goes. */
    const look = async (name: string, length: number, run: (steps: number) => Promise<Float32Array>): Promise<Float32Array | undefined> => {
      const steps = Math.min(left(), length)
      if (steps <= 0 || lowest === 0) return undefined
      const z = await run(steps)
      await objective.accuracy(z)
      const accuracy = objective.lowest?.accuracy ?? 100
      if (accuracy < lowest) how = name
      lowest = accuracy
      return z
    }
    for (const { name, length, run } of searches)
      await look(`${name}, ${Math.min(left(), length)} steps`, length, (steps) => run(inner, steps))
    const best = objective.lowest?.z ?? set.zero()
    await look(`${how}, polished`, polishSteps, (steps) => polish(set, objective, best, inner.report, steps))
    for (let restart = 1; left() > 0 && lowest > 0; restart++) {
      const name = `mi-pgd, restart ${restart}`
      const end = await look(name, momentumSteps, (steps) => descend(inner, vertex(set, random, restart), steps))
      if (end !== undefined) await look(`${name}, polished`, polishSteps, (steps) => polish(set, objective, end, inner.report, steps))
    }
    return { z: objective.lowest?.z ?? set.zero(), how }
  },
  curve: { steps: () => curveSteps, run: (context) => nestedPass(context, curveSteps) },
})

function descend({ set, objective, report }: SearchContext<unknown>, from: Float32Array, steps: number): Promise<Float32Array> {
  return momentumSearch(set, objective, { ...momentum, steps }, from, report)
}

/** A random vertex of the unit box. */
function vertex(set: VariationSet, random: CounterRandom, restart: number): Float32Array {
  const z = set.zero()
  for (let i = 0; i < z.length; i++) z[i] = random.unit(restart, i >>> 2, 0, i & 3) < 0.5 ? -1 : 1
  return z
}
