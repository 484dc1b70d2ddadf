import { CounterRandom } from '../../../shared/rng'
import type { Executor } from '../compute/executor'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'

/** How weights are ranked by what the network loses with them. */
export type RankingKind = 'gradient' | 'curvature'

/** Probes of the second derivative, and how far each moves a weight, in full scales. */
const probes = 8
const reach = 0.02

/**
 * How much the network depends on each weight, in layout order; -1 for digital numbers.
 * `gradient`: `|dL/dw| s`. `curvature`: `|d2L/dw2| max|w| + |w|`, the diagonal by Hutchinson's estimator
 * `E[v (g(w + h v) - g(w - h v)) / 2h]`, v = +-1. L is the cross entropy over the images, gradients straight through the
 * quantisers. Source: METHODS 1, "protected weights"; Hutchinson 1990. Randomness: the probes, from the seed.
 */
export async function rankWeights(
  kind: RankingKind,
  {
    executor,
    programmed,
    layout,
    images,
    seed,
  }: { executor: Executor; programmed: Programmed; layout: Layout; images: Uint32Array; seed: number },
): Promise<Float64Array> {
  const slopes = kind === 'gradient' ? (await executor.gradient(programmed.values, images, 'ce')).gradient : undefined
  const second = slopes === undefined ? await diagonal(executor, programmed, layout, images, seed) : undefined
  const ranking = new Float64Array(layout.length).fill(-1)
  layout.arrays.forEach(({ kind: what, offset, length }, a) => {
    if (what !== 'device') return
    const s = programmed.scales[a] ?? 0
    for (let i = offset; i < offset + length; i++) {
      if (slopes !== undefined) ranking[i] = Math.abs(slopes[i] ?? 0) * s
      else ranking[i] = Math.abs(second?.[i] ?? 0) * s + Math.abs(programmed.values[i] ?? 0)
    }
  })
  return ranking
}

/** Diagonal of the second derivative by the weights, estimated; 0 for digital numbers. */
async function diagonal(
  executor: Executor,
  programmed: Programmed,
  layout: Layout,
  images: Uint32Array,
  seed: number,
): Promise<Float64Array> {
  const random = new CounterRandom(seed, 'start')
  const sum = new Float64Array(layout.length)
  for (let probe = 0; probe < probes; probe++) {
    const step = new Float32Array(layout.length)
    layout.arrays.forEach(({ kind, offset, length }, a) => {
      const h = reach * (programmed.scales[a] ?? 0)
      if (kind === 'device') for (let i = offset; i < offset + length; i++) step[i] = random.unit(probe, i >>> 2, 1, i & 3) < 0.5 ? -h : h
    })
    const at = (sign: number): Promise<{ gradient: Float64Array }> =>
      executor.gradient(
        programmed.values.map((value, i) => value + sign * (step[i] ?? 0)),
        images,
        'ce',
      )
    const [up, down] = [await at(1), await at(-1)]
    for (let i = 0; i < sum.length; i++) {
      const h = step[i] ?? 0
      if (h !== 0) sum[i] = (sum[i] ?? 0) + ((up.gradient[i] ?? 0) - (down.gradient[i] ?? 0)) / (2 * h) / probes
    }
  }
  return sum
}
