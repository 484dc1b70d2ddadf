import type { Proof } from './metrics'
import type { Verdict } from './verdict'

/** A value that was tried, with what its objectives measured there. */
export interface AnswerPoint {
  value: number
  /** Id of the run's point. */
  point: string
  /** By the objective without its limit, as `worst` or `yield(90)`. */
  measured: Record<string, number>
  /** What sampled ones of them rest on, in words. */
  basis?: Record<string, string>
  /** `skipped` where it cannot be built or was not computed; `open` while it waits. */
  verdict: Verdict | 'skipped' | 'open'
  /** Why it was skipped. */
  why?: string
}

export type Evidence = Pick<AnswerPoint, 'value' | 'point' | 'measured' | 'basis'>

/** What a search has found, with its evidence. */
export interface Answer {
  /** The loosest value that passes; null where none does. */
  value: number | null
  /** Nothing that was tried fails: it may be looser still. */
  atLeast: boolean
  /** Nothing is left to try. */
  settled: boolean
  passes?: Evidence
  fails?: Evidence
  statement: string
  /** What stands behind the pass: the weakest of its objectives. */
  proved: Proof
  /** All values tried, ascending. */
  points: AnswerPoint[]
}
