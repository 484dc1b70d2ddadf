import type { z } from 'zod'
import { NadirError } from '../../shared/errors'
import type { MethodInfo } from '../../shared/contract'
import { countsDevices } from '../../shared/converters'
import { describeField, type Design, type FieldInfo } from '../../shared/fields'
import { subsetJudges, subsetSizes } from '../../shared/subset'
import { variationFields } from '../../shared/variation-fields'
import { attackOf, attacks } from './attack'
import { polishSteps } from './attack/polish'
import { surrogates } from './attack/surrogate'
import { certificates } from './certify'
import { devicePresets } from './device/presets'
import { networks } from './network/zoo'
import { trainingOf, trainings } from './train'
import { variations } from './variation/kinds'

/** Parameters of a method by name. */
function shapeOf(schema: z.ZodType): [string, z.ZodType][] {
  const shape = 'shape' in schema ? (schema.shape as Record<string, z.ZodType>) : {}
  return Object.entries(shape)
}

/** The fields that searches add to a spec, each with the searches it acts on. */
export function attackFields(): { name: string; schema: z.ZodType; methods: string[] }[] {
  const fields = new Map<string, { name: string; schema: z.ZodType; methods: string[] }>()
  for (const [id, attack] of attacks)
    for (const [param, schema] of shapeOf(attack.params)) {
      const name = `attack.${param}`
      const known = fields.get(name)
      if (known === undefined) fields.set(name, { name, schema, methods: [id] })
      else known.methods.push(id)
    }
  return [...fields.values()]
}

/** The parameters of a design's search, checked. Throws unknown-method. */
export function attackParams(design: Design): unknown {
  const attack = attackOf(design['attack.method'])
  const given = Object.fromEntries(shapeOf(attack.params).map(([param]) => [param, design[`attack.${param}`]]))
  return attack.params.parse(given)
}

/** Throws unknown-method where a design names a search or surrogate there is not, bad-value where a search cannot begin. */
export function checkMethods(design: Design): void {
  attackOf(design['attack.method'])
  const surrogate = surrogates[design['attack.surrogate']]
  const relative = design['attack.method'] === 'pga' ? design['attack.loss'] === 'kl' : surrogate?.relative === true
  if (relative && design['attack.startNoise'] === 0) {
    throw new NadirError('bad-value', 'A search on the divergence kl cannot begin at the programmed network, where its gradient is zero.', {
      hint: 'Set attack.startNoise above 0, as 0.001.',
    })
  }
  if (!Object.hasOwn(surrogates, design['attack.surrogate'])) {
    throw new NadirError('unknown-method', `There is no surrogate ${design['attack.surrogate']}.`, {
      hint: `The surrogates are ${Object.keys(surrogates).join(', ')}.`,
    })
  }
}

/** Sizes of the subsets of so many attack images that a design's searches may see, the last one all of them. */
export function searchSizes(design: Design, images: number): number[] {
  const grows = attackOf(design['attack.method']).subsets?.(attackParams(design)) !== false
  return subsetSizes(images, grows ? design['attack.subset'] : 'off')
}

/** Whether the searches of a design are polished; one with a budget polishes within it. */
export function polishes(design: Design): boolean {
  return design['attack.polish'] !== 'off' && attackOf(design['attack.method']).within === undefined
}

/** What a point is expected to take. */
export interface AttackWork {
  /** Gradient passes, 1 being one gradient over all attack images. */
  passes: number
  /** Gradients taken, on however many images each. */
  gradients: number
  /** Searches, each of which has its finding counted once. */
  searches: number
  /** Images on which findings are compared. */
  judges: number
  /** Passes of the run that all boxes of a sweep share. */
  curve: number
}

/** What a point of so many attack images is expected to take. A polished search mostly
 * settles on its first subset, another on its second; one with a budget spends it. */
export function attackWork(design: Design, images: number): AttackWork {
  const attack = attackOf(design['attack.method'])
  const params = attackParams(design)
  const sizes = searchSizes(design, images)
  const passes = attack.passes(params)
  const judges = sizes.length === 1 ? images : Math.min(subsetJudges, images)
  const first = sizes[0] ?? images
  const curve = ((attack.curve?.steps(params) ?? 0) * first) / images
  // Half of a budget goes into the first subsets, which are small, before all images are reached.
  if (attack.within !== undefined)
    return { passes, gradients: Math.max(passes, passes * Math.min(8, images / first / 2)), searches: sizes.length, judges, curve }
  if (!polishes(design)) {
    const seen = sizes.slice(0, 2).reduce((sum, size) => sum + size, 0)
    return {
      passes: (passes * seen) / images,
      gradients: passes * Math.min(2, sizes.length),
      searches: Math.min(2, sizes.length),
      judges,
      curve,
    }
  }
  return { passes: ((passes + polishSteps) * first) / images, gradients: passes + polishSteps, searches: 2, judges, curve }
}

/** What the certificate of an image takes, in images evaluated; nothing where none is asked for, or nothing can be bounded. */
export function certificateCost(design: Design): number {
  return countsDevices(design) ? 0 : (certificates.get(design['certify.method'])?.cost ?? 0)
}

/** Parameters of a training method. Throws unknown-method. */
export function trainingParams(method: string): z.ZodType {
  return trainingOf(method).params
}

/** The fields of the spec that act on a kind of variation. */
function variationParams(id: string): FieldInfo[] {
  return Object.entries(variationFields).flatMap(([name, schema]) => {
    const info = describeField(name, schema)
    return info.needs === undefined || info.needs.not.includes(id) ? [] : [info]
  })
}

/** Every method with its parameters, units and source: what `nadir methods` and the form show. */
export function listMethods(): MethodInfo[] {
  const info = (schema: z.ZodType, prefix: string): FieldInfo[] =>
    shapeOf(schema).map(([name, field]) => describeField(prefix + name, field))
  return [
    ...[...attacks].map(([id, attack]): MethodInfo => ({
      id,
      kind: 'attack',
      label: attack.label,
      source: attack.source,
      summary: attack.summary,
      params: info(attack.params, 'attack.'),
    })),
    ...Object.entries(surrogates).map(([id, { label, formula }]): MethodInfo => ({
      id,
      kind: 'surrogate',
      label,
      source: '[Y] Eq. 6-8, corrected',
      summary: formula,
      params: [],
    })),
    ...[...certificates].map(([id, { label, source, summary }]): MethodInfo => ({
      id,
      kind: 'certificate',
      label,
      source,
      summary,
      params: [],
    })),
    ...[...variations].map(([id, { label, source, summary }]): MethodInfo => ({
      id,
      kind: 'variation',
      label,
      source,
      summary,
      params: variationParams(id),
    })),
    ...[...devicePresets].map(([id, { label, source, summary }]): MethodInfo => ({
      id,
      kind: 'device',
      label,
      source,
      summary,
      params: [],
    })),
    ...[...trainings].map(([id, training]): MethodInfo => ({
      id,
      kind: 'training',
      label: training.label,
      source: training.source,
      summary: training.summary,
      params: info(training.params, ''),
    })),
    ...[...networks].map(([id, network]): MethodInfo => ({
      id,
      kind: 'network',
      label: network.label,
      source: network.source,
      summary: network.summary,
      params: [],
    })),
  ]
}
