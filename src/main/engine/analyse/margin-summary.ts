import { quantile } from '../../../shared/stats'
import type { LayerMargins, Spread, WeakImage } from '../../../shared/worst-case'
import type { Dataset } from '../data/datasets'

/** What was found of one image at one layer. */
export interface Sample {
  image: number
  label: number
  /** Logit of the answered class less the best other one. */
  margin: number
  tFlip: number
  /** Absent where no change was found. */
  change?: { to: number; norm: number; relative: number; overshootFlips: boolean; undershootFlips: boolean }
}

type Changed = Sample & Required<Pick<Sample, 'change'>>

const bins = 40
const weakestImages = 24

/** Margins of a layer from those of its images. Norms are over the images with a change, thresholds over those that devices can flip. */
export function summarise(
  layer: string,
  kind: LayerMargins['kind'],
  features: number,
  samples: readonly Sample[],
  dataset: Dataset,
): LayerMargins {
  const changed = samples.filter((sample): sample is Changed => sample.change !== undefined)
  const norm = spreadOf(changed.map(({ change }) => change.norm))
  const share = (holds: (sample: Changed) => boolean): number => (changed.length === 0 ? 0 : changed.filter(holds).length / changed.length)
  return {
    layer,
    kind,
    features,
    norm,
    relative: spreadOf(changed.map(({ change }) => change.relative)),
    histogram: histogramOf(changed, norm.max),
    overshootFlips: share(({ change }) => change.overshootFlips),
    ...(kind === 'minimum' ? { undershootFlips: share(({ change }) => change.undershootFlips) } : {}),
    tFlip: spreadOf(samples.map(({ tFlip }) => tFlip)),
    pairs: pairsOf(changed),
    weakest: weakestOf(changed, dataset),
  }
}

/** Quantiles of the finite values of a sample; zeros where it has none. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort()
  const at = (p: number): number => (sorted.length === 0 ? 0 : quantile(sorted, p))
  return { count: sorted.length, min: at(0), p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95), max: at(1) }
}

function histogramOf(changed: readonly Changed[], top: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (const { change } of changed) {
    const bin = top === 0 ? 0 : Math.min(bins - 1, Math.floor((change.norm / top) * bins))
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return counts
}

function pairsOf(changed: readonly Changed[]): LayerMargins['pairs'] {
  const groups = new Map<string, { from: number; to: number; norms: number[] }>()
  for (const { label, change } of changed) {
    const key = `${label} ${change.to}`
    const group = groups.get(key) ?? { from: label, to: change.to, norms: [] }
    group.norms.push(change.norm)
    groups.set(key, group)
  }
  return [...groups.values()]
    .map(({ from, to, norms }) => ({ from, to, images: norms.length, median: spreadOf(norms).p50 }))
    .sort((a, b) => a.median - b.median || a.from - b.from || a.to - b.to)
}

function weakestOf(changed: readonly Changed[], { images, definition }: Dataset): WeakImage[] {
  const size = definition.shape.reduce((a, b) => a * b, 1)
  return [...changed]
    .sort((a, b) => a.change.norm - b.change.norm || a.image - b.image)
    .slice(0, weakestImages)
    .map(({ image, label, margin, change }) => ({
      image,
      label,
      answered: change.to,
      margin,
      pixels: Buffer.from(images.subarray(image * size, (image + 1) * size)).toString('base64'),
    }))
}
