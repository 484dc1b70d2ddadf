import { curveAxis, loosestPassing, toCurves, type Family } from './curves'
import type { Point, RunDetail, RunSummary } from './results'
import type { Spec } from './spec'
import { threshold } from './units'
import { isSizedByThreshold, type VariationKindId } from './variation-fields'

/** The loosest threshold that passes, in window units; `t` is absent where not even the tightest searched one does. */
export interface Loosest {
  t?: number
  /** The largest threshold that was searched and passed: evidence, where `t` is read between two points. */
  tested?: number
  /** No point that was searched failed: the threshold may be looser still. */
  atLeast: boolean
}

/**
 * The loosest write-verify threshold at which one curve of a run still meets an accuracy, percent; linear between the two
 * points around it. Undefined where the run sweeps no threshold, where that sizes nothing, or the curve has no result.
 */
export function loosestOf(spec: Spec, curve: readonly Point[], limit: number): Loosest | undefined {
  if (curveAxis(spec)?.field !== 'device.threshold' || !isSized(spec)) return undefined
  const points = inWindow(curve)
  if (points.length === 0) return undefined
  const found = loosestPassing({ key: '', label: '', at: {}, points }, limit)
  return found === undefined ? { atLeast: false } : { t: found.x, tested: found.tested, atLeast: found.exact }
}

/** The loosest threshold up to which all curves of a run pass: that of the curve that fails first, or was searched least far. */
export function looseEnough(run: Pick<RunDetail, 'spec' | 'points'>, limit: number): Loosest | undefined {
  const { families } = toCurves(run.spec, run.points)
  const curves = families.map(({ points }) =>
    loosestOf(
      run.spec,
      points.map(({ point }) => point),
      limit,
    ),
  )
  // Of a curve without any result nothing is known yet.
  const known = curves.flatMap((curve) => curve ?? [])
  if (known.length < curves.length) return undefined
  return known.sort((a, b) => (a.t ?? 0) - (b.t ?? 0) || Number(a.atLeast) - Number(b.atLeast))[0]
}

/** False where the threshold sizes no set of the run: then none is too loose. */
function isSized({ fields, axes }: Spec): boolean {
  const kinds = axes.find(({ field }) => field === 'variation.kind')?.values ?? [fields['variation.kind'] ?? 'box']
  return kinds.every((kind) => isSizedByThreshold({ 'variation.kind': kind as VariationKindId }))
}

/** A curve over t, so that thresholds in level units read the same. */
function inWindow(curve: readonly Point[]): Family['points'] {
  const points = curve.flatMap((point) => (point.result === undefined ? [] : [{ x: point.result.t, point }]))
  return points.sort((a, b) => a.x - b.x)
}

/** The same from a summary: of runs with a threshold axis alone, whose only curve the small picture holds. Window units. */
export function loosestOfSummary({ spec, spark }: Pick<RunSummary, 'spec' | 'spark'>, limit: number): Loosest | undefined {
  const bits = spec.fields['device.bitsPerDevice']
  if (
    !isSized(spec) ||
    spec.axes.length !== 1 ||
    spec.axes[0]?.field !== 'device.threshold' ||
    spark.length === 0 ||
    typeof bits !== 'number'
  )
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
