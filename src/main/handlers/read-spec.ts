import { z } from 'zod'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { parseSpec } from '../../shared/parse-spec'
import { expandSpec, valueBefore, type FieldTable, type Spec } from '../../shared/spec'

/** A spec as a door got it from an earlier call; what its fields hold is checked as that of any other. */
const parsedSpec = z.strictObject({
  fields: z.record(z.string(), z.unknown()),
  axes: z.array(z.object({ field: z.string(), values: z.array(z.unknown()), range: z.unknown().optional() })),
})

interface GivenAxis {
  field: string
  value: unknown
}

/**
 * Reads a spec in any form it travels in: nested as in a file, by dotted names, or parsed before.
 * Throws as `parseSpec` does. Of a saved run's spec, fields that came after it stay as they acted then.
 */
export function readSpec(table: FieldTable, input: Record<string, unknown>, extraAxes: GivenAxis[] = [], saved = false): Spec {
  const unsaid = saved ? valueBefore : undefined
  const parsed = parsedSpec.safeParse(input)
  if (!parsed.success) return parseSpec(table, input, extraAxes, unsaid)
  const { fields, axes } = parsed.data
  // A field on an axis holds a value too, which says nothing: the axis does.
  const onAxis = new Set(axes.map((axis) => axis.field))
  const plain = Object.fromEntries(Object.entries(fields).filter(([name]) => !onAxis.has(name)))
  const own = axes.map(({ field, values, range }): GivenAxis => ({ field, value: range ?? values }))
  return parseSpec(table, plain, [...own, ...extraAxes], unsaid)
}

/** The design of a spec; of a sweep that of its first point. Throws as `readSpec` does. */
export function firstDesign(table: FieldTable, input: Record<string, unknown>): Design {
  const [first] = expandSpec(readSpec(table, input))
  if (first === undefined) throw new NadirError('bad-spec', 'The spec has no point.', { hint: 'Give each axis at least one value.' })
  return first.design
}
