import type { FieldInfo, Value } from '../../../shared/fields'
import type { Point, Progress, RunDetail } from '../../../shared/results'
import { floorText } from '../../../shared/floor'
import { percent, signed, threshold } from '../../../shared/units'
import { verdictOf } from '../../../shared/verdict'
import type { Standing } from '../../components/verdict'
import { designAt } from '../../../shared/spec'
import { thresholdsOf } from '../../charts/run-curves'

/** One line of the points table, ready to be shown, sorted and copied. */
export interface PointRow {
  id: string
  index: number
  point: Point
  /** Values of the axes other than the threshold, by field. */
  at: Record<string, Value>
  window: number
  level: number
  standing: Standing
  /** Lowest accuracy so far of a point that is being searched. */
  bound?: number
  foundBy: string
  toSpec?: number
}

export interface PointColumn {
  key: string
  label: string
  unit?: string
  number?: boolean
  /** Goes first when there is little room. */
  minor?: boolean
  strong?: boolean
  text: (row: PointRow) => string
  /** What it is sorted by; undefined comes last. */
  rank: (row: PointRow) => number | string | undefined
}

/** Rows of a run: what is running first, then the rest with the newest first; what is only planned is on the chart. */
export function pointRows(run: Pick<RunDetail, 'spec' | 'points'>, accuracySpec: number, current?: Progress['current']): PointRow[] {
  const byId = new Map(run.points.map((point) => [point.id, point]))
  return run.points
    .filter((point) => point.state !== 'queued')
    .map((point): PointRow => {
      const both = thresholdsOf(designAt(run.spec, point.at))
      const at = Object.fromEntries(Object.entries(point.at).filter(([field]) => field !== 'device.threshold'))
      const working = point.state === 'running' && current?.pointId === point.id ? current : undefined
      return {
        id: point.id,
        index: point.index,
        point,
        at,
        window: both.window,
        level: both.level,
        standing: point.worst === undefined ? point.state : verdictOf(point.worst, accuracySpec),
        foundBy: foundBy(point, byId, working),
        ...(working?.lowest === undefined ? {} : { bound: working.lowest }),
        ...(point.worst === undefined ? {} : { toSpec: point.worst - accuracySpec }),
      }
    })
    .sort((a, b) => Number(b.point.state === 'running') - Number(a.point.state === 'running') || b.index - a.index)
}

function foundBy(point: Point, points: ReadonlyMap<string, Point>, working: Progress['current']): string {
  if (working !== undefined) return `${working.doing}, ${working.step} of ${working.steps}`
  if (point.error !== undefined) return point.error.message
  const from = points.get(point.carriedFrom ?? '')
  if (from?.result !== undefined) return `carried from t = ${threshold(from.result.t)}`
  return point.result?.foundBy ?? ''
}

const accuracy = (value: number | undefined): string => (value === undefined ? '' : percent(value, 2))

/** The columns of a run: its axes, the threshold in both units, and the results. */
export function pointColumns(
  run: Pick<RunDetail, 'spec'>,
  fields: ReadonlyMap<string, FieldInfo>,
  name: (field: string, value: Value) => string,
): PointColumn[] {
  const axes = run.spec.axes
    .filter((axis) => axis.field !== 'device.threshold')
    .map((axis): PointColumn => {
      const info = fields.get(axis.field)
      const number = axis.values.every((v) => typeof v === 'number')
      return {
        key: axis.field,
        label: info?.label ?? axis.field,
        number,
        ...(info?.unit === undefined ? {} : { unit: info.unit }),
        text: (row) => name(axis.field, row.at[axis.field] ?? ''),
        rank: (row) => {
          const value = row.at[axis.field]
          return typeof value === 'number' ? value : String(value ?? '')
        },
      }
    })
  const certified = methodsAsked(run.spec).some((method) => method !== 'none')
  const levels = run.spec.fields['weights.bits'] !== 'float'
  return [
    ...axes,
    { key: 't', label: 't', unit: 'window', number: true, text: (row) => threshold(row.window), rank: (row) => row.window },
    ...(levels
      ? [
          {
            key: 'th',
            label: 'th',
            unit: 'level',
            number: true,
            minor: true,
            text: (row: PointRow) => threshold(row.level),
            rank: (row: PointRow) => row.level,
          },
        ]
      : []),
    {
      key: 'clean',
      label: 'Clean',
      unit: '%',
      number: true,
      text: (row) => accuracy(row.point.result?.clean),
      rank: (row) => row.point.result?.clean,
    },
    {
      key: 'mean',
      label: 'MC mean',
      unit: '%',
      number: true,
      text: (row) => accuracy(row.point.result?.montecarlo?.mean),
      rank: (row) => row.point.result?.montecarlo?.mean,
    },
    {
      key: 'q05',
      label: 'MC q05',
      unit: '%',
      number: true,
      minor: true,
      text: (row) => accuracy(row.point.result?.montecarlo?.quantiles.p05),
      rank: (row) => row.point.result?.montecarlo?.quantiles.p05,
    },
    {
      key: 'draws',
      label: 'MC draws',
      number: true,
      minor: true,
      text: (row) => String(row.point.result?.montecarlo?.draws ?? ''),
      rank: (row) => row.point.result?.montecarlo?.draws,
    },
    ...(certified
      ? [
          {
            key: 'floor',
            label: 'Floor',
            unit: '%',
            number: true,
            text: (row: PointRow) => floorText(row.point.floor),
            rank: (row: PointRow) => row.point.floor,
          },
        ]
      : []),
    {
      key: 'worst',
      label: 'Worst found',
      unit: '%',
      number: true,
      strong: true,
      text: (row) =>
        row.point.worst === undefined && row.bound !== undefined ? `\u2264 ${accuracy(row.bound)}` : accuracy(row.point.worst),
      rank: (row) => row.point.worst ?? row.bound,
    },
    {
      key: 'toSpec',
      label: 'To spec',
      unit: 'pt',
      number: true,
      text: (row) => (row.toSpec === undefined ? '' : signed(row.toSpec)),
      rank: (row) => row.toSpec,
    },
    { key: 'foundBy', label: 'Found by', text: (row) => row.foundBy, rank: (row) => row.foundBy },
    { key: 'verdict', label: 'Verdict', text: (row) => row.standing, rank: (row) => row.standing },
  ]
}

/** Certificates that a sweep asks for; runs of earlier versions none. */
function methodsAsked(spec: RunDetail['spec']): Value[] {
  const axis = spec.axes.find(({ field }) => field === 'certify.method')
  return [...(axis?.values ?? [spec.fields['certify.method'] ?? 'none'])]
}

export interface Sorting {
  key: string
  down: boolean
}

/** Rows by a column; without one they stay as they came. Empty cells come last either way. */
export function sortRows(rows: readonly PointRow[], columns: readonly PointColumn[], sorting: Sorting | undefined): PointRow[] {
  const column = columns.find((c) => c.key === sorting?.key)
  if (column === undefined || sorting === undefined) return [...rows]
  const sign = sorting.down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [x, y] = [column.rank(a), column.rank(b)]
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined)
    return sign * (typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y))) || a.index - b.index
  })
}

/** The table as rows of cells, header first. */
export function pointCells(rows: readonly PointRow[], columns: readonly PointColumn[]): string[][] {
  return [
    columns.map((c) => (c.unit === undefined ? c.label : `${c.label} (${c.unit})`)),
    ...rows.map((row) => columns.map((c) => c.text(row))),
  ]
}
