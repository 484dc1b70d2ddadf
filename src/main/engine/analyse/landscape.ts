import { NadirError } from '../../../shared/errors'
import type { Landscape, LossCurve } from '../../../shared/worst-case'
import { mean } from '../../../shared/stats'
import type { Executor } from '../compute/executor'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import { lossOf } from './cross-entropy'
import { lengthOf, randomDirection, type Direction } from './direction'

export interface LandscapeInput {
  executor: Executor
  /** What is programmed, in plain weights, and how they are laid out. */
  programmed: Programmed
  layout: Layout
  /** Error of the worst chip found, flat in layout order. */
  worst: Float32Array
  /** Places of the images in the executor's data, and the class of each. */
  images: Uint32Array
  labels: Uint8Array
  classes: number
  /** Size of random directions, a share of each weight. */
  zeta: number
  /** Random directions; points of a curve; points of each side of the map. */
  directions: number
  alphas: number
  map: number
  seed: number
  /** Told after each pass; waits while paused, throws `cancelled`. */
  checkpoint: (done: number, of: number) => Promise<void>
}

/** Curves run from -2 to 2, as in [B]; the map to about this far on either side. */
const [curveReach, mapReach] = [2, 1.5]

/**
 * Loss and accuracy around the programmed network, at `W + alpha v`: along random directions `v ~ N(0, zeta |W|)`, along the
 * worst error found (alpha = 1 is that chip, 0 the network without errors), and on a map over both.
 * Source: [B]; METHODS 10. Loss: mean cross entropy of the images in nats, float64. `slope` is the mean |difference of loss|
 * between neighbouring alphas over their spacing. The map's rows go along the first random direction at the Euclidean length
 * of the worst error; with an odd number of points a side, 0 and 1 are among them, and the sides reach as near to +-1.5 as
 * that lets them (11 points: +-5/3). With an odd number of alphas 0 is among them, with 4 k + 1 also 1. No weight is cut at
 * the ends of its window. Randomness: from the seed alone. Throws bad-value where the numbers are not weights laid out so.
 */
export async function landscape(input: LandscapeInput): Promise<Omit<Landscape, 'from' | 'seconds'>> {
  const { executor, programmed, layout, worst, images, labels, classes, zeta, directions, map, seed, checkpoint } = input
  requireWeights(input)
  const alphas = evenly(input.alphas, curveReach)
  const passes = (directions + 1) * alphas.length + map ** 2
  let done = 0
  const at = async (weights: Float32Array): Promise<{ loss: number; accuracy: number }> => {
    const result = lossOf(await executor.logits(weights, images), labels, classes)
    await checkpoint(++done, passes)
    return result
  }
  const curve = async (kind: LossCurve['kind'], direction: Direction): Promise<LossCurve> => {
    const [loss, accuracy]: [number[], number[]] = [[], []]
    for (const alpha of alphas) {
      const point = await at(moved(programmed, [[alpha, direction]]))
      loss.push(point.loss)
      accuracy.push(point.accuracy)
    }
    return { kind, loss, accuracy, slope: slopeOf(loss, alphas) }
  }

  const curves: LossCurve[] = []
  for (let k = 0; k < directions; k++) curves.push(await curve('random', randomDirection(programmed, layout, zeta, seed, k)))
  curves.push(await curve('worst', worst))

  const across = randomDirection(programmed, layout, zeta, seed, 0)
  const scale = lengthOf(worst) / (lengthOf(across) || 1)
  const side = mapPlaces(map)
  const plane: Landscape['map'] = { x: side, y: side, loss: [], accuracy: [] }
  for (const y of side)
    for (const x of side) {
      const point = await at(
        moved(programmed, [
          [x, worst],
          [y * scale, across],
        ]),
      )
      plane.loss.push(point.loss)
      plane.accuracy.push(point.accuracy)
    }
  return { images: images.length, zeta, alphas, curves, map: plane }
}

function requireWeights({ programmed, layout, worst, images, labels }: LandscapeInput): void {
  if (labels.length !== images.length) throw new Error(`${labels.length} labels for ${images.length} images`)
  if (programmed.values.length === layout.length && worst.length === layout.length) return
  throw new NadirError('bad-value', `The landscape needs the ${layout.length} weights of the network; these numbers are not weights.`, {
    hint: 'Look at a design without converters: there the numbers that err are weights.',
  })
}

/** `W + sum alpha v`, each sum rounded to float32 once. */
function moved({ values }: Programmed, by: readonly (readonly [number, Direction])[]): Float32Array {
  return values.map((w, i) => by.reduce((sum, [alpha, direction]) => sum + alpha * (direction[i] ?? 0), w))
}

/** Numbers from -reach to reach; exact wherever they are whole. */
function evenly(count: number, reach: number): number[] {
  return Array.from({ length: count }, (_, k) => (reach * (2 * k - (count - 1))) / (count - 1))
}

/** Places of a side of the map: a whole number of them lie between 0 and 1, so that an odd side holds both. */
function mapPlaces(count: number): number[] {
  const half = (count - 1) / 2
  const toOne = Math.max(1, Math.round(half / mapReach))
  return Array.from({ length: count }, (_, k) => (k - half) / toOne)
}

function slopeOf(loss: readonly number[], alphas: readonly number[]): number {
  return mean(loss.slice(1).map((next, k) => Math.abs(next - (loss[k] ?? 0)) / ((alphas[k + 1] ?? 0) - (alphas[k] ?? 0))))
}
