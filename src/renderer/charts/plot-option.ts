import type { CustomSeriesOption } from 'echarts/charts'
import type { ChartTick } from './curve-chart'
import { axis, labelStyle, type ChartOption, type PictureSize } from './curve-option'
import { frameOf, type Frame, type Margins } from './frame'
import { project, type ScaleKind } from './scale'
import { text, type Shape } from './shapes'
import type { ChartTokens } from './tokens'

export interface PlotAxis {
  kind: ScaleKind
  min: number
  max: number
  ticks: readonly ChartTick[]
  title: string
  /** Lines across the plot at its ticks; on by default. */
  grid?: boolean
}

/** A plot as plain data: two axes, and what lies between them as shapes. */
export interface Plot {
  x: PlotAxis
  y: PlotAxis
  margins: Margins
  draw: (frame: Frame, tokens: ChartTokens) => Shape[]
}

/** Space around a plot whose labels all stand inside it. */
export const plotMargins: Margins = { top: 30, right: 20, bottom: 42, left: 50 }

/** A plot as an ECharts option: what `curveOption` is for accuracy curves. Pure. */
export function plotOption({ x, y, margins, draw }: Plot, tokens: ChartTokens, { width, height }: PictureSize): ChartOption {
  const frame = frameOf({ x, y }, margins, width, height)
  const titles = [
    text(tokens, 12, frame.top - 14, y.title, tokens.ink2),
    text(tokens, (frame.left + frame.right) / 2, frame.bottom + 32, x.title, tokens.ink2, { align: 'center' }),
  ]
  const shapes: CustomSeriesOption = {
    type: 'custom',
    silent: true,
    animation: false,
    clip: false,
    z: 3,
    data: [[project(x.kind, x.max), project(y.kind, y.max)]],
    renderItem: () => ({ type: 'group', $mergeChildren: false, children: [...draw(frame, tokens), ...titles] }),
  }
  const along = ({ kind, min, max, ticks, grid = true }: PlotAxis) => {
    const base = axis(kind, { min, max }, ticks, tokens)
    return { ...base, splitLine: { ...base.splitLine, show: grid }, axisLabel: { ...labelStyle(kind, ticks, tokens), margin: 8 } }
  }
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: tokens.sans, fontSize: 11 },
    grid: { ...margins, containLabel: false },
    xAxis: along(x),
    yAxis: { ...along(y), axisLine: { show: false } },
    series: [shapes],
  }
}
