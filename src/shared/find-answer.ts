import type { Answer, AnswerPoint, Evidence } from './answer'
import type { Design } from './fields'
import { bracketOf, nextValues, type Tested } from './find'
import { answerProof, statementOf } from './find-words'
import { basisOf, measure, type MeasuringFacts } from './measure'
import { judge, objectiveKey, parseObjective, type Objective } from './objective'
import type { Point } from './results'
import type { Search } from './search'
import { designAt, type Spec } from './spec'
import { together } from './verdict'

/** A run that searches, as far as an answer needs it. */
export interface SearchingRun {
  spec: Spec
  points: readonly Point[]
}

/** Each point judged by the objectives of a search, ascending in its value. */
export function judgePoints(search: Search, { spec, points }: SearchingRun, facts: MeasuringFacts): AnswerPoint[] {
  const objectives = search.objectives.map(parseObjective)
  return points
    .flatMap((point) => judgePoint(search.over, objectives, point, designAt(spec, point.at), facts))
    .sort((a, b) => a.value - b.value)
}

function judgePoint(over: string, objectives: readonly Objective[], point: Point, design: Design, facts: MeasuringFacts): AnswerPoint[] {
  const value = point.at[over]
  if (typeof value !== 'number') return []
  const place = { value, point: point.id }
  if (point.result === undefined) {
    const open = point.state === 'queued' || point.state === 'running'
    if (open) return [{ ...place, measured: {}, verdict: 'open' }]
    return [{ ...place, measured: {}, verdict: 'skipped', why: point.error?.message ?? 'It was not computed.' }]
  }
  const found = objectives.map((objective) => ({ objective, value: measure(objective, point, design, facts) }))
  const measured = Object.fromEntries(found.flatMap((one) => (one.value === undefined ? [] : [[objectiveKey(one.objective), one.value]])))
  const rests = objectives.flatMap((objective) => {
    const words = basisOf(objective, point)
    return words === undefined ? [] : [[objectiveKey(objective), words]]
  })
  const basis = rests.length === 0 ? {} : { basis: Object.fromEntries(rests) as Record<string, string> }
  const missing = found.find((one) => one.value === undefined)
  if (missing !== undefined) return [{ ...place, measured, verdict: 'skipped', why: `It has no ${objectiveKey(missing.objective)}.` }]
  return [{ ...place, measured, ...basis, verdict: together(found.map((one) => judge(one.objective, one.value ?? 0))) }]
}

/** Judged points as the search sees them. */
export function testedOf(points: readonly AnswerPoint[]): Tested[] {
  return points.map(({ value, verdict }) => ({
    value,
    passes: verdict === 'skipped' || verdict === 'open' ? undefined : verdict === 'pass',
  }))
}

/** What the points so far say. A pure function of them: whoever asks, and when, gets the same answer. */
export function answerOf(search: Search, run: SearchingRun, facts: MeasuringFacts): Answer {
  const points = judgePoints(search, run, facts)
  const tested = testedOf(points)
  const { pass, fail } = bracketOf(search, tested)
  const evidence = (value: number | undefined): Evidence | undefined => {
    const point = points.find((one) => one.value === value)
    if (point === undefined) return undefined
    const { verdict: _verdict, why: _why, ...rest } = point
    return rest
  }
  const [passes, fails] = [evidence(pass), evidence(fail)]
  const settled = points.every(({ verdict }) => verdict !== 'open') && nextValues(search, tested) === 'done'
  const objectives = search.objectives.map(parseObjective)
  return {
    value: pass ?? null,
    atLeast: passes !== undefined && fails === undefined,
    settled,
    ...(passes === undefined ? {} : { passes }),
    ...(fails === undefined ? {} : { fails }),
    statement: statementOf(search, objectives, { points, passes, fails, settled }),
    proved: answerProof(objectives),
    points,
  }
}
