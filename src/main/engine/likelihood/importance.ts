import { binomialInterval } from '../../../shared/binomial'
import { studentQuantile } from '../../../shared/intervals'
import { importanceWarning } from '../../../shared/likelihood'
import { exp, ln } from '../../../shared/normal'
import type { ImportanceResult } from '../../../shared/results'
import { drawBlock, drawConfidence } from '../../../shared/sampling'
import { inParallel } from './blocks'

export interface ImportanceOptions {
  /** The point that the mean is shifted to. */
  centre: Float64Array
  /** Standard-normal numbers of a draw, as many as the centre has. */
  numbers: (draw: number) => Float64Array
  /** Whether the chip of u fails. */
  fails: (u: Float64Array) => Promise<boolean>
  /** Chips that are drawn at most. */
  draws: number
  /** Drawing stops where the interval is no wider than this, as a share of the estimate. */
  width: number
  /** Draws that are worth evaluating at the same time. */
  parallel: number
  /** Told after each draw. */
  drawn: (done: number) => void
}

/** A draw: whether its chip fails, and the logarithm of its weight, `-u*.e - |u*|^2 / 2`. */
export interface ShiftedDraw {
  fails: boolean
  lnWeight: number
}

/**
 * Probability that a chip fails, by importance sampling: `u = u* + e` with e standard normal, weight `exp(-u*.e - |u*|^2/2)`.
 * Source: METHODS 4. Blocks of `drawBlock` draws are drawn whole before their interval is looked at, as Monte Carlo does, so
 * that the number of draws does not depend on the workers.
 */
export async function importanceSampling(options: ImportanceOptions): Promise<ImportanceResult> {
  const { centre, draws, width, parallel } = options
  const half = dot(centre, centre) / 2
  const drawn: ShiftedDraw[] = []
  let done = 0
  for (;;) {
    const to = Math.min(drawn.length + drawBlock, draws)
    drawn.push(
      ...(await inParallel(drawn.length, to, parallel, async (draw) => {
        const e = options.numbers(draw)
        const lnWeight = -dot(centre, e) - half
        const fails = await options.fails(e.map((value, i) => value + (centre[i] ?? 0)))
        options.drawn(++done)
        return { fails, lnWeight }
      })),
    )
    const estimate = { ...shiftedEstimate(drawn), shift: Math.sqrt(2 * half) }
    if (drawn.length >= draws) return estimate
    const { log10 } = estimate
    // Differences of logarithms hold also where the probabilities underflow.
    const found = log10 === undefined ? Infinity : 10 ** (log10.high - log10.failing) - 10 ** (log10.low - log10.failing)
    if (found <= width && estimate.warning === undefined) return estimate
  }
}

/**
 * Mean of the weighted failures, unnormalised and so unbiased, with its 95 % interval on the logarithmic scale:
 * `p exp(+-t sd / (p sqrt n))`, t of Student with n - 1 degrees of freedom. Weights are skewed, and the plain interval
 * `p +- t sd / sqrt n` misses too often above. Draws that are not shifted weigh 1 each: a count, with its exact interval, since
 * the other has no width where all fail. Effective draws: `(sum w)^2 / sum w^2` over those that fail.
 */
export function shiftedEstimate(draws: readonly ShiftedDraw[]): Estimate {
  const n = draws.length
  const logs = draws.filter(({ fails }) => fails).map(({ lnWeight }) => lnWeight)
  if (logs.length === 0) return withWarning({ failing: 0, low: 0, high: 1, draws: n, failed: 0, effective: 0, largest: 0 })
  const top = Math.max(...logs)
  const weights = logs.map((log) => (log - top < -700 ? 0 : exp(log - top)))
  const sum = weights.reduce((total, w) => total + w, 0)
  const squares = weights.reduce((total, w) => total + w * w, 0)
  const share = sum / n
  const variance = n < 2 ? Infinity : (squares - n * share * share) / (n - 1)
  const lnFailing = Math.min(0, top + ln(share))
  const reach = n < 2 ? Infinity : (studentQuantile((1 + drawConfidence) / 2, n - 1) * Math.sqrt(Math.max(0, variance) / n)) / share
  const counted = draws.every(({ lnWeight }) => lnWeight === 0) ? binomialInterval(logs.length, n, drawConfidence) : undefined
  const [lnLow, lnHigh] = counted ? [ln(counted.low), ln(counted.high)] : [lnFailing - reach, Math.min(0, lnFailing + reach)]
  return withWarning({
    failing: atLog(lnFailing),
    low: atLog(lnLow),
    high: atLog(lnHigh),
    log10: { failing: lnFailing / Math.LN10, low: lnLow / Math.LN10, high: lnHigh / Math.LN10 },
    draws: n,
    failed: logs.length,
    effective: (sum * sum) / squares,
    largest: 1 / sum,
  })
}

/** What the draws alone say. */
type Estimate = Omit<ImportanceResult, 'shift'>

function withWarning(found: Estimate): Estimate {
  const warning = importanceWarning(found)
  return { ...found, ...(warning === undefined ? {} : { warning }) }
}

const atLog = (log: number): number => (log < -700 ? 0 : exp(log))

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
