import { argmax, surrogates } from '../../src/main/engine/attack/surrogate'
import type { Executor } from '../../src/main/engine/compute/executor'
import { diagonal } from '../../src/main/engine/variation/weights'
import type { VariationSet } from '../../src/main/engine/variation/set'
import { CounterRandom } from '../../src/shared/rng'

/** A network so small that all vertices of its box can be tried: inputs, hidden rectifiers, classes, all in float64. */
export interface TwoLayers {
  weights: Float32Array
  set: VariationSet
  executor: Executor
  images: Uint32Array
  /** Images that a chip answers right, percent. */
  accuracy: (z: Float32Array) => number
}

/** A random one with random images, labelled by its own answers with some of them flipped. `radius`: of the largest weight. */
export function twoLayers(seed: number, [inputs, hidden, classes]: [number, number, number], count: number, radius: number): TwoLayers {
  const random = new CounterRandom(seed, 'start')
  const signed = (a: number, b: number): number => 2 * random.unit(a, b, 0) - 1
  const size = inputs * hidden + hidden * classes
  const weights = Float32Array.from({ length: size }, (_, i) => signed(1, i))
  const x = Float64Array.from({ length: count * inputs }, (_, i) => random.unit(2, i, 0))
  const largest = weights.reduce((s, w) => Math.max(s, Math.abs(w)), 0)
  const bound = new Float32Array(size).fill(radius * largest)
  const set = diagonal(
    bound,
    Uint32Array.from({ length: size }, (_, i) => i),
    [{ name: 'all', start: 0, end: size }],
  )
  const forward = (w: Float32Array, image: number): { h: Float64Array; o: Float64Array } => {
    const h = new Float64Array(hidden)
    const o = new Float64Array(classes)
    for (let k = 0; k < hidden; k++) {
      let sum = 0
      for (let i = 0; i < inputs; i++) sum += (w[i * hidden + k] ?? 0) * (x[image * inputs + i] ?? 0)
      h[k] = Math.max(0, sum)
    }
    for (let c = 0; c < classes; c++) {
      let sum = 0
      for (let k = 0; k < hidden; k++) sum += (w[inputs * hidden + k * classes + c] ?? 0) * (h[k] ?? 0)
      o[c] = sum
    }
    return { h, o }
  }
  const labels = Uint8Array.from({ length: count }, (_, image) => argmax(forward(weights, image).o))
  const correct = (w: Float32Array, images: Uint32Array): number =>
    images.reduce((n, image) => n + (argmax(forward(w, image).o) === labels[image] ? 1 : 0), 0)
  const executor: Executor = {
    width: 1,
    evaluate: (w, images) => Promise.resolve(correct(w, images)),
    logits: (w, images) => Promise.resolve(Float32Array.from([...images].flatMap((image) => [...forward(w, image).o]))),
    distribution: () => Promise.reject(new Error('not here')),
    certify: () => Promise.reject(new Error('not here')),
    gradient(w, images, id) {
      const surrogate = surrogates[id]
      if (surrogate === undefined) throw new Error(id)
      const gradient = new Float64Array(size)
      const slope = new Float64Array(classes)
      let loss = 0
      for (const image of images) {
        const { h, o } = forward(w, image)
        loss += surrogate.value(o, labels[image] ?? 0, slope, o)
        for (let k = 0; k < hidden; k++) {
          let back = 0
          for (let c = 0; c < classes; c++) {
            const at = inputs * hidden + k * classes + c
            gradient[at] = (gradient[at] ?? 0) + (slope[c] ?? 0) * (h[k] ?? 0)
            back += (slope[c] ?? 0) * (w[at] ?? 0)
          }
          if ((h[k] ?? 0) > 0)
            for (let i = 0; i < inputs; i++) {
              const at = i * hidden + k
              gradient[at] = (gradient[at] ?? 0) + back * (x[image * inputs + i] ?? 0)
            }
        }
      }
      return Promise.resolve({ gradient, loss, correct: correct(w, images) })
    },
  }
  const images = Uint32Array.from({ length: count }, (_, i) => i)
  const accuracy = (z: Float32Array): number => {
    const error = set.perturbation(z)
    return (
      (100 *
        correct(
          weights.map((v, i) => v + (error[i] ?? 0)),
          images,
        )) /
      count
    )
  }
  return { weights, set, executor, images, accuracy }
}

/** The lowest accuracy at any vertex of the box, by trying all. */
export function lowestVertex({ set, accuracy }: TwoLayers): number {
  const z = set.zero()
  let lowest = 100
  for (let vertex = 0; vertex < 2 ** set.size; vertex++) {
    for (let i = 0; i < set.size; i++) z[i] = (vertex >>> i) & 1 ? 1 : -1
    lowest = Math.min(lowest, accuracy(z))
  }
  return lowest
}
