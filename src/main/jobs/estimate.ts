import { z } from 'zod'
import { arraySeconds } from '../../shared/array-cost'
import { passCost } from '../../shared/converters'
import { derive, type LayerShape } from '../../shared/device-math'
import { chipsKey, familyKey } from '../../shared/family'
import type { Design } from '../../shared/fields'
import { expectedDraws } from '../../shared/sampling'
import { setSize } from '../../shared/variation'
import type { SettingsStore } from '../store/settings'
import type { DatasetFacts, EngineFacts } from './engine-facts'

/** Images a second, all workers together. */
export interface Speeds {
  gradient: number
  evaluate: number
}

export interface Estimate {
  passes: number
  seconds: number
  /** Peak of the whole process, bytes. */
  memory: number
}

/** Images a second of one worker, for the LeNet with 4-bit weights and activations, before any run has measured them. */
const typical: Record<string, Speeds> = {
  wasm: { gradient: 9000, evaluate: 22_000 },
  tensorflow: { gradient: 6000, evaluate: 18_000 },
  cpu: { gradient: 60, evaluate: 200 },
}
const kept = z.object({ gradient: z.number().positive(), evaluate: z.number().positive() })

/** Bytes: what a backend takes before it computes, and what a worker adds with a batch of the LeNet. */
const memoryOf = { tensorflow: { base: 350e6, worker: 250e6 }, other: { base: 200e6, worker: 150e6 } }
const bytesAPoint = 4000

function memoryKind(backend: string): { base: number; worker: number } {
  return backend === 'tensorflow' ? memoryOf.tensorflow : memoryOf.other
}

/** Images a point searches and counts: all of a split, or as many as asked for where it holds that many. */
export function imagesOf(wanted: number | 'all', split: 'train' | 'test', dataset: DatasetFacts): number {
  return wanted === 'all' ? dataset.images[split] : Math.min(wanted, dataset.images[split])
}

/**
 * Expected cost of a plan. Points whose search, draws or certificate equal those of another are computed once: array size changes
 * neither, and without converters bits a device change the draws only.
 */
export function estimate(
  designs: readonly Design[],
  {
    engine,
    speeds,
    workers,
    backend,
    shapesOf,
  }: { engine: EngineFacts; speeds: Speeds; workers: number; backend: string; shapesOf: (model: string) => LayerShape[] },
): Estimate {
  const searched = new Set<string>()
  const drawn = new Set<string>()
  const certified = new Set<string>()
  const families = new Map<string, number>()
  let [passes, gradientImages, evaluatedImages, dataBytes, arrays] = [0, 0, 0, 0, 0]
  for (const design of designs) {
    const dataset = engine.datasets.find((candidate) => candidate.id === design['data.set'])
    if (dataset === undefined) continue
    const attackImages = imagesOf(design['data.attack.images'], design['data.attack.split'], dataset)
    const scoreImages = imagesOf(design['data.score.images'], design['data.score.split'], dataset)
    const family = familyKey(design)
    const array = arraySeconds(design, () => derive(design, shapesOf(design.model)).devices)
    const search = `${family} ${setSize(design)}`
    if (!searched.has(search)) {
      searched.add(search)
      const needed = engine.attackWork(design, attackImages)
      const boxes = (families.get(family) ?? 0) + 1
      families.set(family, boxes)
      if (boxes === 1) arrays += array.calibration / workers
      // A second box makes a sweep, and what its boxes share is scored in each.
      const share =
        needed.curve === 0 || boxes === 1
          ? { passes: 0, scores: 0 }
          : boxes === 2
            ? { passes: needed.curve, scores: 2 }
            : { passes: 0, scores: 1 }
      passes += needed.passes + share.passes
      gradientImages += passCost(design).gradient * (needed.passes + share.passes) * attackImages
      arrays += needed.gradients * array.gradient + (needed.searches + share.scores) * array.evaluate
      evaluatedImages += passCost(design).evaluate * ((needed.searches + share.scores) * needed.judges + scoreImages)
    }
    const draws = `${family} ${chipsKey(design)}`
    if (!drawn.has(draws)) {
      drawn.add(draws)
      evaluatedImages += passCost(design).evaluate * expectedDraws(design) * scoreImages
      arrays += expectedDraws(design) * array.chip
    }
    const floor = `${search} ${design['certify.method']}`
    if (!certified.has(floor)) {
      certified.add(floor)
      evaluatedImages += engine.certificateCost(design) * scoreImages
    }
    dataBytes = Math.max(dataBytes, (attackImages + scoreImages) * dataset.shape.reduce((a, b) => a * b, 1) * 4)
  }
  const { base, worker } = memoryKind(backend)
  return {
    passes,
    seconds: gradientImages / speeds.gradient + evaluatedImages / speeds.evaluate + arrays,
    memory: base + workers * worker + dataBytes + designs.length * bytesAPoint,
  }
}

/** Speeds measured on this machine, by backend and number of workers. */
export interface SpeedBook {
  speeds(backend: string, workers: number): Speeds
  /** Takes what a finished run took against what was expected of it. */
  learn(backend: string, workers: number, expectedSeconds: number, tookSeconds: number): void
}

export function createSpeedBook(settings: Pick<SettingsStore, 'kept' | 'keep'>): SpeedBook {
  const key = (backend: string, workers: number): string => `speeds ${backend} ${workers}`
  const measured = (backend: string, workers: number): Speeds | undefined => kept.safeParse(settings.kept(key(backend, workers))).data
  function speeds(backend: string, workers: number): Speeds {
    const { gradient, evaluate } = typical[backend] ?? typical['wasm'] ?? { gradient: 1, evaluate: 1 }
    return measured(backend, workers) ?? { gradient: gradient * workers, evaluate: evaluate * workers }
  }
  return {
    speeds,
    learn(backend, workers, expectedSeconds, tookSeconds) {
      // A short run measures how long things take to start.
      if (tookSeconds < 10 || expectedSeconds <= 0) return
      const before = speeds(backend, workers)
      const ratio = expectedSeconds / tookSeconds
      // Networks differ, so one run moves a known speed half the way.
      const factor = measured(backend, workers) === undefined ? ratio : Math.sqrt(ratio)
      settings.keep(key(backend, workers), { gradient: before.gradient * factor, evaluate: before.evaluate * factor })
    },
  }
}
