export type Verdict = 'pass' | 'near' | 'fail'

/** Points below the limit that still read as near. */
export const nearBy = 2

/** Share above the limit at which a cost still reads as near. */
const nearCost = 0.1

/** How an accuracy stands to the lowest acceptable one, both in percent: near is within two points below it. */
export function verdictOf(accuracy: number, limit: number): Verdict {
  if (accuracy >= limit) return 'pass'
  return accuracy >= limit - nearBy ? 'near' : 'fail'
}

/** How a cost stands to the highest acceptable one, in one unit: near is within a tenth above it. */
export function costVerdict(cost: number, limit: number): Verdict {
  if (cost <= limit) return 'pass'
  return cost <= limit * (1 + nearCost) ? 'near' : 'fail'
}

/** How a yield stands to the lowest acceptable one, percent of chips: near is at most twice the chips lost. */
export function yieldVerdict(share: number, limit: number): Verdict {
  if (share >= limit) return 'pass'
  return 100 - share <= 2 * (100 - limit) ? 'near' : 'fail'
}

/** That of several together: the worst of them. */
export function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('near') ? 'near' : 'pass'
}
