import { binomialInterval } from './binomial'
import type { Interval } from './intervals'
import { normalQuantile } from './normal'
import type { ImportanceResult, MonteCarlo, PointResult, YieldResult } from './results'
import { drawConfidence } from './sampling'
import { count, fixed, nbsp, percentShare, probability } from './units'

type Counts = NonNullable<MonteCarlo['counts']>

/** Images that a chip must answer right to reach an accuracy, percent. */
export function rightNeeded(accuracy: number, images: number): number {
  // Decimals of a spec are not exact in binary.
  return Math.max(0, Math.ceil((accuracy * images) / 100 - 1e-6))
}

/** Share of chips at or below each accuracy that a chip has, percent, ascending. */
export function empiricalDistribution(counts: Counts, images: number): { accuracy: number; share: number }[] {
  const all = total(counts)
  let below = 0
  return counts.map(([right, chips]) => {
    below += chips
    return { accuracy: (100 * right) / images, share: below / all }
  })
}

/**
 * Points of the normal QQ plot: accuracies, percent, against the quantiles of the standard normal that chips of their ranks
 * have. Source: Blom 1958, plotting positions (i - 3/8) / (n + 1/4); chips that tie share the middle of their ranks.
 */
export function normalPoints(counts: Counts, images: number): { normal: number; accuracy: number; chips: number }[] {
  const all = total(counts)
  let before = 0
  return counts.map(([right, chips]) => {
    const rank = before + (chips + 1) / 2
    before += chips
    return { normal: normalQuantile((rank - 0.375) / (all + 0.25)), accuracy: (100 * right) / images, chips }
  })
}

/** Random chips that miss an accuracy, and the share that reaches it with its exact 95 % interval. */
export interface ChipYield {
  chips: number
  failing: number
  passing: Interval
}

/** Yield at any accuracy from the chips that were drawn; nothing for runs that kept no distribution. */
export function chipYield({ montecarlo, images }: Pick<PointResult, 'montecarlo' | 'images'>, accuracy: number): ChipYield | undefined {
  const counts = montecarlo?.counts
  if (counts === undefined) return undefined
  const needed = rightNeeded(accuracy, images)
  const [chips, failing] = [total(counts), total(counts.filter(([right]) => right < needed))]
  return { chips, failing, passing: binomialInterval(chips - failing, chips, drawConfidence) }
}

/** `0 of 20 chips below 90 %: at least 83.2 % of chips pass (95 %)`. */
export function chipYieldText({ chips, failing, passing: { low, high } }: ChipYield, accuracy: number): string {
  const share = (p: number): string => percentShare(100 * p, 1)
  const pass =
    failing === 0
      ? `at least ${share(low)}${nbsp}%`
      : failing === chips
        ? `at most ${share(high)}${nbsp}%`
        : `${share(low)} to ${share(high)}${nbsp}%`
  return `${count(failing)} of ${count(chips)} chips below ${accuracy}${nbsp}%: ${pass} of chips pass (95${nbsp}%)`
}

/** A probability of any size from its decimal logarithm: 12.3 %, 0.0456 %, 1.2e-7. */
export function tinyText(log10: number): string {
  if (log10 >= -4) return `${probability(10 ** log10)}${nbsp}%`
  let exponent = Math.floor(log10)
  let digits = (10 ** (log10 - exponent)).toFixed(1)
  if (digits === '10.0') {
    digits = '1.0'
    exponent++
  }
  return `${digits}e\u2212${-exponent}`
}

/** Draws whose weights count at least, and the largest share of one of them, for an estimate to be relied on. */
const [fewEffective, largestShare] = [50, 0.2]

/** Why an estimate by importance sampling is not to be relied on; nothing where it is. */
export function importanceWarning({
  failed,
  draws,
  effective,
  largest,
}: Pick<ImportanceResult, 'failed' | 'draws' | 'effective' | 'largest'>): string | undefined {
  if (failed === 0) return `none of ${count(draws)} draws failed`
  if (largest > largestShare) return `one draw holds ${Math.round(100 * largest)}${nbsp}% of all weight`
  if (effective < fewEffective)
    return `the failing draws are worth ${fixed(effective, 0)}, fewer than ${fewEffective}: its interval may be too narrow`
  return undefined
}

/** Draws that an estimate must be worth to be quoted: on small networks intervals of fewer held the probability in 81 of 100. */
const fewestQuoted = 20

/** Whether an estimate is worth quoting: no few of its draws decide, and random chips do not say otherwise. */
export function isQuotable({
  effective,
  largest,
  contradicted,
}: Pick<ImportanceResult, 'effective' | 'largest' | 'contradicted'>): boolean {
  return effective >= fewestQuoted && largest <= largestShare && contradicted !== true
}

/** Confidence of what random chips say against an estimate: few honest ones are doubted. */
const checkConfidence = 0.99

/**
 * A yield held against the random chips of the same point, where there are any: an estimate whose interval shares no
 * probability with that of their count is contradicted, as where chips fail in places far from the nearest one found.
 * Source: METHODS 4, "cross-checked against plain Monte Carlo where that can see it".
 */
export function crossChecked(found: YieldResult, drawn: Pick<PointResult, 'montecarlo' | 'images'>): YieldResult {
  const { importance } = found
  const seen = chipYield(drawn, found.accuracy)
  if (importance === undefined || importance.failed === 0 || seen === undefined) return found
  const { chips, failing } = seen
  const { low, high } = binomialInterval(failing, chips, checkConfidence)
  if (low <= importance.high && high >= importance.low) return found
  const warning = `${count(failing)} of ${count(chips)} random chips fail, which its interval does not allow`
  return { ...found, importance: { ...importance, contradicted: true, warning } }
}

/** The probability that a chip fails as it was refined, with its interval; no number where it would mislead. */
export function importanceText(found: ImportanceResult): string {
  const { log10, draws, effective } = found
  const rests = `${count(draws)} draws, worth ${fixed(effective, 0)}`
  return log10 === undefined || !isQuotable(found)
    ? `no estimate from ${rests}`
    : `${tinyText(log10.failing)} (${tinyText(log10.low)} to ${tinyText(log10.high)}; ${rests})`
}

/** How likely a chip misses the spec, in one line. */
export function yieldText({ accuracy, why, beta, firstOrder, importance }: YieldResult): string {
  if (beta === undefined || firstOrder === undefined) return `Yield at ${accuracy}${nbsp}%: none, ${why ?? 'not computed'}`
  const refined = importance === undefined ? '' : `, by importance sampling around the nearest one ${importanceText(importance)}`
  const warning = importance?.warning === undefined ? '' : `; take care: ${importance.warning}`
  return `Yield at ${accuracy}${nbsp}%: worst-case distance ${fixed(beta, 2)} found, chips that fail to first order ${tinyText(firstOrder.log10)}${refined}${warning}`
}

function total(counts: Counts): number {
  return counts.reduce((sum, [, chips]) => sum + chips, 0)
}
