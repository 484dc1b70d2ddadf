import type { RunSummary } from '../../../shared/results'
import type { Column } from './column'

/** Runs sorted by a column; what has no value there comes last either way, and equals keep newest first. */
export function sortRuns(runs: readonly RunSummary[], column: Column, descending: boolean): RunSummary[] {
  const keyed = runs.map((run) => ({ run, key: column.sort(run) }))
  const sign = descending ? -1 : 1
  keyed.sort((a, b) => {
    if (a.key === undefined || b.key === undefined) return Number(a.key === undefined) - Number(b.key === undefined) || newer(a.run, b.run)
    const order =
      typeof a.key === 'number' && typeof b.key === 'number'
        ? a.key - b.key
        : String(a.key) < String(b.key)
          ? -1
          : Number(String(a.key) > String(b.key))
    return sign * order || newer(a.run, b.run)
  })
  return keyed.map(({ run }) => run)
}

function newer(a: RunSummary, b: RunSummary): number {
  return a.id < b.id ? 1 : -1
}
