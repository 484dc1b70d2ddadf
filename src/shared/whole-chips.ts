import type { Design } from './fields'
import type { PointProgramming, RunDetail } from './results'
import { designAt } from './spec'
import { ages, mayStick } from './technology'
import { count, nbsp, percent } from './units'
import { isSizedByThreshold } from './variation-fields'

/** A share of chips as a percentage that does not round to none or to all. */
export function chipShare(share: number): string {
  if (share > 0 && share < 0.0005) return `<${nbsp}0.1${nbsp}%`
  if (share < 1 && share > 0.9995) return `>${nbsp}99.9${nbsp}%`
  return `${percent(100 * share)}${nbsp}%`
}

/** How likely chips are for which a worst case holds: those without a device that write-verify left outside its threshold. */
export function wholeChips({ whole }: Pick<PointProgramming, 'whole'>): string {
  const { probability, low, high } = whole
  return low === high ? chipShare(probability) : `${chipShare(probability)} (${chipShare(low)} to ${chipShare(high)})`
}

/**
 * Which chips the worst case of a design holds for, and how likely they are; nothing where the threshold sizes no set. At an
 * age, and with faults, no share is known: drift takes devices out of any box, and each chip has faults of its own.
 */
export function holdsFor(design: Design, programming: PointProgramming): string | undefined {
  if (!isSizedByThreshold(design)) return undefined
  const faults = mayStick(design) ? 'with exactly the stuck devices of the seed, and ' : ''
  if (ages(design))
    return `Worst found holds for chips ${faults}whose devices all lie within the threshold of where they drift to on average. Write-verify looks at them right after programming alone, so that it does not say how many chips these are.`
  const factors = design['crossbar.chipVariation'] > 0 ? ' It leaves the factors of single chips out.' : ''
  if (faults !== '') return `Worst found holds for chips ${faults}whose other devices all ended inside the threshold.${factors}`
  return `${wholeChipsText(programming)}${factors}`
}

/** True where the share of chips that write-verify leaves whole is that of the chips a worst case holds for. */
export function knowsShare(design: Design): boolean {
  return isSizedByThreshold(design) && !ages(design) && !mayStick(design)
}

/** A point with what write-verify makes of its design. */
export interface ProgrammedPoint {
  design: Design
  programming: PointProgramming
}

/** The points of a run of which it is known what write-verify makes of them. */
export function programmedPoints({ spec, points }: Pick<RunDetail, 'spec' | 'points'>): ProgrammedPoint[] {
  return points.flatMap(({ at, result }) =>
    result?.programming === undefined ? [] : [{ design: designAt(spec, at), programming: result.programming }],
  )
}

/**
 * The same for several points: where a share is known, that of the point at which write-verify fails most; every other
 * sentence once. `certain` false leaves out points at which it never fails.
 */
export function holdsForAll(points: readonly ProgrammedPoint[], certain = true): string[] {
  const known = points.filter(({ design, programming }) => knowsShare(design) && (certain || programming.whole.low < 1))
  const [least] = [...known].sort((a, b) => a.programming.whole.probability - b.programming.whole.probability)
  const shared = least && holdsFor(least.design, least.programming)
  const others = points.flatMap(({ design, programming }) => (knowsShare(design) ? [] : (holdsFor(design, programming) ?? [])))
  const differ = known.some(({ programming }) => programming.whole.probability !== least?.programming.whole.probability)
  const where = others.length > 0 ? ' Of the points without age and faults this is the one' : ' This is the point'
  return [...(shared === undefined ? [] : [differ ? `${shared}${where} at which write-verify fails most.` : shared]), ...new Set(others)]
}

/** Chips without a device outside, in a sentence with what it rests on. */
export function wholeChipsText(programming: PointProgramming): string {
  const { technology, sample, failures, devices, whole } = programming
  const sampled = `Of ${count(sample)} devices of ${technology} put through write-verify ${failures === 0 ? 'none' : count(failures)} ended outside`
  // So few devices tell next to nothing of a chip of many.
  if (whole.low < 0.001 && whole.high > 0.999)
    return `Worst found holds for chips whose devices all ended inside the threshold. ${sampled}; that leaves open how many chips with ${count(devices)} devices are such: program more devices on the Devices page.`
  return `Worst found holds for chips whose devices all ended inside the threshold. ${sampled}, so ${wholeChips(programming)} of chips with ${count(devices)} devices are such.`
}
