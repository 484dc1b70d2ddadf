import { metricIds, metrics, type MetricId } from '../../../shared/metrics'
import { parseObjective, type Objective } from '../../../shared/objective'

/** Metrics as a select shows them. */
export const metricOptions = metricIds.map((id) => ({ value: id, label: metrics[id].label, side: id }))

/** An objective of another metric: its usual limit, or the old one where both count percent. */
export function withMetric(before: Objective, id: string): Objective {
  const metric = metricIds.find((one) => one === id)
  if (metric === undefined || metric === before.metric) return before
  const usual = parseObjective(metrics[metric].usual)
  const same = metrics[metric].unit === '%' && metrics[before.metric].unit === '%' && metric !== 'yield' && before.metric !== 'yield'
  return same ? { ...usual, limit: before.limit } : usual
}

/** What a new row starts with: the first metric that is not held to anything yet. */
export function nextObjective(taken: readonly Objective[]): Objective {
  const free: MetricId = metricIds.find((id) => !taken.some(({ metric }) => metric === id)) ?? 'worst'
  return parseObjective(metrics[free].usual)
}
