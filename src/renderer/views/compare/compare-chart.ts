import { letterOf } from '../../../shared/compare'
import { curveAxis, loosestPassing, toCurves } from '../../../shared/curves'
import type { FieldInfo, Value } from '../../../shared/fields'
import { placeOf, sharedAxis, type OverlayAxis } from '../../../shared/overlay'
import type { RunDetail } from '../../../shared/results'
import { threshold } from '../../../shared/units'
import type { ChartCurve, CurveChart } from '../../charts/curve-chart'
import { cleanLine, samplesOf, worstPoints } from '../../charts/run-chart'
import { runCurves, thresholdsOf, type RunCurve, type RunCurves, type XView } from '../../charts/run-curves'
import { xAxis } from '../../charts/run-x'
import { accuracyAxis } from '../../charts/scale'

export interface CompareChartOptions {
  x: XView
  y: 'linear' | 'probability'
  accuracySpec: number
  /** Index of the run whose clean and Monte Carlo stand in grey. */
  base: number
  names: readonly string[]
  /** A value of a field, as the axis names it. */
  valueName: (field: string, value: Value) => string
  info?: FieldInfo | undefined
  /** Place along x that the table reads, as `placeOf` gives it. */
  at?: number | undefined
}

interface PlacedCurve {
  run: number
  /** Order among the curves of its run. */
  order: number
  label: string
  curve: RunCurve
}

/** Runs over one x as a chart: colour and letter follow the order of the runs, the marker also that of a run's curves. Pure. */
export function compareChart(runs: readonly RunDetail[], options: CompareChartOptions): CurveChart {
  const axis = sharedAxis(runs)
  const placed = runs.flatMap((run, index) => placeCurves(run, index, axis, options.x))
  const found = together(runs, placed, axis)
  const spacings = new Set(placed.map(({ curve }) => curve.spacings))
  // The other unit stands above only where one scale of it is right for every curve.
  const alike = spacings.size === 1 && runs.every((run) => run.spec.fields['weights.bits'] !== 'float')
  const x = xAxis(found, options.x, { spacings: [...spacings][0] ?? 1, info: options.info, levels: alike, name: options.valueName })
  // Only a curve over the threshold starts at the clean accuracy and has a loosest threshold.
  const swept = runs.map((run) => found.along === 'threshold' && x.kind === 'linear' && curveAxis(run.spec)?.field === 'device.threshold')
  const base = placed.find(({ run, curve }) => run === options.base && curve.points.some(({ point }) => point.result !== undefined))
  const reference = base?.curve
  const clean = reference === undefined ? [] : cleanLine(reference, x)
  const montecarlo = reference === undefined ? [] : samplesOf(reference, swept[options.base] ?? false)
  const curves = placed.map((one) => drawn(one, runs, options, swept[one.run] ?? false))
  const read = reference?.points.find(({ point }) => options.at !== undefined && placeOf(point, axis) === options.at)
  const values = [...curves.flatMap((curve) => curve.points.map((p) => p.y)), ...montecarlo.map((m) => m.low), ...clean.map((c) => c.y)]
  return {
    x,
    y: { kind: options.y, ...accuracyAxis(options.y, values) },
    accuracySpec: options.accuracySpec,
    curves,
    ...(base?.label ? { referenceOf: `${letterOf(base.run)} ${base.label}` } : {}),
    ...(clean.length > 0 ? { clean } : {}),
    ...(montecarlo.length > 0 ? { montecarlo } : {}),
    cells: [],
    ...(read === undefined || (options.x === 'level' && !alike) ? {} : { pinned: read.x }),
  }
}

/** The curves of one run, their points where the shared axis has them. */
function placeCurves(run: RunDetail, index: number, axis: OverlayAxis, view: XView): PlacedCurve[] {
  const labels = new Map(toCurves(run.spec, run.points).families.map((family) => [family.key, family.label]))
  const { curves } = runCurves(run, view)
  return curves.map((curve, order) => {
    const points = curve.points.map((p) => {
      if (axis.field === undefined) return { ...p, x: thresholdsOf(p.design)[view === 'level' ? 'level' : 'window'] }
      return axis.names === undefined ? p : { ...p, x: axis.names.indexOf(String(p.point.at[axis.field])) }
    })
    const label = curves.length > 1 ? (labels.get(curve.key) ?? '') : ''
    return { run: index, order, label, curve: { ...curve, points: points.sort((a, b) => a.x - b.x) } }
  })
}

/** All curves as those of one run, for the axis they share. */
function together(runs: readonly RunDetail[], placed: readonly PlacedCurve[], axis: OverlayAxis): RunCurves {
  const curves = placed.map(({ curve }) => curve)
  if (axis.field === undefined) {
    const sweep = runs.flatMap((run) => run.spec.axes).find((one) => one.field === 'device.threshold')
    return { along: 'threshold', axis: sweep, curves }
  }
  const values = axis.names ?? [...new Set(curves.flatMap((curve) => curve.points.map((p) => p.x)))].sort((a, b) => a - b)
  return { along: axis.names === undefined ? 'number' : 'choice', axis: { field: axis.field, values: [...values] }, curves }
}

function drawn(
  { run, order, label, curve }: PlacedCurve,
  runs: readonly RunDetail[],
  options: CompareChartOptions,
  swept: boolean,
): ChartCurve {
  const points = worstPoints(curve)
  const clean = curve.points.find(({ point }) => point.result !== undefined)?.point.result?.clean
  const open = curve.points.filter(({ point }) => point.state === 'queued' || point.state === 'running').length
  const loosest = swept ? loosestPassing({ key: '', label: '', at: {}, points: curve.points }, options.accuracySpec) : undefined
  return {
    key: `${runs[run]?.id ?? ''} ${curve.key}`,
    // The letter says which run; its curves are told apart by what differs between them.
    name: label || (options.names[run] ?? ''),
    letter: letterOf(run),
    index: run,
    ...(order > 0 ? { marker: run + order } : {}),
    points,
    focused: run === options.base,
    ...(swept && clean !== undefined && points.length > 0 ? { start: { x: 0, y: clean } } : {}),
    ...(open > 0 ? { note: `${curve.points.length - open} of ${curve.points.length} points` } : {}),
    ...(loosest === undefined || loosest.exact ? {} : { crossing: { x: loosest.x, text: threshold(loosest.x) } }),
  }
}
