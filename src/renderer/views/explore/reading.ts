import type { FieldInfo, Value } from '../../../shared/fields'
import type { Progress } from '../../../shared/results'
import { floorText } from '../../../shared/floor'
import { fixed, longTime, percent, threshold } from '../../../shared/units'
import { bandOf } from '../../charts/run-chart'
import { thresholdsOf, type RunCurve, type RunCurves } from '../../charts/run-curves'
import { axisName } from '../../charts/run-x'

/** The numbers at one place along x. */
export interface ReadingRow {
  key: string
  name: string
  value: string
  /** Order of the curve in the view; a reference has none. */
  index?: number
  marker?: number
  reference?: 'clean' | 'montecarlo' | 'floor'
  minor?: boolean
}

export interface Reading {
  title: string
  side: string
  rows: ReadingRow[]
}

interface Sources {
  found: RunCurves
  focused: RunCurve | undefined
  info: FieldInfo | undefined
  montecarlo: boolean
  name: (curve: RunCurve) => string
  value: (field: string, value: Value) => string
  current?: Progress['current'] | undefined
}

/** What the chart says at a place: the references of the curve in focus, then every curve, highest first. */
export function readingAt(x: number, sources: Sources): Reading | undefined {
  const { found, focused } = sources
  const here = (curve: RunCurve) => curve.points.find((p) => Math.abs(p.x - x) <= Math.abs(x) * 1e-9)
  const samples = found.curves.flatMap((curve) => here(curve) ?? [])
  if (samples.length === 0) return undefined
  const rows: ReadingRow[] = []
  const reference = focused === undefined ? undefined : here(focused)?.point.result
  if (reference !== undefined) rows.push({ key: 'clean', name: 'clean', value: fixed(reference.clean), reference: 'clean' })
  if (sources.montecarlo && reference?.montecarlo !== undefined) {
    const band = bandOf(reference.montecarlo)
    rows.push({ key: 'mean', name: 'Monte Carlo', value: fixed(reference.montecarlo.mean), reference: 'montecarlo' })
    rows.push({ key: 'band', name: band.name, value: `${fixed(band.low)} ${fixed(band.high)}`, minor: true })
  }
  const values = found.curves.flatMap((curve, index) => {
    const point = here(curve)?.point
    if (point === undefined) return []
    const bound = sources.current?.pointId === point.id ? sources.current.lowest : undefined
    const value = point.worst ?? bound
    if (value === undefined) return []
    return [
      {
        at: value,
        row: {
          key: curve.key,
          name: sources.name(curve),
          value: point.worst === undefined ? `\u2264 ${percent(value)}` : percent(value),
          index,
        },
      },
    ]
  })
  const floor = focused === undefined ? undefined : here(focused)?.point.floor
  const certified: ReadingRow[] =
    floor === undefined ? [] : [{ key: 'floor', name: 'certified floor', value: floorText(floor), reference: 'floor' }]
  rows.push(...values.sort((a, b) => b.at - a.at).map((v) => v.row), ...certified)
  return { ...titleOf(samples, sources), rows }
}

/** The place in the units that it has for every curve there: with other bits a device the same t is another level. */
function titleOf(samples: readonly RunCurve['points'][number][], { found, info, value }: Sources): Pick<Reading, 'title' | 'side'> {
  if (found.along === 'threshold') {
    const levelled = samples.every((sample) => sample.design['weights.bits'] !== 'float')
    const all = samples.map((sample) => thresholdsOf(sample.design))
    const [windows, levels] = [same(all.map((one) => one.window)), levelled ? same(all.map((one) => one.level)) : '']
    return windows === '' ? { title: `th = ${levels}`, side: 'level' } : { title: `t = ${windows}`, side: levels && `${levels} level` }
  }
  const x = samples[0]?.x ?? 0
  if (found.along === 'number' && info?.unit === 's')
    return { title: `${axisName(found.axis?.field ?? '', info)} ${longTime(x)}`, side: '' }
  const text = found.along === 'choice' ? value(found.axis?.field ?? '', found.axis?.values[x] ?? '') : String(x)
  return { title: `${axisName(found.axis?.field ?? '', info)} ${text}`, side: info?.unit ?? '' }
}

/** A threshold that all curves share, as text; empty where they differ. */
function same(values: readonly number[]): string {
  const texts = new Set(values.map(threshold))
  return texts.size === 1 ? ([...texts][0] ?? '') : ''
}

function spokenRow({ name, value }: ReadingRow): string {
  return /\d/.test(value) ? `${name} ${value.replace('\u2264', 'at most')} percent` : `${name} ${value}`
}

/** The same, to be read aloud. */
export function spokenReading({ title, rows }: Reading): string {
  return `${title}: ${rows.map((row) => spokenRow(row)).join(', ')}`
}
