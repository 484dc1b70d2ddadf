import * as tf from '@tensorflow/tfjs-core'
import { argmax, evaluateSurrogate, surrogates } from '../attack/surrogate'
import { imageTable } from '../network/quantise'
import { backward, forward, toTensors, type ActivationQuantiser } from '../network/forward'
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
      const values = forward(network, arrays, x, context.quantiser).logits.dataSync<'float32'>()
      let correct = 0
      labels.forEach((t, i) => {
        if (argmax(values, i * network.classes, network.classes) === t) correct++
      })
      return { correct, loss: 0, ...(task.kind === 'logits' ? { logits: Float32Array.from(values) } : {}) }
    }
    case 'gradient': {
      const surrogate = surrogates[task.surrogate]
      if (surrogate === undefined) throw new Error(`no surrogate ${task.surrogate}`)
      const pass = forward(network, arrays, x, context.quantiser)
      const { loss, correct, slopes } = evaluateSurrogate(surrogate, pass.logits.dataSync<'float32'>(), labels, network.classes)
      const gradient = new Float32Array(layout.length)
      const rows = rowsWithSlope(slopes, network.classes)
      if (rows.length > 0) {
        const kept = Float32Array.from({ length: rows.length * network.classes }, (_, k) => {
          const row = rows[Math.floor(k / network.classes)] ?? 0
          return slopes[row * network.classes + (k % network.classes)] ?? 0
        })
        const gradients = backward(pass, rows, tf.tensor2d(kept, [rows.length, network.classes]), task.biases)
        layout.arrays.forEach(({ offset }, i) => {
          const part = gradients[i]
          if (part !== undefined) gradient.set(part.dataSync<'float32'>(), offset)
        })
      }
      return { correct, loss, gradient }
    }
    case 'activations':
      return activationsOf(context, arrays, x, task)
  }
}

/** Images whose surrogate has a slope: under p2 those still answered right. The others need no way back. */
function rowsWithSlope(slopes: Float32Array, classes: number): number[] {
  const rows: number[] = []
  for (let row = 0; row * classes < slopes.length; row++) {
    if (slopes.subarray(row * classes, (row + 1) * classes).some((slope) => slope !== 0)) rows.push(row)
  }
  return rows
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
    const values = forward(cut, arrays, x, { clips: context.quantiser.clips, levels: 0 }).logits.dataSync<'float32'>()
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
