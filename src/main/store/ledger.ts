import { toCurves } from '../../shared/curves'
import { familyKey, shareFindings } from '../../shared/family'
import type { Point, RunSummary } from '../../shared/results'
import { designAt, type Spec } from '../../shared/spec'

/** What lists show of a run's points. */
export type Figures = Pick<RunSummary, 'pointsDone' | 'pointsFailed' | 'spark'> &
  Partial<Record<'clean' | 'worstLow' | 'worstHigh' | 'montecarloMean', number>>

/** A run's points in plan order, each showing the lowest accuracy known inside its box. */
export interface Ledger {
  points(): readonly Point[]
  /** Takes points as committed; returns them and those whose finding changed with them. */
  put(changed: readonly Point[]): Point[]
  figures(): Figures
}

/** The small picture in the library needs no more. */
const sparkPoints = 64

export function createLedger(spec: Spec, committed: readonly Point[]): Ledger {
  const keys = committed.map((point) => familyKey(designAt(spec, point.at)))
  const keyOf = (point: Point): string => keys[point.index] ?? ''
  const places = placesOf(keys)
  const own = [...committed]
  const shown = shareFindings(committed, keyOf)

  function refresh(key: string, came: ReadonlySet<number>): Point[] {
    const members = places.get(key) ?? []
    const shared = shareFindings(
      members.flatMap((place) => own[place] ?? []),
      keyOf,
    )
    return shared.filter((point) => {
      const before = shown[point.index]
      shown[point.index] = point
      const lent = before?.worst !== point.worst || before?.carriedFrom !== point.carriedFrom
      const floored = before?.floor !== point.floor || before?.floorFrom !== point.floorFrom
      return came.has(point.index) || lent || floored
    })
  }

  return {
    points: () => shown,
    put(changed) {
      for (const point of changed) own[point.index] = point
      const came = new Set(changed.map((point) => point.index))
      return [...new Set(changed.map(keyOf))].flatMap((key) => refresh(key, came))
    },
    figures: () => figuresOf(spec, shown),
  }
}

function placesOf(keys: readonly string[]): ReadonlyMap<string, number[]> {
  const places = new Map<string, number[]>()
  keys.forEach((key, place) => {
    const group = places.get(key)
    if (group === undefined) places.set(key, [place])
    else group.push(place)
  })
  return places
}

function figuresOf(spec: Spec, points: readonly Point[]): Figures {
  let [done, failed] = [0, 0]
  let [clean, worstLow, worstHigh, mean]: (number | undefined)[] = []
  for (const { state, result, worst } of points) {
    if (state === 'failed' || state === 'infeasible') failed++
    if (result === undefined || worst === undefined) continue
    done++
    clean = Math.max(clean ?? 0, result.clean)
    worstLow = Math.min(worstLow ?? 100, worst)
    worstHigh = Math.max(worstHigh ?? 0, worst)
    if (result.montecarlo !== undefined) mean = Math.min(mean ?? 100, result.montecarlo.mean)
  }
  return {
    pointsDone: done,
    pointsFailed: failed,
    spark: sparkOf(spec, points),
    ...(clean === undefined ? {} : { clean }),
    ...(worstLow === undefined ? {} : { worstLow }),
    ...(worstHigh === undefined ? {} : { worstHigh }),
    ...(mean === undefined ? {} : { montecarloMean: mean }),
  }
}

/** The first curve that has anything to show, thinned evenly to what a small picture can hold. */
function sparkOf(spec: Spec, points: readonly Point[]): [number, number][] {
  for (const family of toCurves(spec, points).families) {
    const curve = family.points.flatMap(({ x, point }): [number, number][] => (point.worst === undefined ? [] : [[x, point.worst]]))
    if (curve.length === 0) continue
    if (curve.length <= sparkPoints) return curve
    const last = curve.length - 1
    return Array.from({ length: sparkPoints }, (_, i) => curve[Math.round((i * last) / (sparkPoints - 1))]).filter(
      (pair) => pair !== undefined,
    )
  }
  return []
}
