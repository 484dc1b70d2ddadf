import type { Design } from '../../shared/fields'
import type { Convergence, PointResult } from '../../shared/results'
import { subsetTolerance } from '../../shared/subset'
import { setSize } from '../../shared/variation'
import { attackOf } from '../engine/attack'
import type { CTrial, Finding, SearchContext, SearchStep } from '../engine/attack/define'
import { createObjective, type Objective } from '../engine/attack/objective'
import { polish, polishSteps } from '../engine/attack/polish'
import { noisyStart } from '../engine/attack/start'
import { surrogates } from '../engine/attack/surrogate'
import { vertexPolish, vertexSteps } from '../engine/attack/vertex-polish'
import { attackParams, polishes } from '../engine/registry'
import { moved } from '../engine/variation/moved'
import type { VariationSet } from '../engine/variation/set'
import { setOf, type FamilyContext } from './family'
import { judgesOf, otherSplit, subsetsOf } from './images'

/** What a point tells while it is computed. */
export interface PointReport {
  doing: (what: string, step: number, steps: number, lowest?: number) => void
  /** Work done: images differentiated and images evaluated. */
  spent: (gradients: number, evaluations: number) => void
  /** Images whose answer was bounded by a certificate. */
  certified: (images: number) => void
  checkpoint: () => Promise<void>
  /** The finding that is quoted, numbers of the unit box. */
  found?: (z: Float32Array) => void
}

/** The search's part of a result; equal boxes of one family share it. */
export type SearchResult = Pick<PointResult, (typeof searchParts)[number]>

/** What a search gives of a result. */
export const searchParts = ['worstOwn', 'method', 'foundBy', 'foundOn', 'passes', 'trace', 'convergence', 'cCurve', 'heldOut'] as const

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
 * on until that is spent. The lowest point is polished on the images it was searched on. Findings are compared on images
 * of their own (`judgesOf`), and the lowest of all is counted over all scored images; where that is above `clean`, the
 * accuracy of the chip without errors, percent, that chip is the finding.
 */
export async function searchPoint(
  family: FamilyContext,
  design: Design,
  report: PointReport,
  start?: Start,
  clean = 100,
): Promise<SearchResult> {
  const attack = attackOf(design['attack.method'])
  const params = attackParams(design)
  const all = family.attack.length
  const judge = objectiveOn(family, design, judgesOf(family, design), report)
  const { set, radius } = setOf(family, design)
  const begin = startingAt(set, design)
  const convergence: Convergence[] = []
  let best: Found | undefined = start === undefined ? undefined : { ...start, trace: [] }
  let passes = 0

  /** Runs one search on some of the images, and takes what it finds where that is the lowest so far. */
  async function look(images: Uint32Array, doing: string, steps: number, run: Look): Promise<Found> {
    const objective = objectiveOn(family, design, images, report)
    const trace: Trace = []
    const spent = passes
    const found = await lowestOf(objective, judge, trace, () =>
      run(objective, ({ step, loss, by = doing }) => {
        trace.push({ step, loss: loss / images.length })
        follow(convergence, by, images.length, spent + (objective.passes * images.length) / all, objective.lowest?.accuracy)
        report.doing(images.length === all ? doing : `${doing} on ${text(images.length)} images`, step, steps, objective.lowest?.accuracy)
      }),
    )
    passes += (objective.passes * images.length) / all
    if (found.accuracy < (best?.accuracy ?? Infinity)) best = found
    return found
  }

  for (const [round, images] of subsetsOf(family, design).entries()) {
    const left = ((attack.passes(params) - passes) * all) / images.length
    if (attack.within !== undefined && left < 1) break
    const before = best?.accuracy ?? Infinity
    const own = attack.within?.(params, left) ?? params
    const found =
      start?.suffices === true
        ? undefined
        : await look(images, attack.label, Math.ceil(attack.passes(own)), (objective, tell) =>
            attack.run({ set, objective, params: own, radius, seed: design.seed, ...begin, report: tell }),
          )
    const from: Found | undefined = best
    if (from !== undefined && from.accuracy > 0 && polishes(design) && (round === 0 || from === found)) {
      const polished = await look(images, 'Polish', polishSteps, async (objective, tell) => ({
        z: await polish(set, objective, from.z, tell),
        how: `${from.how}, polished`,
      }))
      if (design['attack.polish'] === 'vertex' && polished.accuracy > 0)
        await look(images, 'Vertex polish', vertexSteps, async (objective, tell) => ({
          z: await vertexPolish(set, objective, polished.z, tell),
          how: `${polished.how}, at vertices`,
        }))
    }
    const lowest: number = best?.accuracy ?? Infinity
    if (lowest === 0 || found === undefined) break
    if (attack.within !== undefined) continue
    // The smallest subset settles by itself only that the search stays far behind what else was found.
    if (round === 0 ? found.accuracy - lowest >= 2 * subsetTolerance : before - lowest <= subsetTolerance) break
  }
  if (best === undefined) throw new Error('a point was searched on no images')
  const counted = judge.images === family.attack && family.attack === family.scored
  const lowest = counted ? best.accuracy : await judge.score(best.z)
  // A chip without errors lies in every set; few images or steps may find none that is worse.
  const isClean = lowest > clean
  if (isClean) best.z = set.zero()
  report.found?.(family.searched === undefined ? best.z.slice() : moved(family.searched.erring(setSize(design)), best.z))
  const where = `${best.how}${best.images < all ? `, on ${text(best.images)} of ${text(all)} images` : ''}`
  return {
    worstOwn: isClean ? clean : lowest,
    method: design['attack.method'],
    foundBy: isClean ? `the chip without errors: ${attack.label} found none that is worse` : `${attack.label}, ${where}`,
    ...(best.images < all ? { foundOn: best.images } : {}),
    passes,
    trace: best.trace,
    convergence,
    ...(best.cCurve === undefined ? {} : { cCurve: best.cCurve }),
    ...(family.heldOut === undefined ? {} : { heldOut: await heldOutOf(family, design, best.z, report) }),
  }
}

/** Where the searches of a design begin, where that is not the centre. */
export function startingAt(set: VariationSet, design: Design): Pick<SearchContext<unknown>, 'start'> {
  if (surrogates[design['attack.surrogate']]?.relative !== true) return {}
  return { start: () => noisyStart(set, design['attack.startNoise'], design.seed) }
}

/** Notes how low a search has come, once a step, the passes it took to get there. */
function follow(convergence: Convergence[], by: string, images: number, passes: number, lowest: number | undefined): void {
  if (lowest === undefined) return
  const last = convergence.at(-1)
  if (last?.by === by && last.images === images) last.steps.push([passes, lowest])
  else convergence.push({ by, images, steps: [[passes, lowest]] })
}

async function heldOutOf(
  family: FamilyContext,
  design: Design,
  z: Float32Array,
  report: PointReport,
): Promise<NonNullable<PointResult['heldOut']>> {
  const images = family.heldOut ?? family.scored
  const split = otherSplit(design['data.attack.split'])
  return { split, images: images.length, accuracy: await objectiveOn(family, design, images, report).accuracy(z) }
}

/** A search over the images of an objective, telling its steps. */
type Look = (objective: Objective, report: (step: SearchStep) => void) => Promise<Finding>

type Found = Scored & { trace: Trace; cCurve?: CTrial[] | undefined }

/** One search; of all points it was at, the lowest on its images is compared on the judging ones. */
async function lowestOf(objective: Objective, judge: Objective, trace: Trace, run: () => Promise<Finding>): Promise<Found> {
  const finding = await run()
  const end = await objective.accuracy(finding.z)
  const lowest = objective.lowest ?? { z: finding.z, accuracy: end }
  return {
    z: lowest.z,
    accuracy: objective.images === judge.images ? lowest.accuracy : await judge.accuracy(lowest.z),
    how: end <= lowest.accuracy ? finding.how : `${finding.how}, on the way`,
    images: objective.images.length,
    trace,
    cCurve: finding.cCurve,
  }
}

export function objectiveOn(family: FamilyContext, design: Design, attack: Uint32Array, report: PointReport): Objective {
  const { set } = setOf(family, design)
  return createObjective({ ...family, attack, set, surrogate: design['attack.surrogate'], spent: report.spent })
}

const text = (count: number): string => count.toLocaleString('en')
