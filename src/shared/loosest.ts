import { curveAxis, loosestPassing, toCurves, type Family } from './curves'
import type { RunDetail, RunSummary } from './results'
import { threshold } from './units'

/** The loosest threshold up to which all curves of a run pass, in window units; `t` is absent where one never does. */
export interface Loosest {
  t?: number
  /** The largest threshold that was searched and passed: evidence, where `t` is read between two points. */
  tested?: number
  /** No point of any curve failed: the threshold may be looser still. */
  atLeast: boolean
}

/** The loosest threshold of one curve of a run; `at` holds the values of the other axes along it. */
export interface CurveLoosest extends Loosest {
  label: string
  at: Family['at']
}

/**
 * The loosest write-verify threshold at which each curve of a run still meets an accuracy, percent; linear between the
 * two points around it. Empty where the run sweeps no threshold; curves without a result are left out.
 */
export function loosestByCurve(run: Pick<RunDetail, 'spec' | 'points'>, limit: number): CurveLoosest[] {
  if (curveAxis(run.spec)?.field !== 'device.threshold') return []
  const { families } = toCurves(run.spec, run.points)
  return families.map(inWindow).flatMap((family) => {
    if (family.points.every(({ point }) => point.worst === undefined)) return []
    const found = loosestPassing(family, limit)
    const label = families.length > 1 ? family.label : ''
    return [{ label, at: family.at, atLeast: found?.exact ?? false, ...(found === undefined ? {} : { t: found.x, tested: found.tested }) }]
  })
}

/** The loosest threshold up to which all curves of a run pass: that of the curve that fails first. */
export function looseEnough(run: Pick<RunDetail, 'spec' | 'points'>, limit: number): Loosest | undefined {
  const curves = loosestByCurve(run, limit)
  if (curves.length === 0) return undefined
  if (curves.some((curve) => curve.t === undefined)) return { atLeast: false }
  const failing = curves.filter((curve) => !curve.atLeast)
  const counted = failing.length > 0 ? failing : curves
  const lowest = (of: 't' | 'tested'): number => Math.min(...counted.map((curve) => curve[of] ?? Infinity))
  return { t: lowest('t'), tested: lowest('tested'), atLeast: failing.length === 0 }
}

/** A curve over t, so that thresholds in level units read the same. */
function inWindow(family: Family): Family {
  const points = family.points.flatMap(({ point }) => (point.result === undefined ? [] : [{ x: point.result.t, point }]))
  return { ...family, points: points.sort((a, b) => a.x - b.x) }
}

/** The same from a summary: of runs with a threshold axis alone, whose only curve the small picture holds. Window units. */
export function loosestOfSummary({ spec, spark }: Pick<RunSummary, 'spec' | 'spark'>, limit: number): Loosest | undefined {
  const bits = spec.fields['device.bitsPerDevice']
  if (spec.axes.length !== 1 || spec.axes[0]?.field !== 'device.threshold' || spark.length === 0 || typeof bits !== 'number')
    return undefined
  const scale = spec.fields['device.thresholdUnit'] === 'level' ? 1 / (2 ** bits - 1) : 1
  const points = spark.map(([x, worst], index) => ({ x: x * scale, point: { id: '', index, at: {}, state: 'done' as const, worst } }))
  const found = loosestPassing({ key: '', label: '', at: {}, points }, limit)
  return found === undefined ? { atLeast: false } : { t: found.x, tested: found.tested, atLeast: found.exact }
}

/** `0.0352`, `\u2265 0.0400` where every point passed, `none` where not even the tightest did. */
export function loosestText({ t, atLeast }: Loosest): string {
  if (t === undefined) return 'none'
  return atLeast ? `\u2265 ${threshold(t)}` : threshold(t)
}
