import { lowestAt, placeText, type Place } from '../../../shared/compare-place'
import { nbsp, percent, threshold } from '../../../shared/units'
import { boundText, isCompensated } from '../../../shared/variation'
import { isSizedByThreshold, kindOf } from '../../../shared/variation-fields'
import { designAt } from '../../../shared/spec'
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
  return `${where ? `At ${where}, inside` : 'Inside'} ${setText(found)}, searches take ${told}.`
}

/** What errors the searches of some points had: one set where all have the same. */
function setText(found: readonly Found[]): string {
  const sets = new Set(
    found.map(({ curve, point }) => {
      const design = designAt(curve.run.spec, point.at)
      if (!isSizedByThreshold(design)) return `the set of ${kindOf(design)} errors, ${boundText(design)}`
      return `the write-verify box |\u0394W| \u2264 \u03ba t s${isCompensated(design) ? ' before compensation' : ''}`
    }),
  )
  return sets.size === 1 ? ([...sets][0] ?? '') : 'the sets of errors that their designs allow'
}

/** The place, and the threshold where it is another field's but all were searched at one. */
function whereText(found: readonly Found[], place: Place | undefined): string {
  const ts = new Set(
    found.flatMap(({ curve, point }) =>
      point.result === undefined || !isSizedByThreshold(designAt(curve.run.spec, point.at)) ? [] : [threshold(point.result.t)],
    ),
  )
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
