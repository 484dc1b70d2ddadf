import type { LineSeriesOption } from 'echarts/charts'
import type { ChartOption } from '../../charts/curve-option'
import type { ChartTokens } from '../../charts/tokens'
import { niceTicks, tickText } from '../../charts/scale'

/** Loss along a search as an ECharts option: does it still fall at its last step? */
export function traceOption(trace: readonly { step: number; loss: number }[], tokens: ChartTokens): ChartOption {
  const losses = trace.map((t) => t.loss)
  const low = Math.min(0, ...losses)
  const high = Math.max(...losses, low + 1e-9)
  const label = { color: tokens.inkMuted, fontSize: 11, fontFamily: tokens.sans }
  const ticks = niceTicks(low, high * 1.05, 3)
  const series: LineSeriesOption = {
    type: 'line',
    animation: false,
    silent: true,
    data: trace.map((t) => [t.step, t.loss]),
    symbol: 'circle',
    symbolSize: trace.length > 60 ? 0 : 4,
    lineStyle: { color: tokens.ink2, width: 1.5 },
    itemStyle: { color: tokens.ink2 },
  }
  return {
    animation: false,
    grid: { left: 44, right: 12, top: 22, bottom: 24 },
    xAxis: {
      type: 'value',
      min: trace[0]?.step ?? 0,
      max: Math.max(1, trace.at(-1)?.step ?? 1),
      minInterval: 1,
      splitNumber: 4,
      axisLabel: label,
      splitLine: { show: false },
      axisLine: { lineStyle: { color: tokens.lineStrong } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: low,
      max: high * 1.05,
      name: 'loss',
      nameGap: 8,
      nameTextStyle: { ...label, align: 'right' },
      axisTick: { show: false, customValues: ticks },
      axisLabel: { ...label, customValues: ticks, formatter: (value: number) => tickText(value) },
      splitLine: { lineStyle: { color: tokens.grid } },
    },
    series: [series],
  }
}
