import { z as schema } from 'zod'
import { CounterRandom } from '../../../shared/rng'
import { Adam } from '../train/adam'
import { defineAttack, startOf, type CTrial, type SearchContext, type SearchStep } from './define'
import { batch } from './params'

const params = schema.object({
  c0: schema.number().positive().default(1e-3).meta({
    label: 'c0',
    help: 'First weight of the surrogate against the size of the error. Paper: LeNet 1e-3, ConvNet 1e-5, ResNet-18 1e-9.',
    source: '[Y] III-C',
    control: 'number',
    advanced: true,
  }),
  rate: schema.number().positive().max(1).default(3e-4).meta({
    label: 'Rate',
    help: 'Learning rate of Adam on dW / s. Paper: LeNet 1e-5.',
    source: '[Y] V',
    control: 'number',
    advanced: true,
  }),
  epochs: schema
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .meta({ label: 'Epochs', help: 'Passes over the images for one value of c. Paper: LeNet 500.', source: '[Y] V', control: 'number' }),
  rounds: schema
    .int()
    .min(1)
    .max(20)
    .default(10)
    .meta({ label: 'Rounds', help: 'Values of c that are tried at most.', source: '[Y] III-C', control: 'number', advanced: true }),
  projected: schema.boolean().default(true).meta({
    label: 'Projected',
    help: 'Clip the error into the box after each step. The paper does not; then only errors that end inside the box count.',
    control: 'check',
    advanced: true,
  }),
  batch,
})
type Params = schema.infer<typeof params>

/**
 * LWC: minimises `c sum p + (max |d| - radius)` over `d = dW / s` by Adam on mini-batches, and searches c.
 * Source: [Y] III-C; METHODS 3. Unprojected: c x10 while the end is feasible, /10 while not, then geometric bisection.
 * Projected (not in the paper, default): every c is feasible; x10 from c0, at most `rounds`, stop after two without gain.
 * The slope of max |d| goes to its first largest element. An unprojected end counts only if max |d| <= radius.
 * Randomness: the order of images, from the seed.
 */
export default defineAttack({
  label: 'LWC',
  source: '[Y] III-C',
  summary: 'Adam on the surrogate and the size of the error, with a search for their balance: the slow original.',
  params,
  passes: ({ epochs, rounds }) => epochs * rounds,
  subsets: () => false,
  async run(context) {
    const { objective, set } = context
    let best: { z: Float32Array; accuracy: number; c: number } | undefined
    const cCurve: CTrial[] = []
    const trial = async (c: number): Promise<{ feasible: boolean; gain: boolean }> => {
      const z = await descend(context, c)
      const reach = Math.abs(z[firstLargest(z)] ?? 0)
      if (reach > 1) {
        cCurve.push({ c, reach })
        return { feasible: false, gain: false }
      }
      const accuracy = await objective.accuracy(z)
      cCurve.push({ c, reach, accuracy })
      const gain = best === undefined || accuracy < best.accuracy
      if (gain) best = { z, accuracy, c }
      return { feasible: true, gain }
    }
    await (context.params.projected ? raise(trial, context.params) : bisect(trial, context.params))
    return best === undefined
      ? { z: set.zero(), how: 'no c left the error inside the box', cCurve }
      : { z: best.z, how: `c = ${Number(best.c.toPrecision(3))}${context.params.projected ? '' : ', unprojected'}`, cCurve }
  },
})

type Trial = (c: number) => Promise<{ feasible: boolean; gain: boolean }>

async function raise(trial: Trial, { c0, rounds }: Params): Promise<void> {
  let idle = 0
  for (let round = 0, c = c0; round < rounds && idle < 2; round++, c *= 10) idle = (await trial(c)).gain ? 0 : idle + 1
}

async function bisect(trial: Trial, { c0, rounds }: Params): Promise<void> {
  let feasible: number | undefined
  let infeasible: number | undefined
  let c = c0
  for (let round = 0; round < rounds; round++) {
    if ((await trial(c)).feasible) feasible = c
    else infeasible = c
    c = feasible === undefined ? c / 10 : infeasible === undefined ? c * 10 : Math.sqrt(feasible * infeasible)
  }
}

/** One minimisation for one c, in z: d = radius z. */
async function descend(context: SearchContext<Params>, c: number): Promise<Float32Array> {
  const { set, objective, params: p, radius, seed } = context
  const z = startOf(context)
  const d = Float64Array.from(z, (value) => value * radius)
  const adam = new Adam(set.size, p.rate)
  const random = new CounterRandom(seed, 'shuffle')
  const report = (step: SearchStep): void => context.report(step)
  for (let epoch = 0; epoch < p.epochs; epoch++) {
    const order = Uint32Array.from(random.permutation(objective.images.length, epoch), (i) => objective.images[i] ?? 0)
    let loss = 0
    for (let i = 0; i < order.length; i += p.batch) {
      const pass = await objective.gradient(z, { images: order.subarray(i, i + p.batch) })
      loss += pass.loss
      const slope = new Float64Array(d.length)
      for (let k = 0; k < slope.length; k++) slope[k] = (c * (pass.gradient[k] ?? 0)) / radius
      const top = firstLargest(d)
      slope[top] = (slope[top] ?? 0) + Math.sign(d[top] ?? 0)
      adam.step(d, slope)
      for (let k = 0; k < d.length; k++) {
        if (p.projected) d[k] = Math.max(-radius, Math.min(radius, d[k] ?? 0))
        const inUnits = (d[k] ?? 0) / radius
        z[k] = p.projected ? Math.max(-1, Math.min(1, inUnits)) : inUnits
      }
    }
    report({ step: epoch + 1, loss })
  }
  return z
}

function firstLargest(d: ArrayLike<number>): number {
  let best = 0
  for (let i = 1; i < d.length; i++) if (Math.abs(d[i] ?? 0) > Math.abs(d[best] ?? 0)) best = i
  return best
}
