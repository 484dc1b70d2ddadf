import { isSearchField } from '../../../shared/family'
import type { Value } from '../../../shared/fields'
import { curveLabel } from '../../../shared/curves'
import { loosestOf, type Loosest } from '../../../shared/loosest'
import type { Overlay, OverlayCurve } from '../../../shared/overlay'
import { valueText } from '../../../shared/spec-text'
import type { Point, RunDetail } from '../../../shared/results'

/** One curve of the report. Headline, figure and tables call it by the same name, colour and marker. */
export interface ReportCurve {
  run: RunDetail
  /** Its order among those that have a result, which gives colour and marker; absent where it has none. */
  index?: number
  /** What it is called in sentences and tables. */
  name: string
  /** The same at the curve's end, as short as it can be told apart. */
  label: string
  /** Fields whose bare values the label holds, where their names would not fit. */
  labelledBy?: string[]
  /** Values of the run's other axes along it. */
  at: Record<string, Value>
  points: OverlayCurve['points']
  planned: readonly Point[]
  /** Absent where the run sweeps no threshold, or nothing was found yet. */
  loosest?: Loosest
}

/** Names at the curves' ends that are longer say only their values. */
export const labelLength = 30

/** Every curve of the runs in order, also those that have no result. */
export function reportCurves(runs: readonly RunDetail[], { curves }: Overlay, limit: number): ReportCurve[] {
  const names = subjects(runs)
  const brief = curves.some((curve) => curve.label.length > labelLength)
  const drawn = curves.filter((curve) => curve.points.length > 0)
  return curves.flatMap((found) => {
    const { run: at, label, ...curve } = found
    const run = runs[at]
    if (run === undefined) return []
    const subject = names[at] ?? run.id
    const loosest = loosestOf(run.spec, curve.planned, limit)
    const name = nameOf(runs, subject, label, curve.at)
    const short = brief && label !== '' ? Object.values(curve.at).map(valueText).join(', ') : label
    const end = label === '' ? subject : runs.length === 1 ? short : `${subject}, ${short}`
    const index = drawn.indexOf(found)
    return [
      {
        run,
        name,
        label: end,
        ...curve,
        ...(brief && label !== '' ? { labelledBy: Object.keys(curve.at) } : {}),
        ...(index < 0 ? {} : { index }),
        ...(loosest === undefined ? {} : { loosest }),
      },
    ]
  })
}

/**
 * The designs behind the curves: those that differ only in how they were searched are one, and at each place the lowest
 * of their findings counts. A headline speaks of designs, since no search may take one below what it claims.
 */
export function designsOf(runs: readonly RunDetail[], curves: readonly ReportCurve[], limit: number): ReportCurve[] {
  const groups = new Map<string, ReportCurve[]>()
  for (const curve of curves) {
    const at = Object.entries(curve.at).filter(([name]) => !isSearchField(name))
    const key = JSON.stringify([curve.run.id, at])
    groups.set(key, [...(groups.get(key) ?? []), curve])
  }
  const names = subjects(runs)
  return [...groups.values()].flatMap((members) => {
    const [first] = members
    if (first === undefined || members.length === 1) return members
    const at = Object.fromEntries(Object.entries(first.at).filter(([name]) => !isSearchField(name)))
    const subject = names[runs.indexOf(first.run)] ?? first.run.id
    const label = Object.keys(at).length === 0 ? '' : curveLabel(first.run.spec, at)
    const points = lowestPlaces(members)
    const loosest = loosestOf(
      first.run.spec,
      points.map(({ point }) => point),
      limit,
    )
    const { loosest: _, ...rest } = first
    const planned = members.flatMap((curve) => curve.planned)
    return [{ ...rest, name: nameOf(runs, subject, label, at), label, at, points, planned, ...(loosest === undefined ? {} : { loosest }) }]
  })
}

/** At each place the point with the lowest finding. */
function lowestPlaces(curves: readonly ReportCurve[]): ReportCurve['points'] {
  const lowest = new Map<number, ReportCurve['points'][number]>()
  for (const place of curves.flatMap((curve) => curve.points)) {
    const other = lowest.get(place.x)
    if (other === undefined || (place.point.worst ?? 100) < (other.point.worst ?? 100)) lowest.set(place.x, place)
  }
  return [...lowest.values()].sort((a, b) => a.x - b.x)
}

function nameOf(runs: readonly RunDetail[], subject: string, label: string, at: Record<string, Value>): string {
  if (label === '') return subject
  return 'model' in at && runs.length === 1 ? label : `${subject} with ${label}`
}

/** What each run is called in the text: its model where these tell the runs apart, else its id. */
export function subjects(runs: readonly RunDetail[]): string[] {
  const models = runs.map((run) => (run.axes.includes('model') ? '' : String(run.spec.fields['model'] ?? '')))
  return new Set(models).size === models.length && !models.includes('') ? models : runs.map((run) => run.id)
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
