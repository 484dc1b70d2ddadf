import { z } from 'zod'
import { NadirError } from './errors'
import type { FieldInfo, Value } from './fields'
import { issuesText } from './issues'
import { axisValues, maxAxes, maxPoints, pointCount, type Axis, type AxisRange, type FieldTable, type Spec } from './spec'
import { unknownField } from './unknown-name'

const rangeSchema = z.strictObject({
  from: z.number(),
  to: z.number(),
  steps: z.int().min(1),
  scale: z.enum(['linear', 'log']).default('linear'),
})

const rangeHint =
  'A range is {"from": 0.005, "to": 0.04, "steps": 8, "scale": "linear"}, on the command line 0.005:0.04:8, with :log behind it for a logarithmic one.'

/** JSON has neither NaN nor infinities: the doors that speak it send their names. */
const unspoken: ReadonlyMap<unknown, number> = new Map(
  [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((n) => [String(n), n]),
)

/** Checks one value of one field; the error says what was expected and what came. */
export function parseValue(table: FieldTable, name: string, value: unknown): Value {
  const entry = table.get(name)
  if (entry === undefined) throw unknownField(table.keys(), name)
  const { info, schema } = entry
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as Value
  const numeric = info.kind === 'number' || info.kind === 'integer'
  const given = numeric ? (unspoken.get(value) ?? value) : value
  const hint = `${name}: ${expectation(info)}.`
  if (numeric && typeof given === 'number' && Number.isNaN(given)) {
    throw new NadirError('not-a-number', `${name} is not a number (NaN).`, { hint })
  }
  if (numeric && typeof given === 'number') throw new NadirError('out-of-range', `${name} = ${given} is out of range.`, { hint })
  throw new NadirError('bad-value', `${name} cannot be ${JSON.stringify(given) ?? String(given)}.`, { hint })
}

/** What a field accepts, in words. */
export function expectation(info: FieldInfo): string {
  if (info.kind === 'flag') return 'expected true or false'
  if (info.kind === 'choice') return `expected one of ${info.options.join(', ')}`
  if (info.kind === 'text') return 'expected a name'
  const kind = info.kind === 'integer' ? 'a whole number' : 'a number'
  const low = info.min === undefined ? '' : info.above === true ? ` above ${info.min}` : ` from ${info.min}`
  const high = info.max === undefined ? '' : `${info.kind === 'number' ? ', at most' : ' to'} ${info.max}`
  return `expected ${kind}${low}${high}${info.unit ? ` ${info.unit}` : ''}${info.options.map((o) => ` or ${o}`).join('')}`
}

/**
 * Reads a spec in either form, nested as in a file (`{device: {threshold: 0.03}}`) or by dotted names, and fills the
 * defaults. A field may hold a value, a list, or a range. Order of axes: `axes` if given, else as they appear. `unsaid`: what a field holds
 * that the spec does not name.
 * Throws NadirError: unknown-field, bad-value, out-of-range, not-a-number, list-and-axis, too-many-axes, too-many-points.
 */
export function parseSpec(
  table: FieldTable,
  input: unknown,
  extraAxes: { field: string; value: unknown }[] = [],
  unsaid: (info: FieldInfo) => Value = (info) => info.default,
): Spec {
  const given = flatten(table, input)
  const order = given.order
  const axes = new Map<string, Axis>()
  const fields: Record<string, Value> = {}
  for (const [name, value] of given.values) {
    const axis = readAxis(table, name, value)
    if (axis === undefined) fields[name] = parseValue(table, name, value)
    else axes.set(name, axis)
  }
  for (const { field, value } of extraAxes) {
    if (axes.has(field)) {
      throw new NadirError('list-and-axis', `${field} has a list or range of its own and is an axis too.`, {
        hint: 'Give its values once: as a list or as an axis.',
      })
    }
    const axis = readAxis(table, field, value)
    if (axis === undefined) fields[field] = parseValue(table, field, value)
    else axes.set(field, axis)
  }
  for (const [name, { info }] of table) fields[name] ??= axes.get(name)?.values[0] ?? unsaid(info)
  const sorted = [...axes.values()].sort((a, b) => rank(order, a.field) - rank(order, b.field))
  const spec = { fields, axes: sorted }
  checkSize(spec)
  return spec
}

function rank(order: string[], name: string): number {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

function readAxis(table: FieldTable, name: string, value: unknown): Axis | undefined {
  if (!table.has(name)) throw unknownField(table.keys(), name)
  if (Array.isArray(value)) {
    if (value.length === 0) throw new NadirError('bad-value', `${name} has an empty list.`, { hint: 'Give at least one value.' })
    checkCount(value.length)
    const values = value.map((v) => parseValue(table, name, v))
    return { field: name, values: [...new Set(values)] }
  }
  if (typeof value !== 'object' || value === null) return undefined
  const range = readRange(name, value)
  checkCount(range.steps)
  if (range.scale === 'log' && (range.from <= 0 || range.to <= 0)) {
    throw new NadirError('out-of-range', `The log range of ${name} needs ends above zero.`, {
      hint: 'Use a linear scale, or ends above zero.',
    })
  }
  const kind = table.get(name)?.info.kind
  const raw = axisValues(range).map((v) => (kind === 'integer' ? Math.round(v) : v))
  return { field: name, values: [...new Set(raw.map((v) => parseValue(table, name, v)))], range }
}

function readRange(name: string, given: object): AxisRange {
  const ends: Record<string, unknown> = { ...given }
  for (const end of ['from', 'to']) {
    const value = unspoken.get(ends[end]) ?? ends[end]
    if (typeof value !== 'number' || Number.isFinite(value)) continue
    const [code, what] = Number.isNaN(value)
      ? (['not-a-number', 'is not a number (NaN)'] as const)
      : (['out-of-range', 'is not finite'] as const)
    throw new NadirError(code, `"${end}" of the range of ${name} ${what}.`, { hint: rangeHint })
  }
  const parsed = rangeSchema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new NadirError('bad-value', `The range of ${name} cannot be used: ${issuesText(parsed.error)}.`, { hint: rangeHint })
}

function checkCount(count: number): void {
  if (count > maxPoints) throw tooManyPoints(count)
}

function tooManyPoints(count: number): NadirError {
  return new NadirError('too-many-points', `This sweep has ${count.toLocaleString('en')} points; at most 1,000,000 are planned.`, {
    hint: 'Use fewer steps on an axis, or split the sweep.',
  })
}

function checkSize(spec: Spec): void {
  if (spec.axes.length > maxAxes) {
    throw new NadirError('too-many-axes', `This sweep has ${spec.axes.length} axes; at most ${maxAxes} are possible.`, {
      hint: 'Turn some axes back into single values.',
    })
  }
  const count = pointCount(spec)
  if (count > maxPoints) throw tooManyPoints(count)
}

function flatten(table: FieldTable, input: unknown): { values: Map<string, unknown>; order: string[] } {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new NadirError('bad-spec', 'A spec is a JSON object of fields.', { hint: 'For example {"device": {"threshold": 0.03}}.' })
  }
  const values = new Map<string, unknown>()
  let order: string[] = []
  const visit = (object: object, prefix: string): void => {
    for (const [key, value] of Object.entries<unknown>({ ...object })) {
      const name = prefix + key
      if (prefix === '' && key === '$schema') continue
      if (prefix === '' && key === 'axes') order = readOrder(table, value)
      else if (table.has(name)) {
        if (values.has(name)) throw new NadirError('bad-spec', `${name} is given twice.`, { hint: 'Keep one of the two.' })
        values.set(name, value)
      } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && isGroup(table, name)) visit(value, `${name}.`)
      else throw unknownField(table.keys(), name)
    }
  }
  visit(input, '')
  return { values, order }
}

/** Names of axes, the first along x; one whose field holds a single value says nothing. */
function readOrder(table: FieldTable, value: unknown): string[] {
  const names = z.array(z.string()).safeParse(value)
  if (!names.success) {
    throw new NadirError('bad-spec', '"axes" is a list of field names.', {
      hint: 'For example ["device.threshold", "device.bitsPerDevice"].',
    })
  }
  const strange = names.data.find((name) => !table.has(name))
  if (strange !== undefined) throw unknownField(table.keys(), strange)
  return names.data
}

function isGroup(table: FieldTable, name: string): boolean {
  for (const known of table.keys()) if (known.startsWith(`${name}.`)) return true
  return false
}
