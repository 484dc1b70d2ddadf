import { chipYield, chipYieldText, importanceText, tinyText } from '../../../shared/likelihood'
import type { MonteCarlo, Point, PointProgramming, PointResult, RunDetail, YieldResult } from '../../../shared/results'
import { count, duration, engineering, fixed, percent, signed, threshold, timeSpan } from '../../../shared/units'
import { boundText, isCompensated } from '../../../shared/variation'
import { holdsFor, knowsShare, wholeChips } from '../../../shared/whole-chips'
import { designAt } from '../../../shared/spec'
import { thresholdsOf } from '../../charts/run-curves'

export interface Fact {
  name: string
  value: string
  unit?: string
  strong?: boolean
  /** Id of the point this fact comes from. */
  from?: string
}

export interface FactGroup {
  title: string
  facts: Fact[]
  /** A sentence under them. */
  note?: string
}

/** Everything a point holds, in groups, in words and numbers. */
export function pointFacts(run: Pick<RunDetail, 'spec' | 'points'>, point: Point, accuracySpec: number): FactGroup[] {
  const completed = designAt(run.spec, point.at)
  const both = thresholdsOf(completed)
  const design: Fact[] = [
    { name: 'threshold', value: threshold(both.window), unit: 'window' },
    ...(run.spec.fields['weights.bits'] === 'float' ? [] : [{ name: '', value: threshold(both.level), unit: 'level' }]),
    ...Object.entries(point.at)
      .filter(([field]) => field !== 'device.threshold')
      .map(([field, value]): Fact => ({ name: field, value: String(value) })),
  ]
  const { result } = point
  if (result === undefined) return [{ title: 'Design', facts: design }]
  design.push(
    result.size === undefined
      ? {
          name: 'bound \u03ba t',
          value: threshold(result.kappa * result.t),
          unit: isCompensated(completed) ? 'of full scale, before compensation' : 'of full scale',
        }
      : { name: 'set', value: boundText(completed) },
  )
  const from = run.points.find((p) => p.id === point.carriedFrom)
  const found: Fact[] = [
    { name: 'worst found', value: percent(point.worst ?? result.worstOwn, 2), unit: '%', strong: true },
    { name: 'to spec', value: signed((point.worst ?? result.worstOwn) - accuracySpec, 2), unit: 'pt' },
    { name: 'found by', value: from?.result === undefined ? result.foundBy : from.result.foundBy },
    ...(from?.result === undefined
      ? []
      : [
          {
            name: 'carried from',
            value: `${from.result.size === undefined ? 't' : 'size'} = ${threshold(from.result.size ?? from.result.t)}`,
            from: from.id,
          },
        ]),
    ...(from === undefined ? [] : [{ name: 'own search', value: percent(result.worstOwn, 2), unit: '%' }]),
    { name: 'clean', value: percent(result.clean, 2), unit: '%' },
  ]
  const floor = floorFacts(run, point)
  const sample = result.montecarlo
  const chips: Fact[] =
    sample === undefined
      ? []
      : [
          { name: 'mean', value: percent(sample.mean, 2), unit: '%', strong: true },
          { name: 'standard deviation', value: fixed(sample.sd, 2), unit: 'pt' },
          { name: 'lowest, highest', value: `${percent(sample.min, 2)}, ${percent(sample.max, 2)}`, unit: '%' },
          {
            name: 'quantiles 5, 50, 95',
            value: [sample.quantiles.p05, sample.quantiles.p50, sample.quantiles.p95].map((q) => percent(q, 2)).join(', '),
            unit: '%',
          },
          ...intervalFact(sample),
          { name: 'draws', value: `${count(sample.draws)}, ${sample.kind}` },
          ...chipYieldFacts(result, accuracySpec),
        ]
  const work: Fact[] = [
    { name: 'scored on', value: count(result.images), unit: 'images' },
    { name: 'searched on', value: count(result.attackImages), unit: 'images' },
    { name: 'gradient passes', value: count(result.passes) },
    { name: 'time', value: duration(result.seconds) },
    ...(result.sameAs === undefined ? [] : [{ name: 'same box as', value: result.sameAs, from: result.sameAs }]),
  ]
  return [
    { title: 'Result', facts: found },
    ...(floor === undefined ? [] : [floor]),
    ...(chips.length > 0 ? [{ title: 'Random chips', facts: chips }] : []),
    ...(result.yield === undefined ? [] : [yieldGroup(result.yield, result, accuracySpec)]),
    ...(result.programming === undefined
      ? []
      : [
          {
            title: 'Write-verify',
            facts: programmingFacts(result.programming, knowsShare(completed)),
            ...noteOf(holdsFor(completed, result.programming)),
          },
        ]),
    ...(result.ranges === undefined ? [] : [{ title: 'Converter ranges, in levels', facts: result.ranges.map(rangeFact) }]),
    { title: 'Design', facts: design },
    { title: 'Work', facts: work },
  ]
}

/** The lower end of the bracket around the true worst case, and whose certificate it is. */
function floorFacts(run: Pick<RunDetail, 'points'>, { floor, floorFrom, result, worst }: Point): FactGroup | undefined {
  if (floor === undefined) return undefined
  const from = run.points.find(({ id }) => id === floorFrom)
  const certificate = from?.result?.certificate ?? result?.certificate
  const own = result?.certificate
  return {
    title: 'Certified floor',
    facts: [
      floor === 0
        ? { name: 'floor', value: 'vacuous', strong: true }
        : { name: 'floor', value: percent(floor, 2), unit: '%', strong: true },
      { name: 'true worst case', value: `${percent(floor, 2)} to ${percent(worst ?? result?.worstOwn ?? 100, 2)}`, unit: '%' },
      { name: 'certified by', value: certificate?.method ?? '' },
      { name: 'certified on', value: count(certificate?.images ?? 0), unit: 'images' },
      ...(from?.result === undefined ? [] : [{ name: 'holds from', value: `t = ${threshold(from.result.t)}`, from: from.id }]),
      ...(from === undefined || own === undefined ? [] : [{ name: 'own certificate', value: percent(own.accuracy, 2), unit: '%' }]),
    ],
    ...noteOf(own?.why),
  }
}

const noteOf = (held: string | undefined): { note?: string } => (held === undefined ? {} : { note: held })

/** How many of the random chips reach an accuracy, and how many of all do. */
function chipYieldFacts(result: PointResult, accuracy: number): Fact[] {
  const seen = chipYield(result, accuracy)
  return seen === undefined ? [] : [{ name: 'yield', value: chipYieldText(seen, accuracy) }]
}

/** How likely a chip misses its accuracy, and what Monte Carlo saw of that, where its own facts are of another one. */
function yieldGroup({ accuracy, why, beta, firstOrder, importance }: YieldResult, result: PointResult, shown: number): FactGroup {
  const warning = importance?.warning
  return {
    title: `Chips below ${accuracy} %`,
    facts: [
      ...(importance === undefined ? [] : [{ name: 'around the nearest found', value: importanceText(importance), strong: true }]),
      ...(firstOrder === undefined ? [] : [{ name: 'to first order', value: tinyText(firstOrder.log10) }]),
      ...(beta === undefined ? [] : [{ name: 'worst-case distance', value: fixed(beta, 2), unit: 'sd, found' }]),
      ...(accuracy === shown ? [] : chipYieldFacts(result, accuracy)),
    ],
    ...noteOf(why === undefined ? (warning === undefined ? undefined : `Take care: ${warning}.`) : `No probability: ${why}.`),
  }
}

/** What the loop takes, and how many chips the worst case holds for. */
function programmingFacts(programming: PointProgramming, shared: boolean): Fact[] {
  const { technology, cycles, seconds, joules, failures, sample } = programming
  return [
    { name: 'technology', value: technology },
    { name: 'cycles a device', value: fixed(cycles) },
    { name: 'a chip, one by one', value: `${timeSpan(seconds)}, ${engineering(joules, 'J')}` },
    { name: 'devices outside', value: `${count(failures)} of ${count(sample)}` },
    ...(shared ? [{ name: 'chips without', value: wholeChips(programming), strong: true }] : []),
  ]
}

function rangeFact({ layer, range, full }: NonNullable<PointResult['ranges']>[number]): Fact {
  return { name: layer, value: fixed(range), unit: `of ${count(full)}` }
}

/** Where the chosen statistic of all chips lies, as far as the draws tell. */
function intervalFact({ interval }: MonteCarlo): Fact[] {
  if (interval === undefined) return []
  const name = `${interval.of === 'mean' ? 'mean' : 'quantile 5'}, ${Math.round(interval.confidence * 100)} % interval`
  return [{ name, value: `${percent(interval.low, 2)} to ${percent(interval.high, 2)}`, unit: '%' }]
}
