import { NadirError } from '../../shared/errors'

/** A run's name in every door, r-00001; the database counts from 1. */
export function runId(number: number): string {
  return `r-${String(number).padStart(5, '0')}`
}

/** A point's name within its run, p-0001, from its place in the plan. */
export function pointId(place: number): string {
  return `p-${String(place + 1).padStart(4, '0')}`
}

/** Throws unknown-run where the text is no run's name. */
export function runNumber(id: string): number {
  const match = /^r-(\d{1,15})$/.exec(id)
  if (match?.[1] === undefined) throw unknownRun(id)
  return Number(match[1])
}

/** Place in the plan; NaN where the text is no point's name. */
export function pointPlace(id: string): number {
  return Number(/^p-(\d+)$/.exec(id)?.[1] ?? Number.NaN) - 1
}

export function unknownRun(id: string): NadirError {
  return new NadirError('unknown-run', `There is no run ${id}.`, {
    hint: 'The runs are listed by `nadir runs`; deleted ones can be restored for 30 days.',
  })
}
