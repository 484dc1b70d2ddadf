import type { Design } from '../../shared/fields'
import type { ModelData } from '../../shared/model'
import { quantile } from '../../shared/stats'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { monteCarlo } from '../engine/likelihood/monte-carlo'
import { quantiseWeights } from '../engine/network/quantise'
import idealDevice from '../engine/device/presets/ideal'
import { Adam } from '../engine/train/adam'
import { trainingStep } from '../engine/train/step'
import { openFamily, plainDesign, type FamilyContext } from './family'
import { chipsOf } from './point'
import type { LoopSpeeds } from './protocol'

export interface MeasureOptions {
  model: ModelData
  dataset: Dataset
  executorOf: (context: ComputeContext) => Executor
  checkpoint: () => Promise<void>
  /** What computes: backend-cpu is a hundred times slower, and is measured once on a hundredth of the work. */
  backend: string
  /** Images of one repeat. */
  images: number
  repeats: number
  /** Seconds after which a loop is not repeated again. */
  budget: number
}

const trainBatch = 128
const draws = 4

/**
 * Images a second of the loops that everything waits for, with a model as it was trained and the default spec: training
 * (batch 128, Adam), evaluation, gradient of p2 by the weights, and Monte Carlo (draws x images). Each is a median of
 * `repeats`, after one that does not count.
 */
export async function measureLoops(options: MeasureOptions): Promise<LoopSpeeds> {
  const { model, dataset, checkpoint, backend } = options
  const slow = backend === 'cpu'
  const images = slow ? Math.ceil(options.images / 100) : options.images
  const design = plainDesign(model, dataset.definition.id)
  const family = await openFamily(design, model, dataset, idealDevice, options.executorOf)
  const { executor, programmed } = family
  const first = dataset.definition.images.train
  const some = Uint32Array.from({ length: images }, (_, i) => first + i)
  const steps = Math.max(1, Math.floor(images / trainBatch))
  const sampling = {
    ...family,
    ...chipsOf(family, design, idealDevice),
    draws,
    statistic: 'mean' as const,
    images: some,
    checkpoint,
    drawn: ignore,
  }
  const median = (work: () => Promise<unknown>): Promise<number> => seconds(work, slow ? 1 : options.repeats, options.budget)
  return {
    train: (steps * trainBatch) / (await median(() => train(family, model, design, steps))),
    evaluate: images / (await median(() => executor.evaluate(programmed.values, some))),
    gradient: images / (await median(() => executor.gradient(programmed.values, some, 'p2'))),
    montecarlo: (draws * images) / (await median(() => monteCarlo(sampling))),
  }
}

const ignore = (): void => undefined

/** Steps of training as the standard method takes them, started from the trained weights. */
async function train({ executor, layout }: FamilyContext, model: ModelData, design: Design, steps: number): Promise<void> {
  const values = new Float64Array(model.weights)
  const adam = new Adam(values.length, 1e-3)
  for (let k = 0; k < steps; k++) {
    const batch = Uint32Array.from({ length: trainBatch }, (_, i) => k * trainBatch + i)
    const weights = quantiseWeights(new Float32Array(values), layout, design).values
    await trainingStep({ values, adam, layout, executor }, weights, batch)
  }
}

/** Median seconds of some work, after a first run, which counts only where it takes longer than the budget by itself. */
async function seconds(work: () => Promise<unknown>, repeats: number, budget: number): Promise<number> {
  const first = await timed(work)
  const taken: number[] = []
  let spent = first
  while (taken.length < repeats && spent < budget) {
    const time = await timed(work)
    taken.push(time)
    spent += time
  }
  return taken.length === 0
    ? first
    : quantile(
        taken.sort((a, b) => a - b),
        0.5,
      )
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}
