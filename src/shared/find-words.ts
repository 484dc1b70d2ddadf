import type { AnswerPoint, Evidence } from './answer'
import { findAxes } from './find-axes'
import { isNarrow, triesAll } from './find'
import { metrics, type MetricId, type Proof } from './metrics'
import { judge, measuredText, objectiveKey, objectiveText, type Objective } from './objective'
import type { Search } from './search'
import { fixed } from './units'

/** Weakest first. */
const strength: readonly Proof[] = ['found', 'sampled', 'estimated', 'proved']

/** What stands behind a pass of several objectives: the weakest of them. */
export function answerProof(objectives: readonly Objective[]): Proof {
  const proofs = objectives.map(({ metric }) => metrics[metric].proof)
  return strength.find((proof) => proofs.includes(proof)) ?? 'proved'
}

interface Found {
  points: readonly AnswerPoint[]
  passes: Evidence | undefined
  fails: Evidence | undefined
  settled: boolean
}

/** The answer in sentences: what passes, what fails, what of it is proved, and what was left out. */
export function statementOf(search: Search, objectives: readonly Objective[], found: Found): string {
  if (found.points.length === 0) return 'Nothing has been tried yet.'
  const sentences = [headline(search, found), ...(found.settled ? [] : ['The search is not over.'])]
  if (found.passes !== undefined) sentences.push(...passWords(search, objectives, found.passes))
  if (found.fails !== undefined) sentences.push(...failWords(search, objectives, found.fails))
  return [...sentences, ...remarks(search, found)].join(' ')
}

function headline(search: Search, { points, passes, fails }: Found): string {
  const { best, noun } = axisWords(search)
  const counted = best === 'Fewest' || best === 'Most'
  const one = counted ? `number of ${noun}` : noun
  const known = points.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'open')
  const [low, high] = [known[0]?.value, known.at(-1)?.value]
  if (low === undefined || high === undefined) return `Nothing is known of any ${one} yet.`
  if (passes === undefined) {
    const tightest = search.looser === 'larger' ? low : high
    // Some pass beyond one that is tighter and fails: the remarks say which.
    if (known.some(({ verdict }) => verdict === 'pass')) return `The tightest ${one} that was tried, ${withUnit(search, tightest)}, fails.`
    return `No ${one} that was tried passes, from ${low} to ${withUnit(search, high)}.`
  }
  if (fails === undefined) {
    const [side, least] = search.looser === 'larger' ? ['up', 'at least that'] : ['down', 'that or less']
    return `Every ${one} that was tried passes, ${side} to ${withUnit(search, passes.value)}: the ${best.toLowerCase()} is ${least}.`
  }
  return `${best} ${noun} that ${counted ? 'pass' : 'passes'}: ${withUnit(search, passes.value)} (passes at ${passes.value}, fails at ${fails.value}).`
}

const axisWords = ({ over }: Search): { best: string; noun: string } => findAxes[over] ?? { best: 'Loosest', noun: over }
const withUnit = ({ unit }: Search, value: number): string => (unit === '' || unit === 'bit' ? String(value) : `${value} ${unit}`)

/** What is known where all objectives are met. */
function passWords(search: Search, objectives: readonly Objective[], { value, measured, basis }: Evidence): string[] {
  return objectives.map((objective) => {
    const got = shown(objective, measured)
    switch (objective.metric) {
      case 'worst':
        return `Not proved: worst found, ${got} at ${value}, is an upper bound of the true worst case; no chip below ${objective.limit} % was found there.`
      case 'floor':
        return `Proved at ${value}: every chip inside the box keeps at least ${got}.`
      case 'clean':
        return `Counted at ${value}: ${got} clean.`
      case 'devices':
        return `Counted at ${value}: ${got} devices.`
      case 'yield':
      case 'p05':
      case 'mean':
      case 'min':
        return `Sampled at ${value}: ${objectiveKey(objective)} is ${got} (${basis?.[objectiveKey(objective)] ?? 'random chips'}); other chips may differ.`
      case 'time':
      case 'energy':
      case 'area':
      case 'latency':
        return `Estimated at ${value}: ${metrics[objective.metric].label.toLowerCase()} ${got}.`
    }
  })
}

/** What is known of the tightest value that fails, and of those beyond it. */
function failWords(search: Search, objectives: readonly Objective[], { value, measured }: Evidence): string[] {
  const failing = objectives.filter((objective) => {
    const got = measured[objectiveKey(objective)]
    return got !== undefined && judge(objective, got) !== 'pass'
  })
  const beyond = search.nested ? 'so anything looser fails for certain' : 'so that it fails there for certain'
  return failing.map((objective) => {
    const got = shown(objective, measured)
    switch (objective.metric) {
      case 'worst':
        return `At ${value} a chip with ${got} was found, ${beyond}.`
      case 'floor':
        return `At ${value} no more than ${got} could be certified; that proves no failure.`
      default:
        return `At ${value} ${nameOf(objective.metric)} is ${got}, which ${objectiveText(objective)} does not allow.`
    }
  })
}

const nameOf = (metric: MetricId): string => metrics[metric].label.toLowerCase()

function shown(objective: Objective, measured: Readonly<Record<string, number>>): string {
  const value = measured[objectiveKey(objective)]
  return value === undefined ? 'unknown' : measuredText(objective.metric, value)
}

/** How far the answer can be relied on between the values that were tried. */
function remarks(search: Search, { points, passes, fails, settled }: Found): string[] {
  const words: string[] = []
  if (search.candidates !== undefined && points.length > 1)
    words.push(
      triesAll(search)
        ? `All ${search.candidates.length} values were tried: objectives need not fall evenly along them.`
        : 'Not all values were tried: objectives need not fall evenly along them.',
    )
  const uneven = unevenPair(search, points)
  if (uneven !== undefined) words.push(`${uneven.passes} passes though ${uneven.fails}, which is tighter, fails.`)
  if (settled && passes !== undefined && fails !== undefined && !triesAll(search) && !isNarrow(search, passes.value, fails.value)) {
    const wide = (100 * Math.abs(fails.value - passes.value)) / Math.min(passes.value, fails.value)
    words.push(`The bracket is still ${fixed(wide)} % wide: ${points.length} of at most ${search.mostPoints} points were spent.`)
  }
  const skipped = points.filter(({ verdict }) => verdict === 'skipped')
  if (skipped.length > 0)
    words.push(`Skipped: ${skipped.map(({ value }) => value).join(', ')}${skipped[0]?.why === undefined ? '' : ` (${skipped[0].why})`}`)
  return words
}

/** The loosest value that passes and the tightest that fails, where the latter is the tighter one. */
function unevenPair({ looser }: Search, points: readonly AnswerPoint[]): { passes: number; fails: number } | undefined {
  const known = points.filter(({ verdict }) => verdict !== 'skipped' && verdict !== 'open')
  const ordered = looser === 'larger' ? known : known.reverse()
  const passing = ordered.findLastIndex(({ verdict }) => verdict === 'pass')
  const failing = ordered.findIndex(({ verdict }) => verdict !== 'pass')
  const [passes, fails] = [ordered[passing], ordered[failing]]
  return passes === undefined || fails === undefined || failing > passing ? undefined : { passes: passes.value, fails: fails.value }
}
