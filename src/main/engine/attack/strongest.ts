import { z as schema } from 'zod'
import { coreFields } from '../../../shared/fields'
import { CounterRandom } from '../../../shared/rng'
import { defineAttack, startOf, stepsText, type SearchContext, type SearchStep } from './define'
import fLwc from './f-lwc'
import { momentumSearch } from './mi-pgd'
import { nestedPass } from './nested'
import pgd from './pgd'
import { polish, polishSteps } from './polish'
import { randomVertex } from './start'
import { vertexPolish, vertexSteps } from './vertex-polish'

/** Steps of one momentum search; what is left of the budget goes into restarts of this length. */
const momentumSteps = 30

/** Steps of the one-pass curve to the largest box. */
const curveSteps = 40

const plain = { reading: 'per-epoch', batch: 250 } as const
const momentum = { stride: 2.5, momentum: 0.9, normalise: 'all' } as const

type Search = (context: SearchContext<unknown>, steps: number) => Promise<Float32Array>

/** The searches in their order, each so many steps from the centre. Weight PGD is on cross entropy: a network may hide from margins. */
const searches: readonly { name: string; label: string; length: number; run: Search }[] = [
  {
    name: 'f-lwc',
    label: 'F-LWC',
    length: 10,
    run: async (context, steps) => (await fLwc.run({ ...context, params: { ...plain, steps } })).z,
  },
  {
    name: 'pgd',
    label: 'PGD',
    length: 10,
    run: async (context, steps) => (await pgd.run({ ...context, params: { steps, stride: 2.5 } })).z,
  },
  { name: 'mi-pgd', label: 'MI-PGD', length: momentumSteps, run: (context, steps) => descend(context, startOf(context), steps) },
]

/**
 * Strongest: F-LWC, weight PGD and MI-PGD on the same set, cheapest first, and a polish of the lowest point found, at last at
 * the vertices of the box; then, while the budget lasts, MI-PGD from random vertices, each polished. Keeps the lowest accuracy seen and stops at 0.
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
    const reported =
      (by: string) =>
      ({ loss }: SearchStep): void =>
        context.report({ step: ++step, loss, by })
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
    for (const { name, label, length, run } of searches)
      await look(`${name}, ${stepsText(Math.min(left(), length))}`, length, (steps) => run({ ...context, report: reported(label) }, steps))
    const polished = async (name: string, from: Float32Array): Promise<void> => {
      const end = await look(`${name}, polished`, polishSteps, (steps) => polish(set, objective, from, reported('Polish'), steps))
      if (end === undefined) return
      const best = objective.lowest?.z ?? end
      await look(`${how}, at vertices`, vertexSteps, (steps) => vertexPolish(set, objective, best, reported('Vertex polish'), steps))
    }
    await polished(how, objective.lowest?.z ?? set.zero())
    for (let restart = 1; left() > 0 && lowest > 0; restart++) {
      const name = `mi-pgd, restart ${restart}`
      const from = randomVertex(set, random, restart)
      const end = await look(name, 10, (steps) => descend({ ...context, report: reported(`MI-PGD, restart ${restart}`) }, from, steps))
      if (end !== undefined)
        await look(`${name}, at vertices`, vertexSteps, (steps) => vertexPolish(set, objective, end, reported('Vertex polish'), steps))
      await look(`${name}, vertices`, vertexSteps, (steps) => vertexPolish(set, objective, from, reported('Vertex polish'), steps))
    }
    return { z: objective.lowest?.z ?? set.zero(), how }
  },
  curve: { steps: () => curveSteps, run: (context) => nestedPass(context, curveSteps) },
})

function descend({ set, objective, report }: SearchContext<unknown>, from: Float32Array, steps: number): Promise<Float32Array> {
  return momentumSearch(set, objective, { ...momentum, steps }, from, report)
}
