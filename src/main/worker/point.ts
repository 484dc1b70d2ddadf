import type { DeviceData } from '../../shared/device'
import type { Design } from '../../shared/fields'
import { box } from '../../shared/device-math'
import { crossChecked } from '../../shared/likelihood'
import type { MonteCarlo, PointCertificate, PointResult, YieldResult } from '../../shared/results'
import { expectedDraws, mostDraws } from '../../shared/sampling'
import { setSize } from '../../shared/variation'
import { isSizedByThreshold } from '../../shared/variation-fields'
import { monteCarlo } from '../engine/likelihood/monte-carlo'
import type { ChipError } from '../engine/variation/hardware'
import type { Sampler } from '../engine/variation/sample'
import { certifyPoint } from './certify'
import { samplerOf, type FamilyContext } from './family'
import { searchPoint, type PointReport, type SearchResult, type Start } from './search'
import type { WrittenChip } from './write-verify'
import { pointYield } from './yield'

/** The random chips of a design inside its set. */
export function chipsOf(
  family: FamilyContext,
  design: Design,
  technology: DeviceData,
  written?: WrittenChip,
): { chip: (draw: number) => ChipError; kind: Sampler['kind'] } {
  const sampler: Sampler = { ...samplerOf(design), ...(written === undefined ? {} : { residuals: written.residuals }) }
  return { kind: sampler.kind, chip: family.hardware.chips(design, technology, setSize(design), sampler) }
}

/** One design point: clean accuracy is the family's, Monte Carlo and search are its own unless an equal box had them. */
export async function evaluatePoint(
  family: FamilyContext,
  clean: number,
  design: Design,
  technology: DeviceData,
  report: PointReport,
  known: {
    /** What the write-verify loop makes of it. */
    written?: WrittenChip
    start?: Start | undefined
    /** What an equal box gave before. */
    same?: { id: string; search: SearchResult } | undefined
    chips?: MonteCarlo | undefined
    yield?: YieldResult | undefined
    certificate?: PointCertificate | undefined
  },
): Promise<PointResult> {
  const began = performance.now()
  const { t, kappa } = box(design)
  const montecarlo =
    mostDraws(design) === 0 ? undefined : (known.chips ?? (await sampleChips(family, design, technology, report, known.written)))
  const missing = design['yield.method'] === 'none' ? undefined : (known.yield ?? (await pointYield(family, design, technology, report)))
  const drawn = { images: family.scored.length, ...(montecarlo === undefined ? {} : { montecarlo }) }
  const search = known.same?.search ?? (await searchPoint(family, design, report, known.start, clean))
  const certificate = known.certificate ?? (await certifyPoint(family, design, report))
  return {
    t,
    kappa,
    ...(isSizedByThreshold(design) ? {} : { size: setSize(design) }),
    clean,
    ...search,
    ...drawn,
    ...(missing === undefined ? {} : { yield: crossChecked(missing, drawn) }),
    ...(known.written === undefined ? {} : { programming: known.written.programming }),
    ...(certificate === undefined ? {} : { certificate }),
    attackImages: family.attack.length,
    ...(family.ranges === undefined ? {} : { ranges: family.ranges }),
    ...(known.same === undefined ? {} : { sameAs: known.same.id }),
    seconds: (performance.now() - began) / 1000,
  }
}

function sampleChips(
  family: FamilyContext,
  design: Design,
  technology: DeviceData,
  report: PointReport,
  written?: WrittenChip,
): Promise<MonteCarlo> {
  return monteCarlo({
    ...family,
    ...chipsOf(family, design, technology, written),
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
