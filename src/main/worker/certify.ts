import type { Design } from '../../shared/fields'
import type { PointCertificate } from '../../shared/results'
import { setSize } from '../../shared/variation'
import { certifiedAbove } from '../engine/certify/define'
import { programmedWith } from '../engine/network/quantise'
import type { FamilyContext } from './family'
import type { PointReport } from './search'

/** Images bounded between two looks at the gate, for each thread. */
const blockOf = (width: number): number => 100 * width

/**
 * Ends of every weight of a family in the set of a design, in float32; why there are none, where that is so. All of the set,
 * also where the search may move only a part of it: a floor is one of all chips.
 */
export function intervalOf(family: FamilyContext, design: Design): { low: Float32Array; high: Float32Array } | { why: string } {
  if (family.hardware.tiled !== undefined) return { why: 'Columns are converted, and what a converter reads is not bounded.' }
  const set = family.hardware.set(setSize(design))
  if (set.low.some((end) => !Number.isFinite(end)) || set.high.some((end) => !Number.isFinite(end)))
    return { why: 'Lines have resistance, or tiles are compensated for drift: no interval of a weight follows from those of its devices.' }
  // Rounding is monotone: what a chip's weight is rounded to lies between its ends rounded alike.
  return { low: programmedWith(family.programmed, set.low), high: programmedWith(family.programmed, set.high) }
}

/**
 * The certified floor of a design: images that no error of its set turns wrong. Source: METHODS 4. Nothing where none is
 * asked for; where nothing can be bounded it is vacuous, and says why.
 */
export async function certifyPoint(family: FamilyContext, design: Design, report: PointReport): Promise<PointCertificate | undefined> {
  const method = design['certify.method']
  if (method === 'none') return undefined
  const images = family.scored.length
  const interval = intervalOf(family, design)
  if ('why' in interval) return { method, accuracy: 0, images, vacuous: true, why: interval.why }
  let [certified, done] = [0, 0]
  for (const block of blocksOf(family.scored, blockOf(family.executor.width))) {
    await report.checkpoint()
    report.doing('Certificate', done, images)
    certified += countCertified(await family.executor.certify(interval, block, method))
    done += block.length
    report.certified(block.length)
  }
  return { method, accuracy: (100 * certified) / images, images, vacuous: certified === 0 }
}

export function countCertified(leads: Float64Array): number {
  return leads.reduce((count, lead) => (lead > certifiedAbove ? count + 1 : count), 0)
}

export function blocksOf(images: Uint32Array, size: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(images.length / size) }, (_, i) => images.subarray(i * size, (i + 1) * size))
}
