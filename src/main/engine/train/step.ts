import type { Executor, GradientPass } from '../compute/executor'
import type { Layout } from '../network/layout'
import type { Adam } from './adam'
import { trainingShard } from './define'

/** What a training moves: the float weights, and how. */
export interface Trainee {
  values: Float64Array
  adam: Adam
  layout: Layout
  executor: Executor
}

/** One step of Adam on the mean cross entropy of a batch, its gradient taken at `weights`; changes `values`. */
export async function trainingStep(
  { values, adam, layout, executor }: Trainee,
  weights: Float32Array,
  images: Uint32Array,
): Promise<GradientPass> {
  const pass = await executor.gradient(weights, images, 'ce', { training: true, shard: trainingShard })
  adam.step(values, descent(pass.gradient, layout, images.length))
  followStatistics(values, layout, pass.gradient, images.length)
  return pass
}

/** Gradient of the mean cross entropy: the surrogate is what an attacker minimises, minus its sum. Statistics have none. */
function descent(gradient: Float64Array, layout: Layout, images: number): Float64Array {
  const mean = new Float64Array(gradient.length)
  for (let i = 0; i < mean.length; i++) mean[i] = -(gradient[i] ?? 0) / images
  for (const { kind, offset, length } of layout.arrays) if (kind === 'statistics') mean.fill(0, offset, offset + length)
  return mean
}

/** Share of a batch in the running statistics of a batch norm. */
const momentum = 0.1

/** Running means and variances follow those of the batch, which came in the place of their gradient, summed over images. */
function followStatistics(values: Float64Array, layout: Layout, gradient: Float64Array, images: number): void {
  for (const { kind, offset, length } of layout.arrays) {
    if (kind !== 'statistics') continue
    for (let i = offset; i < offset + length; i++) {
      values[i] = (1 - momentum) * (values[i] ?? 0) + (momentum * (gradient[i] ?? 0)) / images
    }
  }
}
