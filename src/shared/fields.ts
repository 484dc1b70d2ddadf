import { z } from 'zod'
import { field, type FieldText, type Value } from './field'
import { arrayFields } from './array-fields'
import { certifyFields } from './certify-fields'
import { deviceFields } from './device-fields'
import { searchFields } from './search-fields'
import { variationFields } from './variation-fields'
import { yieldFields } from './yield-fields'

export type { FieldText, Value } from './field'

const bits = z.union([z.int().min(1).max(8), z.literal('float')])
const images = z.union([z.int().min(1).max(60_000), z.literal('all')])
const split = z.enum(['test', 'train'])

/**
 * The fields every design has, in the order the form shows them. Methods add fields of their own under `attack.`.
 * Names are the same in the form, a spec file, `--set`, tables and reports.
 */
export const coreFields = {
  model: field(z.string().min(1).default('lenet-w4a4'), {
    label: 'Network',
    help: 'The trained network whose weights are programmed into the array. `nadir models` lists what is there.',
    control: 'select',
  }),
  'weights.bits': field(bits.default(4), {
    label: 'Weights',
    unit: 'bit',
    help: 'Bits of magnitude a weight, M. A float weight is not quantised: slices do not apply and the threshold is in window units only.',
    formula: 'w = s sign q / (2^M - 1), q = 0 .. 2^M - 1',
    source: '[Y] II-B',
    control: 'slider',
  }),
  'activations.bits': field(bits.default(4), {
    label: 'Activations',
    unit: 'bit',
    help: 'Bits of every layer input, the image included: uniform levels from 0 to the clip calibrated in training.',
    control: 'slider',
  }),
  'weights.scale': field(z.enum(['layer', 'global']).default('layer'), {
    label: 'Scale',
    help: 'Full scale s of the weights: the largest |w| of each layer, or of the whole network.',
    formula: 's = max |w|',
    control: 'segmented',
    advanced: true,
  }),
  'weights.zeroExact': field(z.boolean().default(false), {
    label: 'Zeros exact',
    help: 'Devices of zero weights are left unprogrammed and do not err.',
    control: 'check',
    advanced: true,
  }),
  'weights.protect': field(z.number().min(0).max(100).default(0), {
    label: 'Protected',
    unit: '%',
    help: 'Share of all weights whose devices are written and verified more finely than the rest: those on which the network depends most.',
    source: 'METHODS 1, selective write-verify',
    control: 'slider',
    slider: [0, 50],
    usual: [0, 1, 2, 5, 10, 20],
    advanced: true,
  }),
  'weights.protectBy': field(z.enum(['gradient', 'curvature']).default('gradient'), {
    label: 'Ranked by',
    help: 'What tells the weights to protect, on 1,000 training images. gradient: slope of the cross entropy times full scale. curvature: its second derivative times the largest weight, plus the weight itself.',
    formula: '|dL/dw| s, or |d2L/dw2| max|w| + |w|',
    source: 'METHODS 1',
    needs: { field: 'weights.protect', not: [0] },
    control: 'segmented',
    advanced: true,
  }),
  'weights.protectTo': field(z.number().min(0).max(1).default(0), {
    label: 'Error left',
    help: 'What protected weights may still err by, as a share of the others\u2019 bound; 0 is exact.',
    needs: { field: 'weights.protect', not: [0] },
    control: 'number',
    advanced: true,
  }),
  'data.set': field(z.string().min(1).default('mnist'), {
    label: 'Data set',
    help: 'Labelled images on which accuracy is counted. `nadir data` lists what is there.',
    control: 'select',
  }),
  'data.score.images': field(images.default('all'), {
    label: 'Scored on',
    unit: 'images',
    help: 'How many images accuracy is counted on: all of the split, or that many drawn from it by the seed.',
    control: 'number',
  }),
  'data.score.split': field(split.default('test'), {
    label: 'Scored split',
    help: 'The part of the data set that accuracy is counted on.',
    control: 'segmented',
    advanced: true,
  }),
  'data.attack.images': field(images.default('all'), {
    label: 'Searched on',
    unit: 'images',
    help: 'How many images the search for the worst case sees. Fewer are faster; the score still counts all scored images.',
    control: 'number',
  }),
  'data.attack.split': field(split.default('test'), {
    label: 'Searched split',
    help: 'The part of the data set that the search sees.',
    control: 'segmented',
    advanced: true,
  }),
  'device.threshold': field(z.number().positive().max(128).default(0.03), {
    label: 'Threshold',
    help: 'Largest error that write-verify leaves on a device after programming.',
    formula: 't = th_level / (2^K - 1) = th_window',
    source: '[Y] Eq. 4',
    control: 'slider',
    slider: [0.001, 0.1],
    scale: 'log',
  }),
  'device.thresholdUnit': field(z.enum(['window', 'level']).default('window'), {
    label: 'Unit',
    help: 'window: fraction of the conductance window. level: spacings between neighbouring device states. In level units more bits a device tighten the bound; in window units they do not change the worst case of an ideal array.',
    formula: 'th_level = th_window (2^K - 1)',
    source: '[Y] Eq. 4',
    control: 'segmented',
  }),
  'device.bitsPerDevice': field(z.int().min(1).max(8).default(2), {
    label: 'Bits a device',
    unit: 'bit',
    help: 'Bits stored in one device, K. A weight takes M / K devices, so M must be divisible by K.',
    formula: 'slices = M / K',
    source: '[Y] II-B',
    control: 'segmented',
  }),
  ...deviceFields,
  ...variationFields,
  'mapping.scheme': field(z.enum(['sign-magnitude', 'differential', 'offset']).default('sign-magnitude'), {
    label: 'Scheme',
    help: 'How signed weights become conductances. Sign-magnitude: one device group, the idle polarity exact. Differential pair: two devices that both err. Offset column: zero in the middle of the window.',
    formula: '|dW| <= kappa t s, kappa = 1, 2, 2',
    source: '[Y] II-B',
    control: 'segmented',
  }),
  'mapping.analogReference': field(z.enum(['off', 'on']).default('off'), {
    label: 'Reference',
    help: 'How the offset is taken off. off: digitally and exactly. on: in the array, by a reference column in each tile, whose devices err too; all weights on a word line of a tile share their error. Where nothing converts columns and no line has resistance.',
    formula: '|dW| <= 4 t s: 2 t s of its own and 2 t s of its reference',
    source: 'METHODS 1',
    needs: { field: 'mapping.scheme', not: ['sign-magnitude', 'differential'] },
    control: 'segmented',
    advanced: true,
  }),
  'crossbar.rows': field(z.int().min(8).max(4096).default(128), {
    label: 'Rows',
    help: 'Word lines of one array. A layer with more inputs is cut into tiles whose sums are added digitally.',
    control: 'slider',
    scale: 'log2',
    slider: [16, 1024],
  }),
  'crossbar.columns': field(z.int().min(8).max(4096).default(128), {
    label: 'Columns',
    help: 'Bit lines of one array: outputs x slices x polarities of a layer are spread over them.',
    control: 'slider',
    scale: 'log2',
    slider: [16, 1024],
  }),
  ...arrayFields,
  ...searchFields,
  ...yieldFields,
  ...certifyFields,
  seed: field(z.int().min(0).max(4_294_967_295).default(1), {
    label: 'Seed',
    help: 'Every random number follows from it: same spec, same seed, same backend, same bits.',
    control: 'number',
  }),
} as const

export type CoreName = keyof typeof coreFields
export type CoreDesign = { [K in CoreName]: z.infer<(typeof coreFields)[K]> }
/** One design point: a value in every field. Fields that a method adds are under `attack.`. */
export type Design = CoreDesign & { [name: `attack.${string}`]: Value }

/** A field as data: what the form, the help and `nadir methods` need, without a schema library. */
export interface FieldInfo extends FieldText {
  name: string
  group: string
  kind: 'number' | 'integer' | 'choice' | 'text' | 'flag'
  /** Literal values allowed beside a number, as `float` or `all`; for a choice, its options. */
  options: string[]
  min?: number
  /** The smallest number itself is none. */
  above?: true
  max?: number
  default: Value
  /** Methods the field acts on, where it does not act on all of them. */
  methods?: string[]
}

interface JsonSchema {
  type?: string
  anyOf?: JsonSchema[]
  const?: unknown
  enum?: unknown[]
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  default?: unknown
  [meta: string]: unknown
}

/** Reads a field's schema into plain data. Throws where the schema has no default: every field must have one. */
export function describeField(name: string, schema: z.ZodType, methods?: string[]): FieldInfo {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  const variants = json.anyOf ?? [json]
  const numeric = variants.find((v) => v.type === 'integer' || v.type === 'number')
  const options = variants.flatMap((v) => (v.enum ?? (v.const === undefined ? [] : [v.const])).map(String))
  const text = schema.meta() as unknown as FieldText | undefined
  const fallback = json.default
  if (text === undefined || (typeof fallback !== 'number' && typeof fallback !== 'string' && typeof fallback !== 'boolean')) {
    throw new Error(`field ${name} needs a description and a default`)
  }
  const min = numeric?.minimum ?? numeric?.exclusiveMinimum
  const max = numeric?.maximum
  return {
    ...text,
    name,
    group: name.includes('.') ? name.slice(0, name.indexOf('.')) : name,
    kind: numeric
      ? numeric.type === 'integer'
        ? 'integer'
        : 'number'
      : json.type === 'boolean'
        ? 'flag'
        : options.length > 0
          ? 'choice'
          : 'text',
    options,
    ...(min === undefined ? {} : { min }),
    ...(numeric?.minimum === undefined && min !== undefined ? { above: true as const } : {}),
    ...(max === undefined ? {} : { max }),
    default: fallback,
    ...(methods === undefined ? {} : { methods }),
  }
}
