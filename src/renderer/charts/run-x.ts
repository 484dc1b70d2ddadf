import type { FieldInfo, Value } from '../../shared/fields'
import { longTime } from '../../shared/units'
import type { ChartTick, ChartX } from './curve-chart'
import type { RunCurves, XView } from './run-curves'
import { logTicks, niceEnd, niceTicks, tickText, tickTexts } from './scale'

/** Ways to draw x that make sense for these curves, the first being the usual one. */
export function xViews({ along, axis }: Pick<RunCurves, 'along' | 'axis'>, info?: FieldInfo): XView[] {
  if (along === 'threshold') return axis === undefined ? ['window', 'level'] : ['window', 'level', 'log']
  if (along === 'choice') return ['linear']
  const positive = axis?.values.every((value) => typeof value === 'number' && value > 0) ?? false
  if (!positive) return ['linear']
  return info?.scale === 'log' || info?.scale === 'log2' ? ['log', 'linear'] : ['linear', 'log']
}

/** How a run opens: spread by ratio where its axis is, its thresholds in the unit they were given in, else as is usual. */
export function openingView(views: readonly XView[], { axis }: Pick<RunCurves, 'axis'>, unit: Value | undefined): XView {
  const wanted = axis?.range?.scale === 'log' ? 'log' : unit
  return views.find((view) => view === wanted) ?? views[0] ?? 'window'
}

/** On a log axis each tick has its own digits, else all have the same number of decimals. */
function ticksOf(values: readonly number[], log = false): ChartTick[] {
  const texts = log ? values.map(tickText) : tickTexts(values)
  return values.map((at, i) => ({ at, text: texts[i] ?? '' }))
}

/** The x axis of some curves; `spacings` are the level spacings of the curve that the other unit is shown for, `spacingsOf` its name where others have others. */
export function xAxis(
  found: RunCurves,
  view: XView,
  options: {
    spacings: number
    spacingsOf?: string
    info?: FieldInfo | undefined
    levels: boolean
    name?: (field: string, value: Value) => string
  },
): ChartX {
  const xs = found.curves.flatMap((curve) => curve.points.map((p) => p.x))
  const low = xs.length === 0 ? 0 : Math.min(...xs)
  const high = xs.length === 0 ? 1 : Math.max(...xs)
  if (found.along === 'choice') return choiceAxis(found, options)
  const title =
    found.along === 'threshold'
      ? view === 'level'
        ? 'threshold, level spacings'
        : 'threshold t, fraction of window'
      : fieldTitle(found, options.info)
  if (found.along === 'number') return inTime({ ...numberAxis(found, view, low, high), title }, options.info)
  if (view === 'log') {
    const [min, max] = [low / 1.15, high * 1.15]
    return { kind: 'log', min, max, ticks: ticksOf(logTicks(min, max), true), title, ...topOf(view, min, max, options) }
  }
  const max = found.axis === undefined ? niceEnd(high * 1.6) : niceEnd(high)
  return { kind: 'linear', min: 0, max, ticks: ticksOf(niceTicks(0, max, 7)), title, ...topOf(view, 0, max, options) }
}

/** Seconds from a moment to years are told in the unit of each. */
function inTime(x: ChartX, info: FieldInfo | undefined): ChartX {
  if (info?.unit !== 's') return x
  return { ...x, title: info.label.toLowerCase(), ticks: x.ticks.map(({ at }) => ({ at, text: longTime(at) })) }
}

/** What a field is called along an axis. */
export function axisName(field: string, info: FieldInfo | undefined): string {
  if (field === 'attack.method') return 'search method'
  return info?.label.toLowerCase() ?? field
}

function fieldTitle({ axis }: RunCurves, info: FieldInfo | undefined): string {
  const name = axisName(axis?.field ?? '', info)
  return info?.unit === undefined ? name : `${name}, ${info.unit}`
}

/** The other threshold unit, above. A network without levels has none. */
function topOf(
  view: XView,
  min: number,
  max: number,
  { spacings, spacingsOf, levels }: { spacings: number; spacingsOf?: string; levels: boolean },
): Pick<ChartX, 'top'> {
  if (!levels) return {}
  const factor = view === 'level' ? 1 / spacings : spacings
  const unit = view === 'level' ? 't, fraction of window' : 'th, level spacings'
  const title = spacingsOf === undefined ? unit : `${view === 'level' ? 't window' : 'th level'}, ${spacingsOf}`
  // A whole number of spacings makes the ticks below round numbers above as well, on the same grid lines.
  const places =
    view === 'level'
      ? niceTicks(0, max * factor, 7).map((value) => value / factor)
      : view === 'log'
        ? logTicks(min, max)
        : niceTicks(min, max, 7)
  const values = places.map((at) => Number((at * factor).toPrecision(9)))
  const texts = view === 'log' ? values.map(tickText) : tickTexts(values)
  return { top: { ticks: places.map((at, i) => ({ at, text: texts[i] ?? '' })), title } }
}

function numberAxis(found: RunCurves, view: XView, low: number, high: number): Omit<ChartX, 'title'> {
  const values = [...new Set(found.curves.flatMap((curve) => curve.points.map((p) => p.x)))].sort((a, b) => a - b)
  if (view === 'log') {
    const pad = high > low ? (high / low) ** 0.05 : 2
    const [min, max] = [low / pad, high * pad]
    return { kind: 'log', min, max, ticks: ticksOf(values.length <= 10 ? values : logTicks(min, max), true) }
  }
  const pad = high > low ? (high - low) * 0.05 : Math.abs(high) / 2 || 1
  const [min, max] = [low - pad, high + pad]
  return { kind: 'linear', min, max, ticks: ticksOf(values.length <= 10 ? values : niceTicks(min, max, 7)) }
}

function choiceAxis(
  found: RunCurves,
  { info, name }: { info?: FieldInfo | undefined; name?: (field: string, value: Value) => string },
): ChartX {
  const values = found.axis?.values ?? []
  const ticks = values.map((value, at) => ({ at, text: name?.(found.axis?.field ?? '', value) ?? String(value) }))
  return { kind: 'linear', min: -0.5, max: Math.max(0.5, values.length - 0.5), ticks, title: fieldTitle(found, info), unordered: true }
}
