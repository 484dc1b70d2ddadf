import { arrayWords, isIdealArray } from '../../../shared/array-words'
import { isSearchField } from '../../../shared/family'
import { restrictionOf } from '../../../shared/restriction'
import type { RunDetail } from '../../../shared/results'
import { fixed, nbsp } from '../../../shared/units'
import { holdsForAll, programmedPoints } from '../../../shared/whole-chips'
import { designAt } from '../../../shared/spec'
import { listed, type ReportCurve } from './curves'

/** Kinds of array that are named one by one. */
const namedAtMost = 4

/** What a reader must not take from the figures. */
export function caveats(runs: readonly RunDetail[], curves: readonly ReportCurve[]): string[] {
  const results = runs.flatMap((run) => run.points.flatMap((point) => point.result ?? []))
  const scored = [...new Set(results.map((result) => result.images))]
  const searched = [...new Set(results.map((result) => result.attackImages))]
  const draws = results.flatMap((result) => result.montecarlo?.draws ?? [])
  const split = [
    ...new Set(runs.map((run) => `${String(run.spec.fields['data.set'])} ${String(run.spec.fields['data.score.split'])}`)),
  ].join(' and ')
  const open = runs.filter((run) => run.pointsDone + run.pointsFailed < run.pointsTotal)
  const failed = runs.filter((run) => run.pointsFailed > 0)
  return [
    `Worst found is an upper bound: a search shows a chip this bad, and the true worst case may be lower. ${belowCaveat(runs)}`,
    ...restrictionCaveat(runs),
    ...arrayCaveats(runs),
    ...wholeCaveats(runs),
    ...(results.length === 0
      ? []
      : [
          `Accuracy is counted on ${numbers(scored)} images (${split}), and the searches saw ${numbers(searched)} of their images; other images may do better or worse.`,
        ]),
    ...(draws.length > 0
      ? [
          `Monte Carlo is ${numbers([...new Set(draws)])} random chips at each point: it says little about chips rarer than one in ${Math.max(...draws)}.`,
        ]
      : []),
    ...yieldCaveats(runs),
    ...(curves.some(({ loosest }) => loosest?.t !== undefined && !loosest.atLeast)
      ? ['The loosest threshold is read on a straight line between the two points around it.']
      : []),
    ...(curves.some((curve) => Object.keys(curve.at).some(isSearchField))
      ? ['Curves that differ only in the search are findings on one design: the lowest of them counts.']
      : []),
    ...open.map(
      (run) => `Run ${run.id} is not complete: ${run.pointsDone} of ${run.pointsTotal} points are done, so its figures may still fall.`,
    ),
    ...failed.map(
      (run) =>
        `Run ${run.id} has ${run.pointsFailed} ${run.pointsFailed === 1 ? 'point' : 'points'} without a result; the table of its points says why.`,
    ),
  ]
}

/** What bounds the true worst case from below. */
function belowCaveat(runs: readonly RunDetail[]): string {
  const floors = runs.flatMap(({ points }) => points.flatMap(({ floor }) => floor ?? []))
  if (floors.length === 0) return 'No certificate was computed, so nothing bounds it from below.'
  const proved = 'The certified floor bounds it from below: it is proved for every chip of the set.'
  return floors.some((floor) => floor === 0) ? `${proved} Where it says vacuous, nothing is proved.` : proved
}

/** Searches that might not move all weights. */
function restrictionCaveat(runs: readonly RunDetail[]): string[] {
  const held = runs.some(({ spec, points }) => points.some(({ at }) => restrictionOf(designAt(spec, at)) !== undefined))
  return held
    ? ['Some searches were held to a part of the weights: what they found is still an upper bound, and one of all weights may be lower.']
    : []
}

/** What of the hardware the figures hold: one sentence where all points are alike, else one a kind of array. */
function arrayCaveats(runs: readonly RunDetail[]): string[] {
  const designs = runs.flatMap((run) => run.points.map((point) => designAt(run.spec, point.at)))
  const kinds = [...new Map(designs.map((design) => [arrayWords(design).join(), design])).values()]
  const sentences = kinds.map((design) => `${isIdealArray(design) ? 'The array is ideal' : 'The array'}: ${arrayWords(design).join('; ')}.`)
  const sets = [...new Set(designs.map((design) => design['variation.kind'] ?? 'box'))].filter((kind) => kind !== 'box')
  return [
    ...sentences.slice(0, namedAtMost),
    ...(sentences.length > namedAtMost ? [`${sentences.length - namedAtMost} further kinds of array stand in the table of points.`] : []),
    ...(sets.length === 0 ? [] : [`Errors are not those of the plain box everywhere: ${listed(sets)}.`]),
  ]
}

/** Which chips the worst cases hold for: the technology and threshold that fail most. */
function wholeCaveats(runs: readonly RunDetail[]): string[] {
  const points = runs.flatMap(programmedPoints)
  const technologies = [...new Set(points.map(({ programming }) => programming.technology))]
  return [
    ...new Set(
      technologies.flatMap((technology) => holdsForAll(points.filter(({ programming }) => programming.technology === technology))),
    ),
  ]
}

/** What a probability of failing rests on, where one was computed, and at which points it is not to be relied on. */
function yieldCaveats(runs: readonly RunDetail[]): string[] {
  const known = runs.flatMap((run) =>
    run.points.flatMap(({ id, result }) => (result?.yield?.beta === undefined ? [] : [{ id, found: result.yield }])),
  )
  if (known.length === 0) return []
  const doubtful = known.flatMap(({ id, found: { importance } }) =>
    importance?.warning === undefined ? [] : [`${id}: ${importance.warning}`],
  )
  return [
    'A worst-case distance is the smallest one found, an upper bound, so the probability to first order is an estimate and bounds nothing; where other numbers of a chip move its accuracy too, it may be far off. Importance sampling has an interval of its own, which is that of chips around the nearest failing one found: where chips also fail far from it, more of them do.',
    ...(doubtful.length === 0 ? [] : [`Probabilities of failing that are not to be relied on: ${doubtful.join('; ')}.`]),
  ]
}

function numbers(values: number[]): string {
  const text = (value: number): string => fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, nbsp)
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}
