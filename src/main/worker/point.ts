import type { Design } from '../../shared/fields'
import { box } from '../../shared/device-math'
import type { PointResult } from '../../shared/results'
import { attackOf } from '../engine/attack'
import type { CurveFinding } from '../engine/attack/define'
import { createObjective } from '../engine/attack/objective'
import { monteCarlo } from '../engine/likelihood/monte-carlo'
import { attackParams } from '../engine/registry'
import type { Sampler } from '../engine/variation/sample'
import { setOf, type FamilyContext } from './family'

/** What a point tells while it is computed. */
export interface PointReport {
  doing: (what: string, step: number, steps: number, lowest?: number) => void
  /** Work done: images differentiated and images evaluated. */
  spent: (gradients: number, evaluations: number) => void
  checkpoint: () => Promise<void>
}

/** The search's part of a result; equal boxes of one family share it. */
export type SearchResult = Pick<PointResult, 'worstOwn' | 'method' | 'foundBy' | 'passes' | 'trace'>

/**
 * Lowest accuracy this point's own search finds: started from zero, and from the family's one-pass curve where the
 * method has one. Keeps the lowest of all points it visited on the attack set, and scores that one.
 */
export async function searchPoint(family: FamilyContext, design: Design, report: PointReport, start?: CurveFinding): Promise<SearchResult> {
  const attack = attackOf(design['attack.method'])
  const params = attackParams(design)
  const { set, radius } = setOf(family, design)
  const objective = createObjective({ ...family, set, surrogate: design['attack.surrogate'], spent: report.spent })
  const trace: { step: number; loss: number }[] = []
  const startAccuracy = start === undefined ? undefined : await objective.accuracy(start.z)
  let how = start?.how ?? ''
  if (start === undefined || attack.curveSuffices?.(start, params) !== true) {
    const steps = Math.ceil(attack.passes(params))
    const finding = await attack.run({
      set,
      objective,
      params,
      radius,
      seed: design.seed,
      report: ({ step, loss }) => {
        trace.push({ step, loss: loss / family.attack.length })
        report.doing(attack.label, step, steps, objective.lowest?.accuracy)
      },
    })
    const end = await objective.accuracy(finding.z)
    const lowest = objective.lowest?.accuracy ?? end
    if (startAccuracy === undefined || startAccuracy > lowest) how = end <= lowest ? finding.how : `${finding.how}, on the way`
  }
  const best = objective.lowest
  const worstOwn = best === undefined ? 100 : family.attack === family.scored ? best.accuracy : await objective.score(best.z)
  return { worstOwn, method: design['attack.method'], foundBy: `${attack.label}, ${how}`, passes: objective.passes, trace }
}

/** How the random chips of a design are drawn. */
export function samplerOf(design: Design): Sampler {
  return {
    kind: design['sampling.kind'],
    sigma: design['sampling.sigma'],
    bits: design['weights.bits'],
    bitsPerDevice: design['device.bitsPerDevice'],
    mapping: design['mapping.scheme'],
    seed: design.seed,
  }
}

/** One design point: clean accuracy is the family's, Monte Carlo and search are its own unless an equal box was searched. */
export async function evaluatePoint(
  family: FamilyContext,
  clean: number,
  design: Design,
  report: PointReport,
  known: { start?: CurveFinding | undefined; same?: { id: string; search: SearchResult } | undefined },
): Promise<PointResult> {
  const began = performance.now()
  const { t, kappa } = box(design)
  const draws = design['sampling.draws']
  const montecarlo =
    draws === 0
      ? undefined
      : await monteCarlo({
          ...family,
          set: setOf(family, design).set,
          sampler: samplerOf(design),
          draws,
          images: family.scored,
          checkpoint: report.checkpoint,
          drawn: (done) => {
            report.spent(0, family.scored.length)
            report.doing('Monte Carlo', done, draws)
          },
        })
  const search = known.same?.search ?? (await searchPoint(family, design, report, known.start))
  return {
    t,
    kappa,
    clean,
    ...search,
    ...(montecarlo === undefined ? {} : { montecarlo }),
    images: family.scored.length,
    attackImages: family.attack.length,
    ...(known.same === undefined ? {} : { sameAs: known.same.id }),
    seconds: (performance.now() - began) / 1000,
  }
}
