import type { FieldInfo } from '../../../shared/fields'
import type { RunSummary } from '../../../shared/results'
import { fieldText } from '../../../shared/spec-text'
import type { Column } from './column'

const pointCount = /, \d+ points/

/** A field of the spec that the listed runs do not all hold in the same way. */
export interface FieldColumn {
  name: string
  width: number
  numeric: boolean
}

export function fieldColumn(name: string, width: number, numeric: boolean, info: FieldInfo | undefined): Column {
  const label = info?.label ?? name
  return {
    key: name,
    label,
    unit: info?.unit ?? '',
    numeric,
    width: Math.round(Math.max(width, (label.length + (info?.unit?.length ?? 0)) * 5.9 + 22)),
    // How many points there are has a column of its own.
    text: (run) => fieldText(run.spec, name).replace(pointCount, ''),
    sort: (run) => sortKey(run, name),
    help: name,
  }
}

/** Numbers by value, an axis by its smallest, texts by letters. */
function sortKey({ spec }: RunSummary, name: string): number | string | undefined {
  const axis = spec.axes.find((a) => a.field === name)
  const values = axis?.values ?? [spec.fields[name]]
  const numbers = values.filter((value) => typeof value === 'number')
  if (numbers.length > 0) return Math.min(...numbers)
  return String(values[0] ?? '')
}

/** Fields in the order of the form that differ among the runs, or all of them, and how many are the same in all. */
export function fieldColumns(
  runs: readonly RunSummary[],
  names: readonly string[],
  onlyDiffering: boolean,
): { columns: FieldColumn[]; equal: string[] } {
  const columns: FieldColumn[] = []
  const equal: string[] = []
  for (const name of names) {
    const texts = new Set<string>()
    let numeric = true
    for (const run of runs) {
      const text = fieldText(run.spec, name)
      if (!texts.has(text) && !/^[\u2212\d]/.test(text)) numeric = false
      texts.add(text)
    }
    if (texts.size <= 1) equal.push(name)
    if (texts.size <= 1 && onlyDiffering) continue
    const longest = Math.max(0, ...[...texts].map((text) => text.replace(pointCount, '').length))
    columns.push({ name, numeric, width: Math.min(190, longest * 6.6 + 20) })
  }
  return { columns, equal }
}
