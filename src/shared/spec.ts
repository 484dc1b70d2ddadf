import type { z } from 'zod'
import { coreFields, describeField, type Design, type FieldInfo, type Value } from './fields'

/** A range as it was asked for; its values are derived, rounded to 12 significant digits. */
export interface AxisRange {
  from: number
  to: number
  steps: number
  scale: 'linear' | 'log'
}

/** A field that takes several values in one run: listed, or from a range. */
export interface Axis {
  field: string
  values: Value[]
  range?: AxisRange
}

/** An experiment as every door passes it: a value in each field, and up to four axes that replace some of them. */
export interface Spec {
  fields: Record<string, Value>
  axes: Axis[]
}

export const maxAxes = 4
export const maxPoints = 1_000_000

/** All fields by name: the core ones and those that methods add. */
export type FieldTable = ReadonlyMap<string, { schema: z.ZodType; info: FieldInfo }>

export function createFieldTable(methodFields: Iterable<{ name: string; schema: z.ZodType; methods: string[] }> = []): FieldTable {
  const table = new Map<string, { schema: z.ZodType; info: FieldInfo }>()
  for (const [name, schema] of Object.entries(coreFields)) table.set(name, { schema, info: describeField(name, schema) })
  for (const { name, schema, methods } of methodFields) {
    const known = table.get(name)
    table.set(name, { schema: known?.schema ?? schema, info: describeField(name, known?.schema ?? schema, methods) })
  }
  return table
}

/** Values of a range, both ends included, rounded to 12 significant digits so that 0.1 x 3 is 0.3. */
export function axisValues(range: AxisRange): number[] {
  const { from, to, steps, scale } = range
  return Array.from({ length: steps }, (_, i) => {
    const share = steps === 1 ? 0 : i / (steps - 1)
    const value = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
    return Number(value.toPrecision(12))
  })
}

export function pointCount(spec: Spec): number {
  return spec.axes.reduce((product, axis) => product * axis.values.length, 1)
}

/** What a field had in effect in a run that was saved before there was one. */
export function valueBefore(info: FieldInfo): Value {
  return info.before ?? info.default
}

/** A saved design with the fields that came after it, as they acted when it was saved: it stays the design it was. */
export function completeDesign(table: FieldTable, saved: Partial<Design>): Design {
  return { ...Object.fromEntries([...table].map(([name, { info }]) => [name, valueBefore(info)])), ...saved } as Design
}

/** A saved spec with the fields that came after it, as they acted when it was saved. */
export function completeSpec(table: FieldTable, saved: Spec): Spec {
  return { ...saved, fields: completeDesign(table, saved.fields) }
}

/** The design of a point: the spec's fields with the point's own on the axes. */
export function designAt(spec: Pick<Spec, 'fields'>, at: Record<string, Value>): Design {
  return { ...spec.fields, ...at } as Design
}

/** The designs of a sweep in plan order: the first axis runs fastest, so a curve of it is contiguous. */
export function expandSpec(spec: Spec): { design: Design; at: Record<string, Value> }[] {
  const count = pointCount(spec)
  return Array.from({ length: count }, (_, index) => {
    const at: Record<string, Value> = {}
    let rest = index
    for (const axis of spec.axes) {
      const value = axis.values[rest % axis.values.length]
      if (value !== undefined) at[axis.field] = value
      rest = Math.floor(rest / axis.values.length)
    }
    return { design: designAt(spec, at), at }
  })
}

/** The spec as a file holds it: nested, ranges as ranges, with the order of its axes. */
export function specToFile(spec: Spec): Record<string, unknown> {
  const file: Record<string, unknown> = {}
  const axes = new Map(spec.axes.map((axis) => [axis.field, axis]))
  for (const name of Object.keys(spec.fields)) {
    const axis = axes.get(name)
    const value = axis === undefined ? spec.fields[name] : (axis.range ?? axis.values)
    const path = name.split('.')
    let place = file
    for (const part of path.slice(0, -1)) place = (place[part] ??= {}) as Record<string, unknown>
    place[path.at(-1) ?? name] = value
  }
  if (spec.axes.length > 0) file['axes'] = spec.axes.map((axis) => axis.field)
  return file
}
