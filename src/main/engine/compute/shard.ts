import * as tf from '@tensorflow/tfjs-core'
import { argmax, evaluateSurrogate, surrogates } from '../attack/surrogate'
import { imageTable } from '../network/quantise'
import { backward, forward, toTensors, type ActivationQuantiser } from '../network/forward'
import { leadsOf } from '../certify/shard'
import { cellLayout } from '../crossbar/cells'
import type { Tiled } from '../crossbar/tiled'
import { distributionOf, type Bins, type Distributed } from './distribution'
import { layoutOf, type Layout } from '../network/layout'
import { networkOf } from '../network/zoo'

/** What a pass needs beside the weights: the network, its quantisers and the images, shared by all threads. */
export interface ComputeContext {
  network: string
  quantiser: ActivationQuantiser
  /** How tiles compute the products; plain ones where it is absent. The weights are levels of devices then. */
  tiled?: Tiled
  /** Quantises the image too; false feeds pixels / 255 as they are. */
  quantiseImage: boolean
  /** [images, height, width, channels] as bytes, and one class an image. */
  images: Uint8Array
  labels: Uint8Array
}

/** One shard of a pass: some images, and what is asked of them. */
export type ShardTask =
  | { kind: 'evaluate' | 'logits'; images: Uint32Array; gains?: Tiled['gains'] }
  | { kind: 'gradient'; images: Uint32Array; surrogate: string; training: boolean; clean?: Float32Array }
  | { kind: 'distribution'; of: Distributed; images: Uint32Array; bins?: Bins }
  /** The weights of the pass are the low ends, `high` the high ones. */
  | { kind: 'bounds'; method: string; images: Uint32Array; high: Float32Array }

export interface ShardResult {
  correct: number
  loss: number
  logits?: Float32Array
  /** d loss / d weights, in layout order; zeros for digital numbers but in training. */
  gradient?: Float32Array
  /** Largest value of each layer, or how many lie in each bin. */
  tops?: number[]
  histograms?: Float64Array[]
  /** Of each image the lowest margin of its class that is certain, as a share of the largest logit. */
  leads?: Float64Array
}

/** How the numbers that a context's passes take are laid out. */
export function layoutIn({ network, tiled }: Pick<ComputeContext, 'network' | 'tiled'>): Layout {
  const layout = layoutOf(networkOf(network))
  return tiled === undefined ? layout : cellLayout(layout, tiled.plan)
}

/**
 * Runs one shard in this thread, as one batch. Pure: the same bits wherever it runs with the same backend.
 * A gradient is written into `into` where that is given.
 */
export function runShard(context: ComputeContext, weights: Float32Array, task: ShardTask, into?: Float32Array): ShardResult {
  const scope = tf.engine()
  scope.startScope()
  try {
    return compute(context, weights, task, into)
  } finally {
    scope.endScope()
  }
}

function compute(context: ComputeContext, weights: Float32Array, task: ShardTask, into?: Float32Array): ShardResult {
  const network = networkOf(context.network)
  const layout = layoutIn(context)
  const labels = Uint8Array.from(task.images, (i) => context.labels[i] ?? 0)
  if (task.kind === 'bounds') {
    const images = { pixels: pixelsOf(context, task.images, network.input), labels }
    return { correct: 0, loss: 0, leads: leadsOf(task.method, network, { low: weights, high: task.high }, context.quantiser, images) }
  }
  const arrays = toTensors(weights, layout)
  const x = tf.tensor4d(pixelsOf(context, task.images, network.input), [labels.length, ...network.input])
  switch (task.kind) {
    case 'evaluate':
    case 'logits': {
      const tiled = withGains(context.tiled, task.gains)
      const values = forward(network, arrays, x, context.quantiser, { tiled }).logits.dataSync<'float32'>()
      let correct = 0
      labels.forEach((t, i) => {
        if (argmax(values, i * network.classes, network.classes) === t) correct++
      })
      return { correct, loss: 0, ...(task.kind === 'logits' ? { logits: Float32Array.from(values) } : {}) }
    }
    case 'gradient': {
      const surrogate = surrogates[task.surrogate]
      if (surrogate === undefined) throw new Error(`no surrogate ${task.surrogate}`)
      const pass = forward(network, arrays, x, context.quantiser, { ...context, training: task.training })
      const { loss, correct, slopes } = evaluateSurrogate(surrogate, pass.logits.dataSync<'float32'>(), labels, network.classes, task.clean)
      const gradient = into?.fill(0) ?? new Float32Array(layout.length)
      const rows = rowsWithSlope(slopes, network.classes, task.training)
      if (rows.length > 0) {
        const kept = new Float32Array(rows.length * network.classes)
        rows.forEach((row, k) => kept.set(slopes.subarray(row * network.classes, (row + 1) * network.classes), k * network.classes))
        const gradients = backward(pass, rows, tf.tensor2d(kept, [rows.length, network.classes]), task.training)
        layout.arrays.forEach(({ offset }, i) => {
          const part = gradients[i]
          if (part !== undefined) gradient.set(part.dataSync<'float32'>(), offset)
        })
      }
      return { correct, loss, gradient }
    }
    case 'distribution': {
      const { quantiser } = context
      const pass =
        task.of === 'columns'
          ? forward(network, arrays, x, quantiser, context)
          : forward(network, arrays, x, { clips: quantiser.clips, levels: 0 })
      return { correct: 0, loss: 0, ...distributionOf(pass, task.of, task.bins) }
    }
  }
}

/** Tiles with the gains of one pass. Throws where there are gains, but no tiles. */
function withGains(tiled: Tiled | undefined, gains: Tiled['gains']): Tiled | undefined {
  if (gains === undefined) return tiled
  if (tiled === undefined) throw new Error('gains without tiles')
  return { ...tiled, gains }
}

/**
 * Images that are taken back through the network: those whose surrogate has a slope (under p2 the ones still answered
 * right), where that is less than half of them, since picking them out costs a copy. In training all of them.
 */
function rowsWithSlope(slopes: Float32Array, classes: number, training: boolean): number[] {
  const all = Array.from({ length: slopes.length / classes }, (_, row) => row)
  const rows = all.filter((row) => slopes.subarray(row * classes, (row + 1) * classes).some((slope) => slope !== 0))
  return training || (rows.length > 0 && 2 * rows.length > all.length) ? all : rows
}

/** What the network takes of some images, [images, numbers]. */
function pixelsOf(context: ComputeContext, images: Uint32Array, shape: [number, number, number]): Float32Array {
  const size = shape[0] * shape[1] * shape[2]
  const table = imageTable(context.quantiser.clips[0] ?? 1, context.quantiseImage ? context.quantiser.levels : 0)
  const values = new Float32Array(images.length * size)
  images.forEach((image, n) => {
    const from = image * size
    for (let p = 0; p < size; p++) values[n * size + p] = table[context.images[from + p] ?? 0] ?? 0
  })
  return values
}
