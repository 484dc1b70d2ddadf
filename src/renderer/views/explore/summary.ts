import { percent } from '../../../shared/units'
import type { CurveChart } from '../../charts/curve-chart'
import { tickText } from '../../charts/scale'

/** A chart in sentences, for those who do not see it. */
export function describeChart(chart: CurveChart): string {
  const parts = chart.curves.map((curve) => {
    const first = curve.points[0]
    const last = curve.points.at(-1)
    if (first === undefined || last === undefined) return `${curve.name}: no point yet.`
    const ends =
      curve.points.length === 1
        ? `${percent(first.y)} % at ${tickText(first.x)}`
        : `from ${percent(first.y)} % at ${tickText(first.x)} to ${percent(last.y)} % at ${tickText(last.x)}`
    const crossing = curve.crossing === undefined ? '' : ` It meets ${chart.accuracySpec} % up to ${curve.crossing.text}.`
    return `${curve.name}: worst found ${ends}.${crossing}`
  })
  const count = chart.curves.length === 1 ? 'One curve' : `${chart.curves.length} curves`
  return `${count} of accuracy against ${chart.x.title}; the spec is ${chart.accuracySpec} %. ${parts.join(' ')}`
}
