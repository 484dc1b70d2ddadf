import type { CostValues } from './cost-constants'
import { designCost } from './design-cost'
import { derive, type LayerShape } from './device-math'
import type { Design } from './fields'
import { chipYield, chipYieldText, importanceText, isQuotable } from './likelihood'
import { metrics } from './metrics'
import type { Objective } from './objective'
import type { ImportanceResult, Point, PointResult } from './results'
import { count } from './units'

/** What a point is measured with beside its result. */
export interface MeasuringFacts {
  /** Layers of a model's network; empty where they are not known. */
  layersOf: (model: string) => readonly LayerShape[]
  costs: CostValues
}

/**
 * What a done point is in the number of an objective: percent, seconds, joules, square metres or a count. Costs are those
 * of designCost; programming time is that of write-verify, one device after another. Undefined where the point does not say.
 */
export function measure(
  { metric, level = 0 }: Objective,
  point: Point,
  design: Design,
  { layersOf, costs }: MeasuringFacts,
): number | undefined {
  const { result, worst } = point
  if (result === undefined) return undefined
  switch (metric) {
    case 'worst':
      return worst ?? result.worstOwn
    case 'floor':
      return point.floor ?? result.certificate?.accuracy
    case 'yield':
      return yieldAt(result, level)
    case 'p05':
      return result.montecarlo?.quantiles.p05
    case 'mean':
    case 'min':
      return result.montecarlo?.[metric]
    case 'clean':
      return result.clean
    case 'time':
      return result.programming?.seconds
    case 'devices':
    case 'energy':
    case 'area':
    case 'latency': {
      const derived = derive(design, layersOf(design.model))
      if (derived.layers.length === 0) return undefined
      if (metric === 'devices') return derived.devices
      const cost = designCost(design, derived.layers, costs)
      return metric === 'latency' ? cost.latency : cost[metric].total
    }
  }
}

/** Importance sampling at an accuracy, where that was done and can be quoted. */
function rareAt({ yield: rare }: PointResult, accuracy: number): ImportanceResult | undefined {
  return rare?.accuracy === accuracy && rare.importance !== undefined && isQuotable(rare.importance) ? rare.importance : undefined
}

/** Share of chips that reach an accuracy, percent: by importance sampling where that was done at it and can be quoted, else of those drawn. */
function yieldAt(result: PointResult, accuracy: number): number | undefined {
  const rare = rareAt(result, accuracy)
  if (rare !== undefined) return 100 * (1 - rare.failing)
  const drawn = chipYield(result, accuracy)
  if (drawn !== undefined) return (100 * (drawn.chips - drawn.failing)) / drawn.chips
  // Runs of earlier versions kept the lowest and the highest chip alone.
  const { min = 0, max = 100 } = result.montecarlo ?? {}
  return min >= accuracy ? 100 : max < accuracy ? 0 : undefined
}

/** What a number that rests on random chips rests on, in words: how many there were, and of a yield how sure it is. */
export function basisOf({ metric, level = 0 }: Objective, { result }: Point): string | undefined {
  if (result === undefined || metrics[metric].proof !== 'sampled') return undefined
  const { montecarlo } = result
  if (metric === 'yield') {
    const rare = rareAt(result, level)
    if (rare !== undefined) return `by importance sampling around the nearest failing chip found ${importanceText(rare)} fail`
    const drawn = chipYield(result, level)
    if (drawn !== undefined) return chipYieldText(drawn, level)
  }
  return montecarlo && `${count(montecarlo.draws)} chips drawn`
}
