import { readFile } from 'node:fs/promises'
import { NadirError } from '../../../shared/errors'
import type { Spec } from '../../../shared/spec'
import { readAxis, readSet } from './assignments'
import type { Context } from './context'

export const specHint = 'A spec file is as {"device": {"threshold": 0.03}}; without one, use --set and --axis.'

export interface SpecArguments {
  file: string | undefined
  set: string[]
  axis: string[]
}

/**
 * The spec that a command line names: the file, or the defaults, with --set and --axis on top. What the command line says
 * of a field replaces what the file says; said twice on the command line, as a list and as an axis, it is refused.
 */
export async function readSpec(context: Context, { file, set, axis }: SpecArguments): Promise<Spec> {
  const sets = set.map(readSet)
  const axes = axis.map(readAxis)
  if (file === undefined)
    return context.call('designs.parse', { spec: Object.fromEntries(sets.map(({ field, value }) => [field, value])), axes })
  const held = await context.call('designs.parse', { spec: await readJsonObject(file, specHint) })
  const spec: Record<string, unknown> = { ...held.fields }
  for (const { field, values, range } of held.axes) spec[field] = range ?? values
  for (const { field } of axes) spec[field] = held.fields[field]
  for (const { field, value } of sets) spec[field] = value
  return context.call('designs.parse', { spec: { ...spec, axes: held.axes.map(({ field }) => field) }, axes })
}

/** A JSON object from a file; `hint` says what else could be named. Throws bad-spec. */
export async function readJsonObject(file: string, hint: string): Promise<Record<string, unknown>> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const message = missing
      ? `There is no file ${file}.`
      : `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`
    throw new NadirError('bad-spec', message, { hint, cause })
  })
  try {
    // Some editors put a byte order mark first.
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) return { ...document }
  } catch (cause) {
    throw new NadirError('bad-spec', `${file} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`, { hint, cause })
  }
  throw new NadirError('bad-spec', `${file} holds no JSON object.`, { hint })
}
