import { box } from './device-math'
import { NadirError } from './errors'
import { familyKey } from './family'
import type { Design, FieldInfo } from './fields'
import { certifiedRange, findAxes, type FindAxis } from './find-axes'
import { objectiveText, type Objective } from './objective'
import { parseValue } from './parse-spec'
import type { Search } from './search'
import { unknownField } from './unknown-name'
import { setSize } from './variation'
import { isSizedByThreshold } from './variation-fields'
import type { FieldTable } from './spec'

/** Where to look, as a door says it. */
export interface SearchRange {
  from?: number | undefined
  to?: number | undefined
  tolerance?: number | undefined
  points?: number | undefined
}

/** Fewest points that can tell anything, and most of one search. */
export const [leastPoints, mostPoints] = [3, 200]
const usual = { tolerance: 0.01, points: 24 }
/** As many whole numbers are candidates one by one. */
const mostCandidates = 64

/**
 * A search over a field of a design. Throws unknown-field, bad-value where the field cannot be searched or does nothing in
 * this design, out-of-range for an empty or impossible range.
 */
export function openSearch(table: FieldTable, design: Design, over: string, objectives: readonly Objective[], given: SearchRange): Search {
  const info = table.get(over)?.info
  if (info === undefined) throw unknownField(table.keys(), over)
  const axis = findAxes[over]
  if (axis === undefined)
    throw new NadirError('bad-value', `No loosest ${over} can be found.`, { hint: `Search one of ${Object.keys(findAxes).join(', ')}.` })
  requireUse(info, design)
  const { from, to } = rangeOf(axis, info, design, objectives, given)
  for (const end of [from, to]) parseValue(table, over, info.kind === 'integer' ? Math.round(end) : end)
  if (axis.scale === 'log' && !(from > 0))
    throw new NadirError('out-of-range', `${over} is searched on a log scale, which has no ${from}.`, { hint: 'Give a --from above zero.' })
  if (!(from < to)) throw new NadirError('out-of-range', `Nothing lies between ${from} and ${to}.`, { hint: 'Give --from below --to.' })
  const candidates = info.kind === 'integer' ? candidatesOf(info, from, to) : undefined
  return {
    objectives: objectives.map(objectiveText),
    over,
    looser: axis.looser,
    unit: over === 'device.threshold' ? design['device.thresholdUnit'] : (info.unit ?? ''),
    from,
    to,
    scale: axis.scale,
    ...(candidates === undefined ? {} : { candidates }),
    tolerance: given.tolerance ?? usual.tolerance,
    mostPoints: given.points ?? usual.points,
    nested: isNested(design, over, candidates ?? [from, to], axis),
    notes: [],
  }
}

function requireUse({ name, needs }: FieldInfo, design: Design): void {
  const threshold = name === 'device.threshold' && !isSizedByThreshold(design)
  const unused = needs?.not.find((value) => value === design[needs.field as keyof Design])
  if (!threshold && unused === undefined) return
  const [field, value] = threshold ? ['variation.kind', design['variation.kind']] : [needs?.field ?? '', unused]
  throw new NadirError('bad-value', `${name} does nothing in this design: ${field} is ${String(value)}.`, {
    hint: `Set ${field} to something else, or search another field.`,
  })
}

function rangeOf(
  axis: FindAxis,
  info: FieldInfo,
  design: Design,
  objectives: readonly Objective[],
  given: SearchRange,
): { from: number; to: number } {
  const certified = info.name === 'device.threshold' && objectives.some(({ metric }) => metric === 'floor')
  const [low, high] = certified ? certifiedRange : axis.range
  const scale = info.name === 'device.threshold' && design['device.thresholdUnit'] === 'level' ? 2 ** design['device.bitsPerDevice'] - 1 : 1
  const bits = design['weights.bits']
  const top = info.name === 'device.bitsPerDevice' && typeof bits === 'number' ? bits : high * scale
  return { from: given.from ?? low * scale, to: given.to ?? Math.max(top, low * scale) }
}

/** Whole numbers between the ends; of a field in powers of two, those and the ends. */
function candidatesOf({ scale, name }: FieldInfo, from: number, to: number): number[] {
  const [low, high] = [Math.ceil(from), Math.floor(to)]
  const all = Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => low + i)
  const listed = scale === 'log2' ? all.filter((n) => n === low || n === high || Number.isInteger(Math.log2(n))) : all
  if (listed.length >= 2 && listed.length <= mostCandidates) return listed
  throw new NadirError('out-of-range', `${name} has ${listed.length} values from ${from} to ${to}.`, {
    hint: `Choose a range of 2 to ${mostCandidates} values.`,
  })
}

/** True where all values are boxes of one family, each inside the looser ones. */
function isNested(design: Design, over: string, values: readonly number[], { looser }: FindAxis): boolean {
  const designs = values.map((value): Design => ({ ...design, [over]: value, 'attack.sharing': 'on' }))
  try {
    for (const one of designs) box(one)
    if (new Set(designs.map(familyKey)).size > 1) return false
    const sizes = designs.map(setSize)
    return sizes.every((size, i) => i === 0 || (looser === 'larger' ? size >= (sizes[i - 1] ?? 0) : size <= (sizes[i - 1] ?? 0)))
  } catch {
    // Values that cannot be built have no box.
    return false
  }
}
