import { lowestAt, placeText, type Place } from '../../../shared/compare-place'
import { arrayWords, isIdealArray } from '../../../shared/array-words'
import { isSearchField } from '../../../shared/family'
import type { Design } from '../../../shared/fields'
import { holdsFor } from '../../../shared/whole-chips'
import type { RunDetail } from '../../../shared/results'
import { fixed, nbsp, percent, threshold } from '../../../shared/units'
import { listed, type ReportCurve } from './curves'

const accuracy = (value: number): string => `${percent(value)}${nbsp}%`

/** Curves that a sentence names one by one; of more it gives the range. */
const namedAtMost = 4

/** The finding in one line, curve by curve: what the searches show and no more. */
export function headline(curves: readonly ReportCurve[], limit: number, place: Place | undefined): string {
  const found = lowest(curves, place)
  if (found.length === 0) return new Set(curves.map((curve) => curve.run)).size === 1 ? 'No result yet' : 'No results yet'
  const swept = found.flatMap(({ curve }) => (curve.loosest === undefined ? [] : [{ curve, ...curve.loosest }]))
  if (swept.length === found.length) return sweptHeadline(swept, accuracy(limit))
  const where = whereText(found, place)
  return `Searches take ${ranged(found, ({ curve, point }) => `${curve.name} to ${accuracy(point.worst)}`)}${where && ` at ${where}`}`
}

interface Swept {
  curve: ReportCurve
  tested?: number
  atLeast: boolean
}

/** Only thresholds that were searched are named: what lies between two points is an estimate, not a finding. */
function sweptHeadline(swept: readonly Swept[], limit: string): string {
  const falling = swept.filter((one) => one.tested === undefined)
  const furthest = Math.max(...swept.map((one) => one.tested ?? 0))
  const passing = swept.flatMap(({ tested, ...one }) =>
    tested === undefined ? [] : [{ ...one, upTo: reach(tested, one.atLeast && tested < furthest), tested }],
  )
  const groups = [...new Set(passing.sort((a, b) => b.tested - a.tested).map((one) => one.upTo))].map((upTo) => ({
    upTo,
    members: passing.filter((one) => one.upTo === upTo),
  }))
  const called = (members: readonly Swept[]): string =>
    swept.length <= namedAtMost ? listed(members.map(({ curve }) => curve.name)) : `${members.length} of ${swept.length} curves`
  const [best, ...others] = groups
  if (best === undefined) {
    const all = swept.length <= namedAtMost ? called(swept) : `all ${swept.length} curves`
    return `Searches take ${all} below ${limit} at every threshold${searched(falling)}`
  }
  const holds = [`No search takes ${called(best.members)} below ${limit} up to t = ${best.upTo}`]
  for (const { upTo, members } of others) holds.push(`${called(members)} up to ${upTo}`)
  if (falling.length === 0) return holds.join(', ')
  const verb = falling.length === 1 ? 'falls' : 'fall'
  return `${holds.join(', ')}; ${called(falling)} ${verb} below at every threshold${searched(falling)}`
}

/** A curve that never failed but was not searched as far as others may hold further than they do. */
function reach(tested: number, open: boolean): string {
  return open ? `${threshold(tested)} (not searched further)` : threshold(tested)
}

/** A threshold without a result says nothing yet. */
function searched(swept: readonly Swept[]): string {
  const missing = swept.some(({ curve }) => curve.planned.some((point) => point.worst === undefined))
  return missing ? ' searched' : ''
}

/** The finding in a sentence or two: each curve at the place, beside what sampling would have said. */
export function lede(curves: readonly ReportCurve[], place: Place | undefined): string {
  const found = lowest(curves, place)
  if (found.length === 0) return 'No point of this report has a result.'
  const where = whereText(found, place)
  const told = ranged(found, ({ curve, point: { result, worst } }) => {
    const mc = result?.montecarlo
    const sampled = mc && ` (${mc.draws} sampled chips: ${accuracy(mc.mean)} on average, none below ${accuracy(mc.min)})`
    return `${curve.name} from ${accuracy(result?.clean ?? worst)} to ${accuracy(worst)}${sampled ?? ''}`
  })
  return `${where ? `At ${where}, inside` : 'Inside'} the write-verify box |\u0394W| \u2264 \u03ba t s, searches take ${told}.`
}

/** The place, and the threshold where it is another field's but all were searched at one. */
function whereText(found: readonly Found[], place: Place | undefined): string {
  const ts = new Set(found.flatMap(({ point }) => (point.result === undefined ? [] : [threshold(point.result.t)])))
  const at = place?.axis.field === undefined || ts.size > 1 ? [] : [...ts]
  const alone = place === undefined && ts.size === 1 ? [...ts] : []
  return [...(place === undefined ? [] : [placeText(place)]), ...[...at, ...alone].map((t) => `t = ${t} window`)].join(', ')
}

interface Found {
  curve: ReportCurve
  point: NonNullable<ReturnType<typeof lowestAt>>
}

/** The lowest finding of each curve at the place, or anywhere along it where there is none in common. */
function lowest(curves: readonly ReportCurve[], place: Place | undefined): Found[] {
  return curves.flatMap((curve) => {
    const point = lowestAt(curve.planned, place)
    return point === undefined ? [] : [{ curve, point }]
  })
}

function ranged(found: readonly Found[], tell: (one: Found) => string): string {
  if (found.length <= namedAtMost) return found.map(tell).join('; ')
  const sorted = [...found].sort((a, b) => a.point.worst - b.point.worst)
  const ends = [sorted[0], sorted.at(-1)].flatMap((one) => (one === undefined ? [] : [tell(one)]))
  return `${found.length} curves, from the lowest, ${ends.join(', to the highest, ')}`
}

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
    'Worst found is an upper bound: a search shows a chip this bad, and the true worst case may be lower. No certificate was computed, so nothing bounds it from below.',
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

/** What of the hardware the figures hold: one sentence where all points are alike, else one a kind of array. */
function arrayCaveats(runs: readonly RunDetail[]): string[] {
  const designs = runs.flatMap((run) => run.points.map((point) => ({ ...run.spec.fields, ...point.at }) as Design))
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
  const held = runs.flatMap((run) =>
    run.points.flatMap(({ at, result }) => {
      const programming = result?.programming
      const text = programming && holdsFor({ ...run.spec.fields, ...at } as Design, programming)
      return programming === undefined || text === undefined ? [] : [{ programming, text }]
    }),
  )
  const technologies = [...new Set(held.map(({ programming }) => programming.technology))]
  return technologies.flatMap((technology) => {
    const [least] = held
      .filter(({ programming }) => programming.technology === technology)
      .sort((a, b) => a.programming.whole.probability - b.programming.whole.probability)
    return least === undefined ? [] : [`${least.text}${held.length > 1 ? ' This is the point at which write-verify fails most.' : ''}`]
  })
}

function numbers(values: number[]): string {
  const text = (value: number): string => fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, nbsp)
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}
