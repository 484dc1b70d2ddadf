import { findAxes } from '../../../shared/find-axes'
import type { Proof } from '../../../shared/metrics'
import type { RunSummary } from '../../../shared/results'

/** What stands behind a pass, in a word. */
export const proofWords: Readonly<Record<Proof, string>> = {
  proved: 'proved',
  found: 'found, not proved',
  sampled: 'sampled',
  estimated: 'estimated',
}

/** `0.003279 window`, `\u2265 0.1 window` where nothing fails, `no threshold`, `not known`; empty before anything is known. */
export function answerWords({ search, answer }: Pick<RunSummary, 'search' | 'answer'>): string {
  if (search === undefined || answer === undefined) return ''
  if (answer.value === null && !answer.settled) return ''
  if (answer.value === null) return answer.fails === undefined ? 'not known' : `no ${findAxes[search.over]?.noun ?? search.over}`
  const sign = answer.atLeast ? (search.looser === 'larger' ? '\u2265 ' : '\u2264 ') : ''
  const noun = search.unit === '' || search.unit === 'bit' ? (findAxes[search.over]?.noun ?? '') : search.unit
  return `${sign}${answer.value} ${noun}`
}
