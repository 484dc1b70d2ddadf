import type { Tiled } from '../crossbar/tiled'
import type { Bins, Distributed } from './distribution'
import type { ShardResult, ShardTask } from './shard'

/** Images of one shard: small enough for the caches, and fixed, so that sums never depend on the number of workers. */
export const shardSize = 250

/** An image has a column sum for each window, digit, tile and device: they are looked at a few images at a time. */
const columnShard = 50

/** A bound takes as long as hundreds of passes. */
const boundShard = 50

/** Few images are cut finer for a gradient, so that they still keep several threads busy. Depends on the images alone. */
function gradientShard(images: number): number {
  return Math.min(shardSize, Math.ceil(images / 4))
}

/** Runs passes over images for one network and data set, on one thread or many. */
export interface Executor {
  /** Images answered right with these weights. */
  evaluate(weights: Float32Array, images: Uint32Array, options?: EvaluateOptions): Promise<number>
  /** Loss summed over the images, its gradient (flat, layout order) and how many are answered right. */
  gradient(weights: Float32Array, images: Uint32Array, surrogate: string, options?: GradientOptions): Promise<GradientPass>
  logits(weights: Float32Array, images: Uint32Array, options?: EvaluateOptions): Promise<Float32Array>
  /** Largest value of each layer, or with `bins` histograms up to given tops. */
  distribution(
    of: Distributed,
    weights: Float32Array,
    images: Uint32Array,
    bins?: Bins,
  ): Promise<{ tops: number[]; histograms: Float64Array[] }>
  /** Of each image the lowest margin of its class that is certain over all weights of an interval, as a share of the largest logit. */
  certify(interval: { low: Float32Array; high: Float32Array }, images: Uint32Array, method: string): Promise<Float64Array>
  /** Draws that are worth evaluating at the same time. */
  readonly width: number
}

export interface EvaluateOptions {
  /** Gains of this pass, in place of the ones that its tiles have: those of one chip. */
  gains?: Tiled['gains']
}

export interface GradientOptions {
  /** Digital numbers too, and batch norm by the statistics of each shard, whose own entries are those statistics times its images. */
  training?: boolean
  /** Images of a shard, where a pass is smaller than one. */
  shard?: number
  /** Logits of the programmed network on the images of the pass, for a surrogate that is relative to them. */
  clean?: Float32Array
}

export interface GradientPass {
  gradient: Float64Array
  loss: number
  correct: number
}

/** Runs the shards of a pass; results come in the order of the tasks. */
export interface ShardRunner {
  run: (weights: Float32Array, tasks: ShardTask[]) => Promise<ShardResult[]>
  /** Told when the gradients of a pass have been added up: their arrays may be used again. */
  release: (results: readonly ShardResult[]) => void
}

/** Cuts images into shards of fixed size, in order. */
export function shardsOf(images: Uint32Array, size = shardSize): Uint32Array[] {
  const shards: Uint32Array[] = []
  for (let i = 0; i < images.length; i += size) shards.push(images.subarray(i, i + size))
  return shards
}

/** Everything an executor adds to the running of shards: cutting, and adding up in shard order, in float64. */
export function createExecutor({ run, release }: ShardRunner, width: number): Executor {
  return {
    width,
    async evaluate(weights, images, { gains } = {}) {
      const results = await run(
        weights,
        shardsOf(images).map((shard) => ({ kind: 'evaluate', images: shard, ...(gains === undefined ? {} : { gains }) })),
      )
      return results.reduce((n, result) => n + result.correct, 0)
    },
    async gradient(weights, images, surrogate, options = {}) {
      const { clean, shard: size = gradientShard(images.length) } = options
      const classes = clean === undefined ? 0 : clean.length / images.length
      const results = await run(
        weights,
        shardsOf(images, size).map((shard, i) => ({
          kind: 'gradient',
          images: shard,
          surrogate,
          training: options.training ?? false,
          ...(clean === undefined ? {} : { clean: clean.slice(i * size * classes, (i * size + shard.length) * classes) }),
        })),
      )
      const gradient = new Float64Array(weights.length)
      let loss = 0
      let correct = 0
      for (const result of results) {
        const part = result.gradient
        if (part === undefined) throw new Error('a gradient shard came back without its gradient')
        for (let i = 0; i < gradient.length; i++) gradient[i] = (gradient[i] ?? 0) + (part[i] ?? 0)
        loss += result.loss
        correct += result.correct
      }
      release(results)
      return { gradient, loss, correct }
    },
    async logits(weights, images, { gains } = {}) {
      const results = await run(
        weights,
        shardsOf(images).map((shard) => ({ kind: 'logits', images: shard, ...(gains === undefined ? {} : { gains }) })),
      )
      const all = results.map((result) => result.logits ?? new Float32Array())
      const out = new Float32Array(all.reduce((n, part) => n + part.length, 0))
      let at = 0
      for (const part of all) {
        out.set(part, at)
        at += part.length
      }
      return out
    },
    async certify({ low, high }, images, method) {
      // Once for all threads, not a copy a shard.
      const shared = new Float32Array(new SharedArrayBuffer(4 * high.length))
      shared.set(high)
      const results = await run(
        low,
        shardsOf(images, boundShard).map((shard) => ({ kind: 'bounds', method, images: shard, high: shared })),
      )
      return Float64Array.from(results.flatMap(({ leads }) => [...(leads ?? [])]))
    },
    async distribution(of, weights, images, bins) {
      const results = await run(
        weights,
        shardsOf(images, of === 'columns' ? columnShard : shardSize).map((shard) => ({
          kind: 'distribution',
          of,
          images: shard,
          ...(bins === undefined ? {} : { bins }),
        })),
      )
      const first = results[0]
      return {
        tops: (first?.tops ?? []).map((_, layer) => Math.max(...results.map((r) => r.tops?.[layer] ?? 0))),
        histograms: (first?.histograms ?? []).map((counts, layer) =>
          counts.map((_, bin) => results.reduce((n, r) => n + (r.histograms?.[layer]?.[bin] ?? 0), 0)),
        ),
      }
    },
  }
}
