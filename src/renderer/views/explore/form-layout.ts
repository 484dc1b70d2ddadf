import type { FieldInfo, Value } from '../../../shared/fields'
import type { Draft } from '../../stores/draft'

/** A group of the form and the first parts of the field names that belong to it. */
export interface FormGroup {
  id: string
  title: string
  parts: readonly string[]
}

export const formGroups: readonly FormGroup[] = [
  { id: 'model', title: 'Model', parts: ['model', 'weights', 'activations', 'batchNorm'] },
  { id: 'data', title: 'Data', parts: ['data'] },
  { id: 'device', title: 'Device', parts: ['device', 'variation'] },
  { id: 'mapping', title: 'Mapping', parts: ['mapping'] },
  { id: 'crossbar', title: 'Crossbar', parts: ['crossbar'] },
  { id: 'search', title: 'Search', parts: ['attack', 'sampling', 'yield', 'certify', 'seed'] },
]

/** Values of a field in the form: the one it holds, or all on its axis. */
function chosen(draft: Draft, field: string): readonly Value[] {
  const axis = draft.axes.find((a) => a.field === field)
  return axis?.values ?? [draft.fields[field] ?? '']
}

/** Fields of a group that act on the chosen methods, and at the chosen values of what they need: by the group's parts, then in the order of the core. */
export function fieldsOf(group: FormGroup, fields: readonly FieldInfo[], draft: Draft): FieldInfo[] {
  const methods = chosen(draft, 'attack.method')
  const found = fields.filter(
    (info) =>
      group.parts.includes(info.group) &&
      (info.methods === undefined || info.methods.length === 0 || info.methods.some((m) => methods.includes(m))) &&
      (info.needs === undefined || chosen(draft, info.needs.field).some((value) => info.needs?.not.includes(value) === false)),
  )
  return found.sort((a, b) => group.parts.indexOf(a.group) - group.parts.indexOf(b.group))
}

/** Shown only when asked for: advanced fields that stand at their default. */
export function isTucked(info: FieldInfo, draft: Draft): boolean {
  return info.advanced === true && draft.fields[info.name] === info.default && !draft.axes.some((axis) => axis.field === info.name)
}

/** Values that a short list of whole numbers offers: those that divide the weight bits, else powers of two. */
export function segmentsOf(info: FieldInfo, draft: Draft): number[] {
  const bits = draft.fields['weights.bits']
  const at = draft.fields[info.name]
  const offered =
    info.name === 'device.bitsPerDevice' && typeof bits === 'number'
      ? Array.from({ length: bits }, (_, i) => i + 1).filter((k) => bits % k === 0)
      : [1, 2, 4, 8].filter((v) => v >= (info.min ?? 1) && v <= (info.max ?? 8))
  const values = new Set(offered)
  if (typeof at === 'number') values.add(at)
  return [...values].sort((a, b) => a - b)
}

const nouns: Record<string, string> = {
  'attack.method': 'searches',
  'sampling.kind': 'error distributions',
  'sampling.draws': 'draw counts',
  'data.set': 'data sets',
  'weights.bits': 'weight precisions',
  'activations.bits': 'activation precisions',
}

/** Several of a field's values, as a word after their number: 3 networks, 30 thresholds. */
export function nounOf(info: FieldInfo): string {
  const label = info.label.toLowerCase()
  return nouns[info.name] ?? (/s$|\s/.test(label) ? label : `${label}s`)
}

/** Words that name the values of an enumerated field in the form; the values themselves stay as files have them. */
const words: Record<string, string> = {
  'sign-magnitude': 'sign-mag.',
  differential: 'diff. pair',
  'truncated-gaussian': 'truncated Gaussian',
}

export function wordOf(value: string): string {
  return words[value] ?? value
}
