export type Verdict = 'pass' | 'near' | 'fail'

/** Points below the limit that still read as near. */
export const nearBy = 2

/** How an accuracy stands to the lowest acceptable one, both in percent: near is within two points below it. */
export function verdictOf(accuracy: number, limit: number): Verdict {
  if (accuracy >= limit) return 'pass'
  return accuracy >= limit - nearBy ? 'near' : 'fail'
}
