import { loosestPassing } from '../../shared/curves'
import type { FieldInfo, Value } from '../../shared/fields'
import type { MonteCarlo, PointState, RunDetail } from '../../shared/results'
import { threshold } from '../../shared/units'
import type { CellRow, CellState, ChartCurve, ChartPoint, CurveChart } from './curve-chart'
import { runCurves, type RunCurve, type RunCurves, type XView } from './run-curves'
import { xAxis } from './run-x'
import { accuracyAxis } from './scale'

export interface RunChartOptions {
  x: XView
  y: 'linear' | 'probability'
  accuracySpec: number
  montecarlo: boolean
  /** Key of the curve in focus; the first if absent. */
  focused?: string | undefined
  /** Values of the axes that are neither along x nor told apart by colour. */
  fixed?: Record<string, Value>
  /** Id of the point whose place is being read. */
  pinned?: string | undefined
  info?: FieldInfo | undefined
  name: (at: Record<string, Value>) => string
  /** One value of a field along x, in words. */
  value: (field: string, value: Value) => string
}

/** From this many draws on the band is a quantile range; below, the lowest and highest chip say more. */
export const quantileDraws = 100

/** The range of accuracies a Monte Carlo band shows, and its name. */
export function bandOf(sample: MonteCarlo): { low: number; high: number; name: string } {
  if (sample.draws < quantileDraws) return { low: sample.min, high: sample.max, name: 'min to max' }
  return { low: sample.quantiles.p05, high: sample.quantiles.p95, name: '5 to 95 %' }
}

/** A run as a chart. Pure: it depends on the points that are there, not on when they came. */
export function runChart(run: Pick<RunDetail, 'spec' | 'points' | 'state'>, options: RunChartOptions): CurveChart {
  const found = runCurves(run, options.x, options.fixed)
  const focused = found.curves.find((curve) => curve.key === options.focused) ?? found.curves[0]
  const fromZero = found.along === 'threshold' && options.x !== 'log' && found.axis !== undefined
  const levels = run.spec.fields['weights.bits'] !== 'float'
  const alike = new Set(found.curves.map((curve) => curve.spacings)).size < 2
  const x = xAxis(found, options.x, {
    spacings: focused?.spacings ?? 1,
    ...(alike || focused === undefined ? {} : { spacingsOf: options.name(focused.at) }),
    info: options.info,
    levels,
    name: options.value,
  })
  const curves = found.curves.map((curve, index) =>
    drawCurve(curve, index, { run, options, found, fromZero, focused: curve === focused && true }),
  )
  const ownClean = new Set(found.curves.flatMap((curve) => cleanOf(curve) ?? [])).size > 1
  const montecarlo = options.montecarlo && focused !== undefined ? samplesOf(focused, fromZero) : []
  const clean = focused === undefined ? [] : cleanLine(focused, x)
  const values = [
    ...curves.flatMap((c) => [...c.points, ...(c.floor ?? []).filter(({ y }) => y > 0)].map((p) => p.y)),
    ...montecarlo.map((m) => m.low),
    ...clean.map((c) => c.y),
  ]
  const at = found.curves.flatMap((c) => c.points).find((p) => p.point.id === options.pinned)?.x
  return {
    x,
    y: { kind: options.y, ...accuracyAxis(options.y, values) },
    accuracySpec: options.accuracySpec,
    curves,
    ...(ownClean && focused !== undefined ? { referenceOf: options.name(focused.at) } : {}),
    ...(clean.length > 0 ? { clean } : {}),
    ...(montecarlo.length > 0 ? { montecarlo } : {}),
    cells: found.curves.map((curve, index) => cellsOf(curve, index, ended.has(run.state))),
    ...(at === undefined ? {} : { pinned: at }),
  }
}

/** Worst found of the points that are done. */
export function worstPoints(curve: RunCurve): ChartPoint[] {
  return curve.points.flatMap(({ x, point }) => (point.worst === undefined ? [] : [{ x, y: point.worst, id: point.id }]))
}

/** Certified floors, up to the first that says nothing. */
export function floorPoints(curve: RunCurve): { x: number; y: number }[] {
  const floors = curve.points.flatMap(({ x, point }) => (point.floor === undefined ? [] : [{ x, y: point.floor }]))
  const vacuous = floors.findIndex(({ y }) => y === 0)
  return vacuous < 0 ? floors : floors.slice(0, vacuous + 1)
}

function cleanOf(curve: RunCurve): number | undefined {
  return curve.points.find((p) => p.point.result !== undefined)?.point.result?.clean
}

interface Context {
  run: Pick<RunDetail, 'state'>
  options: RunChartOptions
  found: RunCurves
  fromZero: boolean
  focused: boolean
}

function drawCurve(curve: RunCurve, index: number, { run, options, found, fromZero, focused }: Context): ChartCurve {
  const points = worstPoints(curve)
  const clean = cleanOf(curve)
  const floor = floorPoints(curve)
  const open = curve.points.filter((p) => p.point.state === 'queued' || p.point.state === 'running').length
  const loosest =
    found.along === 'threshold' && found.axis !== undefined
      ? loosestPassing({ key: '', label: '', at: {}, points: curve.points }, options.accuracySpec)
      : undefined
  return {
    key: curve.key,
    name: options.name(curve.at),
    index,
    points,
    focused,
    ...(fromZero && clean !== undefined && points.length > 0 ? { start: { x: 0, y: clean } } : {}),
    ...(floor.length > 0 ? { floor } : {}),
    ...(open > 0 && run.state !== 'done' ? { note: `${curve.points.length - open} of ${curve.points.length} points` } : {}),
    ...(loosest === undefined || loosest.exact ? {} : { crossing: { x: loosest.x, text: threshold(loosest.x) } }),
  }
}

export function samplesOf(curve: RunCurve, fromZero: boolean): { x: number; mean: number; low: number; high: number }[] {
  const samples = curve.points.flatMap(({ x, point }) => {
    const sample = point.result?.montecarlo
    return sample === undefined ? [] : [{ x, mean: sample.mean, ...bandOf(sample) }]
  })
  const clean = cleanOf(curve)
  // Without error every chip is the clean network.
  return fromZero && clean !== undefined && samples.length > 0 ? [{ x: 0, mean: clean, low: clean, high: clean }, ...samples] : samples
}

/** Clean accuracy along x: one level where the network stays the same, else point by point. */
export function cleanLine(curve: RunCurve, x: CurveChart['x']): { x: number; y: number }[] {
  const points = curve.points.flatMap((p) => (p.point.result === undefined ? [] : [{ x: p.x, y: p.point.result.clean }]))
  const first = points[0]
  if (first === undefined) return []
  return points.every((p) => p.y === first.y)
    ? [
        { x: x.min, y: first.y },
        { x: x.max, y: first.y },
      ]
    : points
}

/** Runs that nobody computes any more: what has no result there waits for nothing. */
const ended: ReadonlySet<RunDetail['state']> = new Set(['done', 'cancelled', 'failed', 'interrupted'])

function cellsOf(curve: RunCurve, index: number, over: boolean): CellRow {
  const state = (of: PointState): CellState => (over && (of === 'queued' || of === 'running') ? 'missing' : of)
  return { index, cells: curve.points.map(({ x, point }) => ({ x, state: state(point.state) })) }
}
