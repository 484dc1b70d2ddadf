import { z } from 'zod'
import type { FieldTable } from './spec'

type JsonObject = Record<string, unknown>

/**
 * JSON Schema of a spec file, from the fields' own schemas, so that editors complete and check what is written.
 * Nested as files are; each field takes a value, a list or a range.
 */
export function specJsonSchema(table: FieldTable): JsonObject {
  const root: JsonObject = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Nadir spec',
    description: 'One experiment: a value, a list or a range in each field; fields left out keep their defaults.',
    ...group(),
  }
  const properties = root['properties'] as JsonObject
  properties['$schema'] = { type: 'string' }
  properties['axes'] = {
    type: 'array',
    items: { enum: [...table.keys()] },
    maxItems: 4,
    description: 'Order of the axes: the first runs along x.',
  }
  root['$defs'] = {
    range: {
      type: 'object',
      required: ['from', 'to', 'steps'],
      additionalProperties: false,
      properties: {
        from: { type: 'number' },
        to: { type: 'number' },
        steps: { type: 'integer', minimum: 1 },
        scale: { enum: ['linear', 'log'] },
      },
    },
  }
  for (const [name, { schema, info }] of table) {
    const path = name.split('.')
    let place = root
    for (const part of path.slice(0, -1)) {
      const inner = place['properties'] as JsonObject
      place = (inner[part] ??= group()) as JsonObject
    }
    const { $schema: _dialect, default: fallback, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonObject
    const value: JsonObject = Object.fromEntries(
      Object.entries(rest).filter(([key]) => ['type', 'enum', 'anyOf', 'minimum', 'maximum', 'exclusiveMinimum'].includes(key)),
    )
    const inner = place['properties'] as JsonObject
    inner[path.at(-1) ?? name] = {
      title: info.label,
      description: `${info.help}${info.unit === undefined ? '' : ` Unit: ${info.unit}.`}`,
      default: fallback,
      anyOf: [
        value,
        { type: 'array', items: value, minItems: 1 },
        ...(info.kind === 'number' || info.kind === 'integer' ? [{ $ref: '#/$defs/range' }] : []),
      ],
    }
  }
  return root
}

function group(): JsonObject {
  return { type: 'object', additionalProperties: false, properties: {} }
}
