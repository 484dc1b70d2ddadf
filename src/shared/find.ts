import type { Search } from './search'

/** A value that was tried: whether it meets the objectives, undefined where that is not known (it cannot be built, or failed to be computed). */
export interface Tested {
  value: number
  passes: boolean | undefined
}

/** The loosest value that passes and the tightest known to fail beyond it; either may be missing. */
export interface Bracket {
  pass?: number
  fail?: number
}

/** Values that a search begins with, and that one round adds: two, since each round of a sweep shares one pass over all its boxes. */
const [first, aRound] = [5, 2]

/** As few candidates are all tried, so that nothing rests on the numbers between them. */
export const fewCandidates = 8

/** True where every candidate is tried. */
export function triesAll({ candidates, mostPoints }: Search): boolean {
  return candidates !== undefined && candidates.length <= Math.min(fewCandidates, mostPoints)
}

/**
 * What to try next, ascending, or `done`. Begins with a few values over the whole range and closes in, two at a time,
 * between the tightest value that fails and the loosest below it that passes, until that is narrow enough or so many points
 * are spent. A pure function of what was tried, in whatever order: a search that was cut off goes on as if it had not been.
 * Where passing does not fall evenly it still ends, at a value that passes beside one that fails.
 */
export function nextValues(search: Search, tested: readonly Tested[]): number[] | 'done' {
  const known = new Set(tested.map(({ value }) => value))
  const fresh = (values: readonly number[]): number[] | 'done' => {
    const room = Math.max(0, search.mostPoints - known.size)
    const next = [...new Set(values)].filter((value) => !known.has(value)).slice(0, room)
    return next.length === 0 ? 'done' : next.sort((a, b) => a - b)
  }
  if (tested.length === 0) return fresh(firstValues(search))
  if (triesAll(search)) return fresh(search.candidates ?? [])
  const { pass, fail } = bracketOf(search, tested)
  if (pass === undefined || fail === undefined || isNarrow(search, pass, fail)) return 'done'
  return fresh(between(search, pass, fail, known))
}

/** The values a search begins with. */
export function firstValues(search: Search): number[] {
  if (triesAll(search)) return search.candidates ?? []
  const count = Math.min(first, search.mostPoints)
  if (search.candidates !== undefined) {
    const last = search.candidates.length - 1
    const places = Array.from({ length: count }, (_, i) => Math.round((i * last) / (count - 1)))
    return [...new Set(places)].flatMap((place) => search.candidates?.[place] ?? [])
  }
  return Array.from({ length: count }, (_, i) => valueAt(search, search.from, search.to, i / (count - 1)))
}

/**
 * Where the answer lies. Closing in keeps to the tightest value that fails, for what fails inside a box fails in every
 * larger one; where all values were tried, the loosest that passes counts, and the next looser one that fails.
 */
export function bracketOf(search: Search, tested: readonly Tested[]): Bracket {
  const ascending = tested.filter(({ passes }) => passes !== undefined).sort((a, b) => a.value - b.value)
  const ordered = search.looser === 'larger' ? ascending : ascending.reverse()
  const failing = triesAll(search)
    ? ordered.findLastIndex(({ passes }) => passes === true) + 1
    : ordered.findIndex(({ passes }) => passes === false)
  const end = failing < 0 ? ordered.length : failing
  const pass = ordered[end - 1]
  const fail = ordered[end]
  return { ...(pass === undefined ? {} : { pass: pass.value }), ...(fail === undefined ? {} : { fail: fail.value }) }
}

/** True where nothing is left between the two, or less than the tolerance. */
export function isNarrow({ candidates, tolerance }: Search, pass: number, fail: number): boolean {
  if (candidates !== undefined) return candidates.every((value) => value <= Math.min(pass, fail) || value >= Math.max(pass, fail))
  return Math.abs(fail - pass) <= tolerance * Math.min(Math.abs(pass), Math.abs(fail))
}

/** Two values that part the bracket in three; of candidates those nearest to that. */
function between(search: Search, pass: number, fail: number, known: ReadonlySet<number>): number[] {
  const [low, high] = [Math.min(pass, fail), Math.max(pass, fail)]
  const shares = Array.from({ length: aRound }, (_, i) => (i + 1) / (aRound + 1))
  if (search.candidates === undefined) return shares.map((share) => valueAt(search, low, high, share))
  const inside = search.candidates.filter((value) => value > low && value < high && !known.has(value))
  return shares.flatMap((share) => inside[Math.min(inside.length - 1, Math.floor(share * inside.length))] ?? [])
}

/** A value between two, with no more digits than the tolerance can tell apart. */
function valueAt({ scale, tolerance, from, to }: Search, low: number, high: number, share: number): number {
  const value = scale === 'log' ? low * (high / low) ** share : low + (high - low) * share
  // The ends are as they were asked for.
  if (value <= from || share === 0) return low
  if (value >= to || share === 1) return high
  return Number(value.toPrecision(Math.max(3, Math.ceil(-Math.log10(tolerance)) + 2)))
}
