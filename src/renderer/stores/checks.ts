import { derive, type Derived, type LayerShape } from '../../shared/device-math'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { Design, FieldInfo, Value } from '../../shared/fields'
import { expectation } from '../../shared/parse-spec'
import { expandSpec, pointCount, type Axis } from '../../shared/spec'
import { baseDesign, type Draft } from './draft'

/** What is wrong with a field, in words: said at the field itself. */
export interface FieldProblem {
  message: string
  hint?: string
}

/** Whether a field may hold a value. What lies on an open end is left to the core, which knows the schema. */
export function checkValue(info: FieldInfo, value: Value): FieldProblem | undefined {
  if (info.kind !== 'number' && info.kind !== 'integer') {
    return info.kind !== 'choice' || info.options.includes(String(value)) ? undefined : { message: expectation(info) }
  }
  if (typeof value !== 'number') return info.options.includes(String(value)) ? undefined : { message: expectation(info) }
  if (info.max !== undefined && value > info.max) return { message: `at most ${info.max}` }
  if (info.min !== undefined && value < info.min) return { message: `at least ${info.min}` }
  if (info.kind === 'integer' && !Number.isInteger(value)) return { message: 'a whole number' }
  return undefined
}

function checkAxis(info: FieldInfo, axis: Axis): FieldProblem | undefined {
  const { range } = axis
  if (range !== undefined) {
    if (range.scale === 'log' && (range.from <= 0 || range.to <= 0))
      return { message: 'a log range needs ends above zero', hint: 'Use a linear scale, or ends above zero.' }
    if (!Number.isInteger(range.steps) || range.steps < 1) return { message: 'steps: a whole number from 1' }
    const ends =
      checkValue({ ...info, kind: 'number', options: [] }, range.from) ?? checkValue({ ...info, kind: 'number', options: [] }, range.to)
    if (ends !== undefined) return ends
  }
  if (axis.values.length === 0) return { message: 'at least one value' }
  for (const value of axis.values) {
    const problem = checkValue(info, value)
    if (problem !== undefined) return { ...problem, message: `${String(value)}: ${problem.message}` }
  }
  return undefined
}

/** Every field of a draft that cannot be as it is. */
export function checkDraft(draft: Draft, fields: readonly FieldInfo[]): Map<string, FieldProblem> {
  const problems = new Map<string, FieldProblem>()
  for (const info of fields) {
    const axis = draft.axes.find((a) => a.field === info.name)
    const value = draft.fields[info.name]
    const problem = axis === undefined ? (value === undefined ? undefined : checkValue(info, value)) : checkAxis(info, axis)
    if (problem !== undefined) problems.set(info.name, problem)
  }
  return problems
}

/** The field at which an error is said: the one it names, or the one its code is about. */
export function fieldOfError(error: ErrorDocument, fields: readonly FieldInfo[]): string | undefined {
  const text = `${error.message} ${error.hint ?? ''}`
  const named = [...fields]
    .sort((a, b) => b.name.length - a.name.length)
    .find((info) => info.name.includes('.') && text.includes(info.name))
  if (error.code === 'not-divisible') return 'device.bitsPerDevice'
  if (error.code === 'unknown-model') return 'model'
  if (error.code === 'unknown-dataset' || error.code === 'data-missing') return 'data.set'
  if (error.code === 'unknown-method') return text.includes('device.preset') ? 'device.preset' : 'attack.method'
  if (error.code === 'out-of-range' && error.message.includes('conductance window')) return 'device.threshold'
  return named?.name
}

/** Fields that decide whether a design can be built. */
const decisive = new Set(['weights.bits', 'device.bitsPerDevice', 'device.threshold', 'device.thresholdUnit'])
const mostTried = 200

/**
 * What follows from the form's design, or why nothing does. Of a sweep that cannot be built where the form is the first design that can
 * be counts: those that cannot are marked when it runs, and the others run.
 */
export function deriveDraft(draft: Draft, shapes: readonly LayerShape[]): { design?: Design; derived?: Derived; error?: ErrorDocument } {
  const axes = draft.axes.filter((axis) => decisive.has(axis.field) && axis.values.length > 0)
  const tried = pointCount({ fields: {}, axes }) > mostTried ? [] : axes
  let error: ErrorDocument | undefined
  for (const at of [{}, ...expandSpec({ fields: {}, axes: tried }).map((one) => one.at)]) {
    try {
      const design = { ...baseDesign(draft), ...at }
      return { design, derived: derive(design, shapes) }
    } catch (thrown) {
      error ??= NadirError.from(thrown).toDocument()
    }
  }
  return error === undefined ? {} : { error }
}
