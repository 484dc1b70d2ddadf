import type { ErrorDocument } from '../../../shared/errors'
import type { Value } from '../../../shared/fields'
import type { MonteCarlo, Point, RunDetail } from '../../../shared/results'
import { specToFile } from '../../../shared/spec'

/** A point in the command line's JSON. Accuracies in percent. */
export interface PointDocument {
  id: string
  state: Point['state']
  /** The fields on an axis, and their values here. */
  spec: Record<string, Value>
  t?: number
  clean?: number
  worst?: number
  method?: string
  foundBy?: string
  worstOwn?: number
  carriedFrom?: string
  montecarlo?: Pick<MonteCarlo, 'mean' | 'min' | 'quantiles' | 'draws'>
  seconds?: number
  error?: ErrorDocument
}

/** A run in the command line's JSON: the form that `explore`, `resume`, `rerun` and `show` share. */
export interface RunDocument {
  run: string
  name: string
  state: RunDetail['state']
  spec: Record<string, unknown>
  backend?: string
  points: PointDocument[]
  seconds: number
}

export function runDocument(run: RunDetail): RunDocument {
  return {
    run: run.id,
    name: run.name,
    state: run.state,
    spec: specToFile(run.spec),
    ...(run.backend === undefined ? {} : { backend: run.backend }),
    points: run.points.map(pointDocument),
    seconds: run.seconds,
  }
}

function pointDocument({ id, state, at, result, worst, carriedFrom, error }: Point): PointDocument {
  return {
    id,
    state,
    spec: at,
    ...(result === undefined
      ? {}
      : {
          t: result.t,
          clean: result.clean,
          worst: worst ?? result.worstOwn,
          method: result.method,
          foundBy: result.foundBy,
          worstOwn: result.worstOwn,
          ...(carriedFrom === undefined ? {} : { carriedFrom }),
          ...(result.montecarlo === undefined ? {} : { montecarlo: summarise(result.montecarlo) }),
          seconds: result.seconds,
        }),
    ...(error === undefined ? {} : { error }),
  }
}

function summarise({ mean, min, quantiles, draws }: MonteCarlo): Pick<MonteCarlo, 'mean' | 'min' | 'quantiles' | 'draws'> {
  return { mean, min, quantiles, draws }
}
