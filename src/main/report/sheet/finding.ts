import { lowestAt, placeText, type Place } from '../../../shared/compare-place'
import { toCurves } from '../../../shared/curves'
import { looseEnough } from '../../../shared/loosest'
import type { RunDetail } from '../../../shared/results'
import { fixed, nbsp, percent, threshold } from '../../../shared/units'

const accuracy = (value: number): string => `${percent(value)}${nbsp}%`

/** What each run is called in the text: its model where these tell the runs apart, else its id. */
export function subjects(runs: readonly RunDetail[]): string[] {
  const models = runs.map(
    (run) => run.spec.axes.find((axis) => axis.field === 'model')?.values.join(' and ') ?? String(run.spec.fields['model'] ?? ''),
  )
  return new Set(models).size === models.length ? models : runs.map((run) => run.id)
}

/** The finding in one line: what the searches show and no more. */
export function headline(runs: readonly RunDetail[], names: readonly string[], limit: number, place: Place | undefined): string {
  const found = runs.map((run, index) => ({
    name: names[index] ?? run.id,
    loosest: looseEnough(run, limit),
    worst: lowestAt(run, place)?.worst,
  }))
  if (found.every(({ worst }) => worst === undefined)) return runs.length === 1 ? 'No result yet' : 'No results yet'
  const swept = found.flatMap(({ name, loosest }) => (loosest === undefined ? [] : [{ name, ...loosest }]))
  if (swept.length === runs.length) return sweptHeadline(swept, accuracy(limit))
  const worsts = found.flatMap(({ name, worst }) => (worst === undefined ? [] : [`${name} to ${accuracy(worst)}`]))
  return `Searches take ${worsts.join(', ')}${place === undefined ? '' : ` at ${placeText(place)}`}`
}

/** Only thresholds that were searched are named: what lies between two points is an estimate, not a finding. */
function sweptHeadline(swept: { name: string; tested?: number; atLeast: boolean }[], limit: string): string {
  const [best, next] = [...swept].sort((a, b) => (b.tested ?? -1) - (a.tested ?? -1) || Number(b.atLeast) - Number(a.atLeast))
  if (best?.tested === undefined)
    return `Searches take ${swept.length === 1 ? (best?.name ?? '') : 'every run'} below ${limit} at every threshold`
  const holds = `No search takes ${best.name} below ${limit} up to t = ${threshold(best.tested)}`
  if (next === undefined) return holds
  if (next.tested === undefined) return `${holds}; ${swept.length === 2 ? next.name : 'every other run'} falls below at every threshold`
  return `${holds}, ${next.name} up to ${threshold(next.tested)}`
}

/** The finding in a sentence or two: each run at the place, beside what sampling would have said. */
export function lede(runs: readonly RunDetail[], names: readonly string[], place: Place | undefined): string {
  const parts = runs.flatMap((run, index) => {
    const point = lowestAt(run, place)
    if (point?.result === undefined) return []
    const { montecarlo, clean } = point.result
    const sampled =
      montecarlo && ` (${montecarlo.draws} sampled chips: ${accuracy(montecarlo.mean)} on average, none below ${accuracy(montecarlo.min)})`
    return [`${names[index] ?? run.id} from ${accuracy(clean)} to ${accuracy(point.worst)}${sampled ?? ''}`]
  })
  if (parts.length === 0) return 'No point of this report has a result.'
  const where = place === undefined ? 'Inside the write-verify box' : `At ${placeText(place)}, inside the write-verify box`
  return `${where} |\u0394W| \u2264 \u03ba t s, searches take ${parts.join('; ')}.`
}

/** What a reader must not take from the figures. */
export function caveats(runs: readonly RunDetail[], limit: number): string[] {
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
    'The array is ideal: no converters, no wire or driver resistance, no drift and no stuck devices.',
    `Accuracy is counted on ${numbers(scored)} images (${split}), and the searches saw ${numbers(searched)} of their images; other images may do better or worse.`,
    ...(draws.length > 0
      ? [
          `Monte Carlo is ${numbers([...new Set(draws)])} random chips at each point: it says little about chips rarer than one in ${Math.max(...draws)}.`,
        ]
      : []),
    ...(runs.some((run) => looseEnough(run, limit)?.t !== undefined)
      ? ['The loosest threshold is read on a straight line between the two points around it.']
      : []),
    ...(runs.some((run) => toCurves(run.spec, run.points).families.length > 1) ? ['Of a run with several curves the lowest counts.'] : []),
    ...open.map(
      (run) => `Run ${run.id} is not complete: ${run.pointsDone} of ${run.pointsTotal} points are done, so its figures may still fall.`,
    ),
    ...failed.map(
      (run) =>
        `Run ${run.id} has ${run.pointsFailed} ${run.pointsFailed === 1 ? 'point' : 'points'} without a result; the table of its points says why.`,
    ),
  ]
}

function numbers(values: number[]): string {
  if (values.length === 0) return 'no'
  const text = (value: number): string => fixed(value, 0).replace(/\B(?=(\d{3})+$)/g, nbsp)
  const [low, high] = [text(Math.min(...values)), text(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}
