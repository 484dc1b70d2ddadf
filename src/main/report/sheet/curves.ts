import type { Value } from '../../../shared/fields'
import { loosestOf, type Loosest } from '../../../shared/loosest'
import type { Overlay, OverlayCurve } from '../../../shared/overlay'
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
  /** Values of the run's other axes along it. */
  at: Record<string, Value>
  points: OverlayCurve['points']
  planned: readonly Point[]
  /** Absent where the run sweeps no threshold, or nothing was found yet. */
  loosest?: Loosest
}

/** Every curve of the runs in order, also those that have no result. */
export function reportCurves(runs: readonly RunDetail[], { curves }: Overlay, limit: number): ReportCurve[] {
  const names = subjects(runs)
  const drawn = curves.filter((curve) => curve.points.length > 0)
  return curves.flatMap((found) => {
    const { run: at, label, ...curve } = found
    const run = runs[at]
    if (run === undefined) return []
    const subject = names[at] ?? run.id
    const loosest = loosestOf(run.spec, curve.planned, limit)
    const name = label === '' ? subject : 'model' in curve.at && runs.length === 1 ? label : `${subject} with ${label}`
    const short = label === '' ? subject : runs.length === 1 ? label : `${subject}, ${label}`
    const index = drawn.indexOf(found)
    return [{ run, name, label: short, ...curve, ...(index < 0 ? {} : { index }), ...(loosest === undefined ? {} : { loosest }) }]
  })
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
