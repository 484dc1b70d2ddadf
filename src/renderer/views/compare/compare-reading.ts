import { fixed, percent, threshold } from '../../../shared/units'
import { markerOf, type CurveChart } from '../../charts/curve-chart'
import { tickText } from '../../charts/scale'
import type { Reading, ReadingRow } from '../explore/reading'

/** What a comparison says at a place along x: references of the base run, then every curve there, highest first. */
export function compareReading(
  chart: CurveChart,
  x: number,
  along: { label: string; unit: string; threshold: boolean },
): Reading | undefined {
  const here = chart.curves.flatMap((curve) => {
    const point = curve.points.find((one) => one.x === x)
    return point === undefined ? [] : [{ curve, y: point.y }]
  })
  if (here.length === 0) return undefined
  const rows: ReadingRow[] = []
  const clean = chart.clean?.find((one) => one.x === x) ?? chart.clean?.at(-1)
  if (clean !== undefined) rows.push({ key: 'clean', name: 'clean', value: fixed(clean.y), reference: 'clean' })
  const mean = chart.montecarlo?.find((one) => one.x === x)
  if (mean !== undefined) rows.push({ key: 'mean', name: 'Monte Carlo', value: fixed(mean.mean), reference: 'montecarlo' })
  const curves = here
    .sort((a, b) => b.y - a.y)
    .map(({ curve, y }): ReadingRow => ({
      key: curve.key,
      name: [curve.letter, curve.name].filter(Boolean).join(' '),
      value: percent(y),
      index: curve.index,
      marker: markerOf(curve),
    }))
  const named = chart.x.unordered ? (chart.x.ticks.find((tick) => tick.at === x)?.text ?? '') : tickText(x)
  const title = along.threshold ? `${along.unit === 'level' ? 'th' : 't'} = ${threshold(x)}` : `${along.label} ${named}`
  return { title, side: along.unit, rows: [...rows, ...curves] }
}
