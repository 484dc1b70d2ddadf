import type { ModelInfo } from '../../../shared/contract'
import { loosestOfSummary } from '../../../shared/loosest'
import type { RunSummary } from '../../../shared/results'
import type { Draft } from '../../stores/draft'
import type { CostMark, CostPoint } from './cost-plot'

/** Seconds at a threshold between two points of the curve, straight on its two logarithmic axes; nothing outside it. */
export function secondsAt(points: readonly CostPoint[], threshold: number): number | undefined {
  const above = points.findIndex((point) => point.threshold >= threshold * (1 - 1e-9))
  const [low, high] = [points[above - 1], points[above]]
  if (high === undefined) return undefined
  if (low === undefined) return high.threshold <= threshold * (1 + 1e-9) ? high.seconds : undefined
  const share = Math.log(threshold / low.threshold) / Math.log(high.threshold / low.threshold)
  return low.seconds * (high.seconds / low.seconds) ** Math.min(1, share)
}

/** Fields that decide how many devices a chip has, besides its network. */
const sizing = ['mapping.scheme', 'weights.bits', 'device.bitsPerDevice'] as const
const mostMarks = 3

/**
 * The loosest threshold that was searched and passed, for the newest run of each model that would make the same chip as the
 * design: what a better training saves in programming.
 */
export function passingMarks(
  runs: readonly RunSummary[],
  context: { draft: Draft; models: ReadonlyMap<string, ModelInfo>; model: ModelInfo; limit: number; points: readonly CostPoint[] },
): CostMark[] {
  const { draft, models, model, limit, points } = context
  const marks = new Map<string, CostMark>()
  for (const run of runs) {
    const { fields } = run.spec
    const id = String(fields['model'] ?? '')
    const other = models.get(id)
    if (run.state !== 'done' || marks.has(id) || other?.network !== model.network) continue
    if (sizing.some((name) => fields[name] !== draft.fields[name])) continue
    const threshold = loosestOfSummary(run, limit)?.tested
    const seconds = threshold === undefined ? undefined : secondsAt(points, threshold)
    if (threshold !== undefined && seconds !== undefined) marks.set(id, { threshold, seconds, name: `${other.training.label} passes` })
    if (marks.size === mostMarks) break
  }
  return [...marks.values()]
}
