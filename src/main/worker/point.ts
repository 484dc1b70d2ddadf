import type { Design } from '../../shared/fields'
import { box } from '../../shared/device-math'
import { boxRadius } from '../../shared/family'
import type { MonteCarlo, PointResult } from '../../shared/results'
import { expectedDraws, mostDraws } from '../../shared/sampling'
import { monteCarlo } from '../engine/likelihood/monte-carlo'
import type { Sampler } from '../engine/variation/sample'
import type { FamilyContext } from './family'
import { searchPoint, type PointReport, type SearchResult, type Start } from './search'

/** How the random chips of a design are drawn. */
function samplerOf(design: Design): Sampler {
  return {
    kind: design['sampling.kind'],
    sigma: design['sampling.sigma'],
    bits: design['weights.bits'],
    bitsPerDevice: design['device.bitsPerDevice'],
    mapping: design['mapping.scheme'],
    seed: design.seed,
  }
}

/** The random chips of a design inside its box. */
export function chipsOf(family: FamilyContext, design: Design): { chip: (draw: number) => Float32Array; kind: Sampler['kind'] } {
  const sampler = samplerOf(design)
  return { kind: sampler.kind, chip: family.hardware.chips(boxRadius(design), sampler) }
}

/** One design point: clean accuracy is the family's, Monte Carlo and search are its own unless an equal box had them. */
export async function evaluatePoint(
  family: FamilyContext,
  clean: number,
  design: Design,
  report: PointReport,
  known: {
    start?: Start | undefined
    /** What an equal box gave before. */
    same?: { id: string; search: SearchResult } | undefined
    chips?: MonteCarlo | undefined
  },
): Promise<PointResult> {
  const began = performance.now()
  const { t, kappa } = box(design)
  const montecarlo = mostDraws(design) === 0 ? undefined : (known.chips ?? (await sampleChips(family, design, report)))
  const search = known.same?.search ?? (await searchPoint(family, design, report, known.start))
  return {
    t,
    kappa,
    clean,
    ...search,
    ...(montecarlo === undefined ? {} : { montecarlo }),
    images: family.scored.length,
    attackImages: family.attack.length,
    ...(family.ranges === undefined ? {} : { ranges: family.ranges }),
    ...(known.same === undefined ? {} : { sameAs: known.same.id }),
    seconds: (performance.now() - began) / 1000,
  }
}

function sampleChips(family: FamilyContext, design: Design, report: PointReport): Promise<MonteCarlo> {
  return monteCarlo({
    ...family,
    ...chipsOf(family, design),
    draws: mostDraws(design),
    statistic: design['sampling.statistic'],
    ...(design['sampling.draws'] === 'auto' ? { width: design['sampling.width'] } : {}),
    images: family.scored,
    checkpoint: report.checkpoint,
    drawn: (done) => {
      report.spent(0, family.scored.length)
      report.doing('Monte Carlo', done, Math.max(done, expectedDraws(design)))
    },
  })
}
