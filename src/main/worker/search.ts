import type { Design } from '../../shared/fields'
import type { PointResult } from '../../shared/results'
import { subsetTolerance } from '../../shared/subset'
import { attackOf } from '../engine/attack'
import { createObjective, type Objective } from '../engine/attack/objective'
import { attackParams } from '../engine/registry'
import { judgesOf, setOf, subsetsOf, type FamilyContext } from './family'

/** What a point tells while it is computed. */
export interface PointReport {
  doing: (what: string, step: number, steps: number, lowest?: number) => void
  /** Work done: images differentiated and images evaluated. */
  spent: (gradients: number, evaluations: number) => void
  checkpoint: () => Promise<void>
}

/** The search's part of a result; equal boxes of one family share it. */
export type SearchResult = Pick<PointResult, 'worstOwn' | 'method' | 'foundBy' | 'foundOn' | 'passes' | 'trace'>

/** An error inside a box, what it does to the judging images, and what found it. */
export interface Scored {
  z: Float32Array
  /** Percent, over the judging images. */
  accuracy: number
  how: string
  /** Images it was searched on. */
  images: number
}

/** What the one-pass curve gives a point to start from. */
export interface Start extends Scored {
  /** True where the point needs no search of its own. */
  suffices: boolean
}

type Trace = SearchResult['trace']

/**
 * Lowest accuracy this point's own search finds: started from zero, and from the family's one-pass curve where the
 * method has one. The search runs on a small random subset of the attack images and again on twice as many as long as
 * the lowest accuracy falls by more than `subsetTolerance` (METHODS 3, "Subset gradients"); a search with a budget goes
 * on until that is spent. Findings are compared on images of their own (`judgesOf`), and the lowest of all is counted
 * over all scored images.
 */
export async function searchPoint(family: FamilyContext, design: Design, report: PointReport, start?: Start): Promise<SearchResult> {
  const attack = attackOf(design['attack.method'])
  const params = attackParams(design)
  const all = family.attack.length
  const judge = objectiveOn(family, design, judgesOf(family, design), report)
  let best: (Scored & { trace: Trace }) | undefined = start === undefined ? undefined : { ...start, trace: [] }
  let passes = 0
  for (const [round, images] of (start?.suffices === true ? [] : subsetsOf(family, design)).entries()) {
    const left = ((attack.passes(params) - passes) * all) / images.length
    if (attack.within !== undefined && left < 1) break
    const objective = objectiveOn(family, design, images, report)
    const found = await searchOn(objective, judge, family, design, attack.within?.(params, left) ?? params, report)
    passes += (objective.passes * images.length) / all
    // The smallest subset settles by itself only that the search stays far behind what the point started from.
    const behind = found.accuracy - (start?.accuracy ?? Infinity)
    const gain = round === 0 && behind < 2 * subsetTolerance ? Infinity : (best?.accuracy ?? Infinity) - found.accuracy
    if (found.accuracy < (best?.accuracy ?? Infinity)) best = found
    if (found.accuracy === 0 || (attack.within === undefined && !(gain > subsetTolerance))) break
  }
  if (best === undefined) throw new Error('a point was searched on no images')
  const counted = judge.images === family.attack && family.attack === family.scored
  return {
    worstOwn: counted ? best.accuracy : await judge.score(best.z),
    method: design['attack.method'],
    foundBy: `${attack.label}, ${best.how}${best.images < all ? `, on ${text(best.images)} of ${text(all)} images` : ''}`,
    ...(best.images < all ? { foundOn: best.images } : {}),
    passes,
    trace: best.trace,
  }
}

/** One search on some of the attack images; its lowest point there is compared on the judging ones. */
async function searchOn(
  objective: Objective,
  judge: Objective,
  family: FamilyContext,
  design: Design,
  params: unknown,
  report: PointReport,
): Promise<Scored & { trace: Trace }> {
  const attack = attackOf(design['attack.method'])
  const { set, radius } = setOf(family, design)
  const images = objective.images.length
  const trace: Trace = []
  const steps = Math.ceil(attack.passes(params))
  const doing = images === family.attack.length ? attack.label : `${attack.label} on ${text(images)} images`
  const finding = await attack.run({
    set,
    objective,
    params,
    radius,
    seed: design.seed,
    report: ({ step, loss }) => {
      trace.push({ step, loss: loss / images })
      report.doing(doing, step, steps, objective.lowest?.accuracy)
    },
  })
  const end = await objective.accuracy(finding.z)
  const lowest = objective.lowest ?? { z: finding.z, accuracy: end }
  return {
    z: lowest.z,
    accuracy: objective.images === judge.images ? lowest.accuracy : await judge.accuracy(lowest.z),
    how: end <= lowest.accuracy ? finding.how : `${finding.how}, on the way`,
    images,
    trace,
  }
}

export function objectiveOn(family: FamilyContext, design: Design, attack: Uint32Array, report: PointReport): Objective {
  const { set } = setOf(family, design)
  return createObjective({ ...family, attack, set, surrogate: design['attack.surrogate'], spent: report.spent })
}

const text = (count: number): string => count.toLocaleString('en')
