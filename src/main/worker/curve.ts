import type { Design } from '../../shared/fields'
import { subsetTolerance } from '../../shared/subset'
import { setSize } from '../../shared/variation'
import { attackOf } from '../engine/attack'
import { attackParams } from '../engine/registry'
import { setOf, type FamilyContext } from './family'
import { judgesOf, subsetsOf } from './images'
import { objectiveOn, startingAt, type PointReport, type Start } from './search'

/**
 * Stage 1 of METHODS 3, "Sharing": one run through all boxes of a family, where its search has one and there are several
 * boxes. It runs on the smallest subset of the attack images; where it spares points their own search, as they do on a
 * growing one: on twice as many as long as the lowest accuracy in any box falls by more than `subsetTolerance`. Gives
 * what each box starts from, by radius.
 */
export async function onePass(family: FamilyContext, designs: readonly Design[], report: PointReport): Promise<Map<number, Start>> {
  const starts = new Map<number, Start>()
  const boxes = new Map(designs.map((design) => [setSize(design), design]))
  const radii = [...boxes.keys()].sort((a, b) => a - b)
  const largest = boxes.get(radii.at(-1) ?? 0)
  const attack = attackOf(largest?.['attack.method'] ?? '')
  if (largest === undefined || attack.curve === undefined || radii.length < 2) return starts
  const params = attackParams(largest)
  const steps = attack.curve.steps(params) + radii.length
  const judges = new Map([...boxes].map(([radius, design]) => [radius, objectiveOn(family, design, judgesOf(family, design), report)]))
  for (const images of subsetsOf(family, largest)) {
    const findings = await attack.curve.run({
      ...setOf(family, largest),
      objective: objectiveOn(family, largest, images, report),
      params,
      seed: largest.seed,
      ...startingAt(setOf(family, largest).set, largest),
      radii,
      report: ({ step }) => report.doing('One-pass curve', step, steps),
    })
    let gain = 0
    for (const finding of findings) {
      const before = starts.get(finding.radius)?.accuracy ?? Infinity
      const accuracy = (await judges.get(finding.radius)?.accuracy(finding.z)) ?? before
      gain = Math.max(gain, before - accuracy)
      if (accuracy >= before) continue
      const suffices = attack.curve.suffices?.(finding, params) === true
      starts.set(finding.radius, { z: finding.z, how: finding.how, accuracy, images: images.length, suffices })
    }
    if (attack.curve.suffices === undefined || !(gain > subsetTolerance)) break
  }
  return starts
}
