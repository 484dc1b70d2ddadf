import * as tf from '@tensorflow/tfjs-core'
import { argmax, evaluateSurrogate, surrogates } from '../attack/surrogate'
import { imageTable } from '../network/quantise'
import { logits, toTensors, type ActivationQuantiser } from '../network/forward'
import { layoutOf } from '../network/layout'
import { networkOf } from '../network/zoo'

/** What a pass needs beside the weights: the network, its quantisers and the images, shared by all threads. */
export interface ComputeContext {
  network: string
  quantiser: ActivationQuantiser
  /** Quantises the image too; false feeds pixels / 255 as they are. */
  quantiseImage: boolean
  /** [images, height, width, channels] as bytes, and one class an image. */
  images: Uint8Array
  labels: Uint8Array
}

/** One shard of a pass: some images, and what is asked of them. */
export type ShardTask =
  | { kind: 'evaluate'; images: Uint32Array }
  | { kind: 'logits'; images: Uint32Array }
  | { kind: 'gradient'; images: Uint32Array; surrogate: string; biases: boolean }
  | { kind: 'activations'; images: Uint32Array; tops?: number[]; bins: number }

export interface ShardResult {
  correct: number
  loss: number
  logits?: Float32Array
  /** d loss / d weights, in layout order; zeros for biases unless they were asked for. */
  gradient?: Float32Array
  /** Largest hidden activation of each layer, and counts in equal bins up to `tops`. */
  tops?: number[]
  histograms?: Float64Array[]
}

/** Runs one shard in this thread, as one batch. Pure: the same bits wherever it runs with the same backend. */
export function runShard(context: ComputeContext, weights: Float32Array, task: ShardTask): ShardResult {
  const scope = tf.engine()
  scope.startScope()
  try {
    return compute(context, weights, task)
  } finally {
    scope.endScope()
  }
}

function compute(context: ComputeContext, weights: Float32Array, task: ShardTask): ShardResult {
  const network = networkOf(context.network)
  const layout = layoutOf(network)
  const arrays = toTensors(weights, layout)
  const x = batchOf(context, task.images, network.input)
  const labels = Uint8Array.from(task.images, (i) => context.labels[i] ?? 0)
  switch (task.kind) {
    case 'evaluate':
    case 'logits': {
      const values = logits(network, arrays, x, context.quantiser).dataSync<'float32'>()
      let correct = 0
      labels.forEach((t, i) => {
        if (argmax(values, i * network.classes, network.classes) === t) correct++
      })
      return { correct, loss: 0, ...(task.kind === 'logits' ? { logits: Float32Array.from(values) } : {}) }
    }
    case 'gradient': {
      const surrogate = surrogates[task.surrogate]
      if (surrogate === undefined) throw new Error(`no surrogate ${task.surrogate}`)
      const wanted = layout.arrays.map((array) => task.biases || array.kind === 'device')
      let correct = 0
      let loss = 0
      const weighted = (...variables: tf.Tensor[]): tf.Scalar => {
        let next = 0
        const all = arrays.map((array, i) => (wanted[i] === true ? (variables[next++] ?? array) : array))
        const z = logits(network, all, x, context.quantiser)
        const judged = evaluateSurrogate(surrogate, z.dataSync<'float32'>(), labels, network.classes)
        correct = judged.correct
        loss = judged.loss
        return tf.sum(tf.mul(z, tf.tensor2d(judged.slopes, z.shape)))
      }
      const gradients = tf.grads(weighted)(arrays.filter((_, i) => wanted[i] === true))
      const gradient = new Float32Array(layout.length)
      let next = 0
      layout.arrays.forEach(({ offset }, i) => {
        if (wanted[i] === true) gradient.set(gradients[next++]?.dataSync<'float32'>() ?? [], offset)
      })
      return { correct, loss, gradient }
    }
    case 'activations':
      return activationsOf(context, arrays, x, task)
  }
}

/** Hidden activations before quantisation: their largest values, or histograms up to given tops. */
function activationsOf(
  context: ComputeContext,
  arrays: tf.Tensor[],
  x: tf.Tensor4D,
  task: ShardTask & { kind: 'activations' },
): ShardResult {
  const network = networkOf(context.network)
  const tops: number[] = []
  const histograms: Float64Array[] = []
  const hidden = network.layers.filter((layer) => layer.kind !== 'dense' || layer.activation).length
  for (let depth = 1; depth <= hidden; depth++) {
    const cut = { ...network, layers: network.layers.slice(0, depth) }
    const values = logits(cut, arrays, x, { clips: context.quantiser.clips, levels: 0 }).dataSync<'float32'>()
    const top = task.tops?.[depth - 1]
    if (top === undefined) tops.push(values.reduce((a, b) => Math.max(a, b), 0))
    else histograms.push(histogram(values, top, task.bins))
  }
  return { correct: 0, loss: 0, ...(task.tops === undefined ? { tops } : { histograms }) }
}

function histogram(values: Float32Array, top: number, bins: number): Float64Array {
  const counts = new Float64Array(bins)
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.floor((value / top) * bins))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function batchOf(context: ComputeContext, images: Uint32Array, shape: [number, number, number]): tf.Tensor4D {
  const size = shape[0] * shape[1] * shape[2]
  const table = imageTable(context.quantiser.clips[0] ?? 1, context.quantiseImage ? context.quantiser.levels : 0)
  const values = new Float32Array(images.length * size)
  images.forEach((image, n) => {
    const from = image * size
    for (let p = 0; p < size; p++) values[n * size + p] = table[context.images[from + p] ?? 0] ?? 0
  })
  return tf.tensor4d(values, [images.length, ...shape])
}
