import type { ErrorDocument } from '../../../shared/errors'
import type { Value } from '../../../shared/fields'
import { isQuotable } from '../../../shared/likelihood'
import type { MonteCarlo, Point, PointCertificate, PointProgramming, PointResult, RunDetail, YieldResult } from '../../../shared/results'
import { specToFile } from '../../../shared/spec'

/** A point in the command line's JSON. Accuracies in percent. One without a result holds why, or nothing yet. */
export interface PointDocument {
  id: string
  /** The fields on an axis, and their values here. */
  spec: Record<string, Value>
  t?: number
  clean?: number
  worst?: number
  method?: string
  /** Certified: no chip falls below it. */
  floor?: number
  montecarlo?: ChipsDocument
  yield?: YieldDocument
  seconds?: number
  error?: ErrorDocument
}

/**
 * How likely a chip misses an accuracy, percent: by importance sampling with its 95 % interval, where that is worth quoting;
 * `log10` is that of `failing`, which may underflow.
 */
interface YieldDocument {
  accuracy: number
  failing?: number
  low?: number
  high?: number
  beta?: number
  log10?: number
  /** Why the estimate is to be taken with care, or is not given. */
  warning?: string
}

type ChipsDocument = Pick<MonteCarlo, 'mean' | 'min' | 'quantiles' | 'draws' | 'interval'>

/** A run in the command line's JSON: the form that scripts rely on, of `explore`, `resume` and `rerun`. */
export interface RunDocument {
  run: string
  spec: Record<string, unknown>
  backend?: string
  points: PointDocument[]
  seconds: number
}

/** A point as `show` prints it: also its state, and how its finding came about. */
export interface SavedPointDocument extends PointDocument {
  state: Point['state']
  foundBy?: string
  worstOwn?: number
  carriedFrom?: string
  floorFrom?: string
  certificate?: PointCertificate
  /** Size of the set of errors, where that is not the box. */
  size?: number
  /** What write-verify takes, and how likely chips are that the worst case holds for. */
  programming?: PointProgramming
  ranges?: PointResult['ranges']
  /** Everything that is known of the yield. */
  likelihood?: YieldResult
}

/** A run as `show` prints it: with what is needed to repeat it, its notes and its log. */
export interface SavedRunDocument
  extends
    RunDocument,
    Pick<
      RunDetail,
      | 'name'
      | 'state'
      | 'createdAt'
      | 'updatedAt'
      | 'tags'
      | 'notes'
      | 'starred'
      | 'archived'
      | 'provenance'
      | 'log'
      | 'error'
      | 'search'
      | 'answer'
    > {
  points: SavedPointDocument[]
}

export function runDocument(run: RunDetail): RunDocument {
  return {
    run: run.id,
    spec: specToFile(run.spec),
    ...(run.backend === undefined ? {} : { backend: run.backend }),
    points: run.points.map(pointDocument),
    seconds: run.seconds,
  }
}

export function savedRunDocument(run: RunDetail): SavedRunDocument {
  const { name, state, createdAt, updatedAt, tags, notes, starred, archived, provenance, log, error, search, answer } = run
  return {
    ...runDocument(run),
    points: run.points.map(savedPointDocument),
    ...{ name, state, createdAt, updatedAt, tags, notes, starred, archived, log },
    ...(provenance === undefined ? {} : { provenance }),
    ...(error === undefined ? {} : { error }),
    ...(search === undefined ? {} : { search }),
    ...(answer === undefined ? {} : { answer }),
  }
}

function pointDocument({ id, at, result, worst, floor, error }: Point): PointDocument {
  return {
    id,
    spec: at,
    ...(result === undefined
      ? {}
      : {
          t: result.t,
          clean: result.clean,
          worst: worst ?? result.worstOwn,
          method: result.method,
          ...(floor === undefined ? {} : { floor }),
          ...(result.montecarlo === undefined ? {} : { montecarlo: summarise(result.montecarlo) }),
          ...(result.yield === undefined ? {} : { yield: yieldDocument(result.yield) }),
          seconds: result.seconds,
        }),
    ...(error === undefined ? {} : { error }),
  }
}

function savedPointDocument(point: Point): SavedPointDocument {
  const { state, result, carriedFrom, floorFrom } = point
  return {
    ...pointDocument(point),
    state,
    ...(result === undefined ? {} : { foundBy: result.foundBy, worstOwn: result.worstOwn }),
    ...(result?.size === undefined ? {} : { size: result.size }),
    ...(result?.programming === undefined ? {} : { programming: result.programming }),
    ...(result?.ranges === undefined ? {} : { ranges: result.ranges }),
    ...(result?.yield === undefined ? {} : { likelihood: result.yield }),
    ...(carriedFrom === undefined ? {} : { carriedFrom }),
    ...(floorFrom === undefined ? {} : { floorFrom }),
    ...(result?.certificate === undefined ? {} : { certificate: result.certificate }),
  }
}

function yieldDocument({ accuracy, beta, importance: found }: YieldResult): YieldDocument {
  const importance = found !== undefined && isQuotable(found) ? found : undefined
  const log10 = importance?.log10?.failing
  return {
    accuracy,
    ...(importance === undefined ? {} : { failing: importance.failing, low: importance.low, high: importance.high }),
    ...(found?.warning === undefined ? {} : { warning: found.warning }),
    ...(beta === undefined ? {} : { beta }),
    ...(log10 === undefined ? {} : { log10 }),
  }
}

function summarise({ mean, min, quantiles, draws, interval }: MonteCarlo): ChipsDocument {
  return { mean, min, quantiles, draws, ...(interval === undefined ? {} : { interval }) }
}
