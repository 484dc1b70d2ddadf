import type { Design, FieldInfo, Value } from './fields'
import { metrics } from './metrics'
import type { Objective } from './objective'

/** Fields of a design that a search sets, and why, in sentences. */
export interface Fitted {
  fields: Record<string, Value>
  notes: string[]
}

/** Fields that a search may set. */
export const fittedFields = ['sampling.draws', 'certify.method', 'attack.method', 'attack.steps'] as const

/** Random chips that tell a yield apart: as many as lose none in three of so many, within a reasonable time. */
const mostChips = 1000
const usualChips = 100
/** Search whose finding a pass rests on: on the shipped adversarial LeNet at 0.0721 F-LWC finds 90.0 %, this one 30.5 %. */
const strongest = 'strongest'
/** Certificate that is turned on where one is asked for. */
const certificate = 'linear'

/**
 * What a design needs so that its objectives can be measured, and what none of them needs and only takes time. Fields in
 * `kept`, or of another value than their default, stay as the user has them. Where the worst case
 * counts, the strongest search looks for it.
 */
export function fitDesign(
  design: Design,
  objectives: readonly Objective[],
  table: ReadonlyMap<string, { info: FieldInfo }>,
  kept: ReadonlySet<string>,
): Fitted {
  const fields: Record<string, Value> = {}
  const notes: string[] = []
  const free = (name: string): boolean => {
    const info = table.get(name)?.info
    return info !== undefined && !kept.has(name) && (design as Record<string, Value>)[name] === info.default
  }
  const set = (name: (typeof fittedFields)[number], value: Value, why: string): void => {
    if (!free(name) || (design as Record<string, Value>)[name] === value) return
    fields[name] = value
    notes.push(`${name} = ${String(value)}: ${why}.`)
  }
  const asks = (...ids: Objective['metric'][]): boolean => objectives.some(({ metric }) => ids.includes(metric))
  if (objectives.some(({ metric }) => metrics[metric].proof === 'sampled')) {
    set('sampling.draws', chipsFor(objectives), 'so many random chips are drawn for what is asked of them')
  } else set('sampling.draws', 0, 'no objective asks for random chips')
  if (asks('floor')) {
    const options = table.get('certify.method')?.info.options
    set('certify.method', options?.includes(certificate) === false ? (options.at(-1) ?? certificate) : certificate, 'a floor is asked for')
  }
  if (asks('worst')) set('attack.method', strongest, 'what passes rests on it, and a quicker search may miss chips that are worse by far')
  else set('attack.steps', 1, 'no objective asks for worst found, which is searched in one step only')
  return { fields, notes }
}

/** Three over the share that may be lost: were the yield at its limit, all of so many would pass once in twenty times. */
function chipsFor(objectives: readonly Objective[]): number {
  const wanted = objectives.map(({ metric, limit }) => (metric === 'yield' ? Math.ceil(3 / Math.max(1e-9, 1 - limit / 100)) : usualChips))
  return Math.min(mostChips, Math.max(usualChips, ...wanted))
}
