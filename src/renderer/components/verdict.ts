import type { PointState, RunState } from '../../shared/results'
import type { Verdict } from '../../shared/verdict'
import type { IconName } from './icons'

export type Standing = Verdict | PointState | RunState

/** The glyph of a verdict or state: told apart by shape first. */
export function glyphOf(standing: Standing): IconName {
  switch (standing) {
    case 'pass':
    case 'near':
    case 'fail':
      return standing
    case 'running':
      return 'run'
    case 'paused':
      return 'pause'
    case 'done':
      return 'check'
    case 'failed':
      return 'fail'
    case 'queued':
    case 'infeasible':
    case 'interrupted':
    case 'cancelled':
      return 'idle'
  }
}
