import type { CompareRow, Comparison } from '../../../shared/compare'
import { whereText } from '../../../shared/compare-results'

/** Rows of the difference table under one heading. */
export interface DeltaGroup {
  name: string
  rows: CompareRow[]
  /** Fields go by their dotted name, results by what they are. */
  dotted: boolean
  /** What differs from the base is set in strong type. */
  marked: boolean
}

/** The difference table: fields, what follows from them, results. Results always show: that they agree is a finding too. */
export function deltaGroups({ fields, derived, results, place }: Comparison, onlyDiffering: boolean): DeltaGroup[] {
  const kept = (rows: CompareRow[]): CompareRow[] => (onlyDiffering ? rows.filter((row) => row.differs) : rows)
  const shown = results.filter((row) => row.cells.some((cell) => cell.text !== ''))
  const groups = [
    { name: 'Specification', rows: kept(fields), dotted: true, marked: true },
    { name: 'What follows from it', rows: kept(derived), dotted: false, marked: true },
    {
      name: place === undefined ? 'Result, lowest of each run' : `Result ${whereText(place)}`,
      rows: shown.filter((row) => row.atPlace),
      dotted: false,
      marked: false,
    },
    { name: 'Result of the whole run', rows: shown.filter((row) => !row.atPlace), dotted: false, marked: false },
  ]
  return groups.filter((group) => group.rows.length > 0)
}

/** The same as rows of text, differences beside the values. */
export function deltaTable(comparison: Comparison, onlyDiffering: boolean): string[][] {
  const { runs, base } = comparison
  const others = (index: number): boolean => index !== base
  const header = [
    'Field',
    'Unit',
    ...runs.flatMap((run, i) => [`${run.letter} ${run.id}`, ...(others(i) ? [`${run.letter} to base`] : [])]),
  ]
  const rows = deltaGroups(comparison, onlyDiffering).flatMap((group) =>
    group.rows.map((row) => [
      group.dotted ? row.key : row.label,
      row.unit,
      ...row.cells.flatMap((cell, i) => [cell.text, ...(others(i) ? [cell.difference ?? (cell.same ? '=' : '')] : [])]),
    ]),
  )
  return [header, ...rows]
}
