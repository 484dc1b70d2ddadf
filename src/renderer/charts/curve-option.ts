import type { CustomSeriesOption, LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { markerOf, type ChartCurve, type ChartTick, type CurveChart } from './curve-chart'
import { frameOf, marginsOf, type Frame } from './frame'
import { backdrop, bottomLabels, specLine } from './layers/backdrop'
import { cells } from './layers/cells'
import { crossings, crossingTexts, pinned } from './layers/crossings'
import { labels } from './layers/labels'
import { montecarloBand } from './layers/references'
import { isHollow, markerSymbol } from './markers'
import { project, tickText, type ScaleKind } from './scale'
import type { Shape } from './shapes'
import { curveColour, type ChartTokens } from './tokens'

export type ChartOption = ComposeOption<LineSeriesOption | CustomSeriesOption | GridComponentOption>
type Series = LineSeriesOption | CustomSeriesOption
type Layer = (chart: CurveChart, frame: Frame, tokens: ChartTokens) => Shape[]

export interface PictureSize {
  width: number
  height: number
}

const size = { circle: 6, rect: 5.4, triangle: 7.2, diamond: 7.8 } as const

/**
 * A chart of accuracy curves as an ECharts option. Pure. Values are projected beforehand (log, logit), so both axes are
 * linear for ECharts and carry the ticks they are given.
 */
export function curveOption(chart: CurveChart, tokens: ChartTokens, picture: PictureSize): ChartOption {
  const margins = marginsOf(chart)
  const frame = frameOf(chart, margins, picture.width, picture.height)
  const layer = (name: string, z: number, draw: Layer): CustomSeriesOption => ({
    type: 'custom',
    id: name,
    silent: true,
    animation: false,
    clip: false,
    z,
    data: [[project(chart.x.kind, chart.x.max), project(chart.y.kind, chart.y.max)]],
    // Merged by index, shapes would keep the dashes of those they follow, and a layer that has become empty its last ones.
    renderItem: () => ({ type: 'group', $mergeChildren: false, children: draw(chart, frame, tokens) }),
  })
  const series: Series[] = [
    layer('backdrop', 0, backdrop),
    layer('spec', 2, specLine),
    layer('band', 2, montecarloBand),
    ...references(chart, tokens),
    layer('crossings', 4, crossings),
    ...chart.curves.flatMap((curve) => (curve.floor === undefined ? [] : [floorSeries(chart, curve, curve.floor, tokens)])),
    ...chart.curves.map((curve) => curveSeries(chart, curve, tokens)),
    layer('pinned', 6, pinned),
    layer('cells', 3, cells),
    layer('crossing texts', 7, crossingTexts),
    layer('labels', 7, labels),
  ]
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: tokens.sans, fontSize: 11 },
    grid: { ...margins, containLabel: false },
    xAxis: {
      ...axis(chart.x.kind, chart.x, chart.x.ticks, tokens),
      axisLabel: { ...labelStyle(chart.x.kind, chart.x.ticks, tokens), margin: bottomLabels(chart) - 6 },
    },
    yAxis: {
      ...axis(
        chart.y.kind,
        chart.y,
        chart.y.ticks.map((at) => ({ at, text: tickText(at) })),
        tokens,
      ),
      axisLine: { show: false },
      axisLabel: {
        ...labelStyle(
          chart.y.kind,
          chart.y.ticks.map((at) => ({ at, text: tickText(at) })),
          tokens,
        ),
        margin: 7,
      },
    },
    series,
  }
}

/** A value axis over projected values, with the ticks it is given. */
export function axis(kind: ScaleKind, range: { min: number; max: number }, ticks: readonly ChartTick[], tokens: ChartTokens) {
  return {
    type: 'value' as const,
    min: project(kind, range.min),
    max: project(kind, range.max),
    axisLine: { show: true, onZero: false, lineStyle: { color: tokens.lineStrong, width: 1 } },
    axisTick: { show: false, customValues: ticks.map((tick) => project(kind, tick.at)) },
    splitLine: { show: true, lineStyle: { color: tokens.grid, width: 1 } },
  }
}

/** Labels of such an axis, in the words of its ticks. */
export function labelStyle(kind: ScaleKind, ticks: readonly ChartTick[], tokens: ChartTokens) {
  const words = new Map(ticks.map((tick) => [project(kind, tick.at).toPrecision(9), tick.text]))
  return {
    color: tokens.inkMuted,
    fontSize: 11,
    fontFamily: tokens.sans,
    hideOverlap: true,
    showMinLabel: true,
    showMaxLabel: true,
    customValues: ticks.map((tick) => project(kind, tick.at)),
    formatter: (value: number) => words.get(value.toPrecision(9)) ?? '',
  }
}

function references(chart: CurveChart, tokens: ChartTokens): LineSeriesOption[] {
  const at = (x: number, y: number): [number, number] => [project(chart.x.kind, x), project(chart.y.kind, y)]
  const plain = { type: 'line', silent: true, animation: false, showSymbol: false, z: 3 } as const
  const lines: LineSeriesOption[] = []
  if (chart.clean !== undefined) {
    const data = chart.clean.map(({ x, y }) => at(x, y))
    lines.push({ ...plain, id: 'clean', data, lineStyle: { color: tokens.reference, width: 1.25, type: [6, 3] } })
  }
  if (chart.montecarlo !== undefined) {
    const single = chart.montecarlo.length === 1 || chart.x.unordered === true
    lines.push({
      ...plain,
      id: 'montecarlo',
      data: chart.montecarlo.map(({ x, mean }) => at(x, mean)),
      showSymbol: single,
      symbol: 'rect',
      symbolSize: [11, 2],
      itemStyle: { color: tokens.reference },
      lineStyle: { color: tokens.reference, width: chart.x.unordered ? 0 : 1.75 },
    })
  }
  return lines
}

function curveSeries(chart: CurveChart, curve: ChartCurve, tokens: ChartTokens): LineSeriesOption {
  const colour = curveColour(tokens, curve.index)
  const hollow = isHollow(markerOf(curve))
  const at = (p: { x: number; y: number }): [number, number] => [project(chart.x.kind, p.x), project(chart.y.kind, clampTo(chart, p.y))]
  const symbol = markerSymbol(markerOf(curve))
  const points = curve.points.map((point) => ({ value: at(point) }))
  // Many markers would run into beads: from here on they are dots without an edge.
  const dense = points.length > 50
  const joined = !chart.x.unordered && curve.points.length > 0
  return {
    type: 'line',
    id: `curve ${curve.key}`,
    silent: true,
    animation: false,
    data: curve.start !== undefined && joined ? [{ value: at(curve.start), symbol: 'none' }, ...points] : points,
    symbol,
    symbolSize: size[symbol] * (dense ? 0.6 : joined && curve.points.length > 1 ? 1 : 1.5),
    showSymbol: true,
    showAllSymbol: true,
    z: curve.focused ? 6 : 5,
    lineStyle: { color: colour, width: chart.x.unordered ? 0 : curve.focused && chart.curves.length > 1 ? 2.25 : 1.75, join: 'round' },
    itemStyle: {
      color: hollow ? tokens.raised : colour,
      borderColor: hollow ? colour : tokens.raised,
      borderWidth: dense ? 0 : hollow ? 1.4 : 1,
    },
  }
}

/** The floor of a curve: between two points that of the larger set holds, so it falls in steps. */
function floorSeries(
  chart: CurveChart,
  curve: ChartCurve,
  floor: readonly { x: number; y: number }[],
  tokens: ChartTokens,
): LineSeriesOption {
  const colour = curveColour(tokens, curve.index)
  const joined = chart.x.unordered !== true
  const points = curve.start !== undefined && joined ? [curve.start, ...floor] : floor
  return {
    type: 'line',
    id: `floor ${curve.key}`,
    silent: true,
    animation: false,
    data: points.map(({ x, y }) => [project(chart.x.kind, x), project(chart.y.kind, clampTo(chart, y))]),
    step: 'start',
    showSymbol: points.length === 1 || !joined,
    symbol: 'rect',
    symbolSize: [11, 2],
    z: 4,
    itemStyle: { color: colour },
    lineStyle: { color: colour, width: joined ? 1.5 : 0, type: [1.5, 2.5] },
  }
}

/** Values below the axis are drawn at its edge, so that a curve that falls to zero does not vanish. */
function clampTo({ y }: CurveChart, value: number): number {
  return y.kind === 'probability' ? Math.min(y.max, Math.max(y.min, value)) : value
}
