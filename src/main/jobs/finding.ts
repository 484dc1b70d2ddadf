import { costValues, readCostEdits } from '../../shared/cost-constants'
import { nextValues } from '../../shared/find'
import { answerOf, judgePoints, testedOf } from '../../shared/find-answer'
import type { MeasuringFacts } from '../../shared/measure'
import type { Point, Progress, RunDetail } from '../../shared/results'
import type { Search } from '../../shared/search'
import type { Spec } from '../../shared/spec'
import type { JobContext } from './context'
import { planRun } from './planner'

/** What measuring a design takes beside its results: layers of the models here, constants of the data folder. */
export function measuringFacts({ stores, engine }: Pick<JobContext, 'stores' | 'engine'>): MeasuringFacts {
  return {
    layersOf: (model) => engine.layerShapes(stores.models.load(model).manifest.network),
    costs: costValues(readCostEdits(stores.settings.kept('costs'))),
  }
}

/** A spec with one axis, over the values a search tries. */
export function specOver(spec: Spec, over: string, values: readonly number[]): Spec {
  const [first] = values
  return { fields: first === undefined ? spec.fields : { ...spec.fields, [over]: first }, axes: [{ field: over, values: [...values] }] }
}

/**
 * What a run that searches has found, kept with it, and the points it takes next where it is not over; returns those.
 * Only from what is stored, so that a run that was cut off goes on as it would have. Throws as `planRun`, run-busy.
 */
export function extendSearch(run: RunDetail, search: Search, context: Pick<JobContext, 'stores' | 'engine' | 'technology'>): Point[] {
  const { stores, engine, technology } = context
  const facts = measuringFacts(context)
  const next = nextValues(search, testedOf(judgePoints(search, run, facts)))
  stores.commits.answer(run.id, answerOf(search, run, facts))
  if (next === 'done') return []
  const networkOf = (model: string): string => stores.models.load(model).manifest.network
  const { points } = planRun(specOver(run.spec, search.over, next), { engine, networkOf, technology })
  const tried = (run.spec.axes.find(({ field }) => field === search.over)?.values ?? []).filter((value) => typeof value === 'number')
  const values = [...tried, ...next].sort((a, b) => a - b)
  return stores.commits.extend(run.id, specOver(run.spec, search.over, values), points)
}

/** Points that a usual search spends. */
const usualPoints = 15

/** Progress of a round as that of the whole search: how many rounds follow is not known, so that no time left is told. */
export function searchProgress(
  { mostPoints, candidates = [] }: Search,
  { secondsLeft: _round, ...progress }: Progress,
  before: number,
): Progress {
  const wanted = Math.min(mostPoints, candidates.length > 0 ? candidates.length : usualPoints)
  const expected = Math.max(wanted, progress.pointsTotal + 1)
  const done = before + progress.share * (progress.pointsTotal - before)
  return { ...progress, share: Math.min(1, done / expected) }
}
