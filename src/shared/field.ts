import type { z } from 'zod'

/** What one field of the spec may hold. */
export type Value = number | string | boolean

/** How a field is shown and what it means; kept beside its schema so that form, help and documentation read one source. */
export interface FieldText {
  label: string
  unit?: string
  help: string
  /** The formula the help shows, in plain text. */
  formula?: string
  source?: string
  control?: 'slider' | 'segmented' | 'select' | 'number' | 'check'
  /** Slider scale; `log2` steps through powers of two. */
  scale?: 'linear' | 'log' | 'log2'
  /** Range the slider covers, where that is narrower than what is allowed. */
  slider?: [number, number]
  advanced?: boolean
  /** Values that a sweep over it starts with, where no range suggests any; the middle one is what a number starts with. */
  usual?: readonly number[]
  /** Another field, and values of it at which this one does nothing. */
  needs?: { field: string; not: readonly Value[] }
  /** What runs had that were saved before there was this field, where that is not its default. */
  before?: Value
}

export function field<S extends z.ZodType>(schema: S, text: FieldText): S {
  return schema.meta({ ...text })
}
