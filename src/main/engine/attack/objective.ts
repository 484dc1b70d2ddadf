import { NadirError } from '../../../shared/errors'
import type { Executor } from '../compute/executor'
import { programmedWith, type Programmed } from '../network/quantise'
import type { VariationSet } from '../variation/set'
import { surrogates } from './surrogate'

/** Gradient of the summed surrogate over z, its loss, and how many of the images are answered right. */
export interface ZGradient {
  gradient: Float64Array
  loss: number
  correct: number
  images: number
}

/**
 * What a search minimises: it hides network, data, workers and variation set, and counts its passes. One pass is one
 * gradient over the images it was made for, all attack images or a subset of them; a batch counts as its share.
 */
export interface Objective {
  gradient(z: Float32Array, options?: { surrogate?: string; images?: Uint32Array }): Promise<ZGradient>
  /** Images answered right on the attack set, percent. */
  accuracy(z: Float32Array): Promise<number>
  /** Images answered right on the scored set, percent: what is quoted. */
  score(z: Float32Array): Promise<number>
  readonly images: Uint32Array
  /** Of all points differentiated or evaluated over the whole attack set, the one with the fewest right answers. */
  readonly lowest: { z: Float32Array; accuracy: number } | undefined
  /** Gradient passes spent so far. */
  readonly passes: number
}

export interface ObjectiveOptions {
  executor: Executor
  programmed: Programmed
  set: VariationSet
  surrogate: string
  /** Images the search sees and images that are counted. */
  attack: Uint32Array
  scored: Uint32Array
  /** Called before every pass: waits while paused, throws `cancelled`. */
  checkpoint?: () => Promise<void>
  /** Told how much work a pass was: images differentiated and images evaluated. */
  spent?: (gradients: number, evaluations: number) => void
}

export function createObjective(options: ObjectiveOptions): Objective {
  const { executor, programmed, set, attack, scored } = options
  let passes = 0
  let lowest: { z: Float32Array; accuracy: number } | undefined
  const cleanOf = cleanLogits(options)
  const remember = (z: Float32Array, accuracy: number): void => {
    if (lowest === undefined || accuracy < lowest.accuracy) lowest = { z: z.slice(), accuracy }
  }
  const weights = (z: Float32Array): Float32Array => programmedWith(programmed, set.perturbation(z))
  const count = async (z: Float32Array, images: Uint32Array): Promise<number> => {
    await options.checkpoint?.()
    const correct = await executor.evaluate(weights(z), images, set.gains && { gains: set.gains(z) })
    options.spent?.(0, images.length)
    return (100 * correct) / images.length
  }
  return {
    images: attack,
    get lowest() {
      return lowest
    },
    get passes() {
      return passes
    },
    async gradient(z, { surrogate = options.surrogate, images = attack } = {}) {
      await options.checkpoint?.()
      const clean = surrogates[surrogate]?.relative === true ? await cleanOf(images) : undefined
      const pass = await executor.gradient(weights(z), images, surrogate, clean && { clean })
      passes += images.length / attack.length
      options.spent?.(images.length, 0)
      if (!Number.isFinite(pass.loss))
        throw new NadirError('internal', 'The loss of the search is not finite.', { hint: 'Check the model with `nadir models check`.' })
      // A gradient is taken with the factors of the centre; what counts is accuracy with the chip's own.
      if (images === attack && set.gains === undefined) remember(z, (100 * pass.correct) / images.length)
      return { gradient: set.pullback(z, pass.gradient), loss: pass.loss, correct: pass.correct, images: images.length }
    },
    async accuracy(z) {
      const accuracy = await count(z, attack)
      remember(z, accuracy)
      return accuracy
    },
    score: (z) => count(z, scored),
  }
}

/** Logits of the programmed network on some of the attack images, computed once for all of them. */
function cleanLogits({ executor, programmed, attack }: ObjectiveOptions): (images: Uint32Array) => Promise<Float32Array> {
  let all: Promise<Float32Array> | undefined
  let places: Map<number, number> | undefined
  return async (images) => {
    all ??= executor.logits(programmed.values, attack)
    const known = await all
    if (images === attack) return known
    places ??= new Map(Array.from(attack, (image, place) => [image, place]))
    const classes = known.length / attack.length
    const some = new Float32Array(images.length * classes)
    images.forEach((image, i) => {
      const place = places?.get(image) ?? 0
      some.set(known.subarray(place * classes, (place + 1) * classes), i * classes)
    })
    return some
  }
}
