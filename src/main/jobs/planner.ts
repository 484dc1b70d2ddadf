import type { DeviceData } from '../../shared/device'
import { derive, type LayerShape } from '../../shared/device-math'
import { NadirError, type ErrorCode } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { expandSpec, type Spec } from '../../shared/spec'
import { requireProtection, requireRestriction } from '../../shared/restriction'
import { requireTechnology } from '../../shared/technology'
import type { PlannedPoint } from '../store/points'
import { requireDataset, type EngineFacts } from './engine-facts'

/** A sweep with each of its points judged. */
export interface Plan {
  spec: Spec
  /** In plan order; a point that cannot be built holds the reason. */
  points: PlannedPoint[]
  /** Designs of the points that can be built. */
  designs: Design[]
  infeasible: number
  /** Why the first infeasible point is one. */
  reason?: NadirError
  warnings: string[]
}

export interface PlanSources {
  engine: Pick<EngineFacts, 'checkMethods' | 'layerShapes' | 'datasets'>
  /** Network of a model. Throws unknown-model, model-damaged. */
  networkOf: (model: string) => string
  /** Throws unknown-method, data-damaged, out-of-range. */
  technology: (id: string) => DeviceData
}

/** Names that nothing answers to make the whole spec wrong, not one point of it. */
const wrongSpec: ReadonlySet<ErrorCode> = new Set(['unknown-method', 'unknown-model', 'unknown-dataset', 'internal'])

/** Judges every point of a sweep before anything runs. Throws unknown-method, unknown-model, model-damaged, unknown-dataset. */
export function planRun(spec: Spec, { engine, networkOf, technology }: PlanSources): Plan {
  for (const id of textValues(spec, 'data.set')) requireDataset(id, engine.datasets)
  const technologies = new Map(textValues(spec, 'device.preset').map((id) => [id, technology(id)]))
  const shapes = new Map<string, LayerShape[]>()
  for (const id of textValues(spec, 'model')) shapes.set(id, engine.layerShapes(networkOf(id)))
  const points: PlannedPoint[] = []
  const designs: Design[] = []
  const warnings = new Map<string, { text: string; points: number }>()
  let reason: NadirError | undefined
  for (const { design, at } of expandSpec(spec)) {
    try {
      engine.checkMethods(design)
      requireTechnology(design, technologies.get(design['device.preset']) ?? technology(design['device.preset']))
      const { layers, warnings: told } = derive(design, shapes.get(design.model) ?? [])
      requireRestriction(design, layers)
      requireProtection(design)
      collect(warnings, told)
      points.push({ at })
      designs.push(design)
    } catch (thrown) {
      const error = NadirError.from(thrown)
      if (wrongSpec.has(error.code)) throw thrown
      reason ??= error
      points.push({ at, error: error.toDocument() })
    }
  }
  return {
    spec,
    points,
    designs,
    infeasible: points.length - designs.length,
    ...(reason === undefined ? {} : { reason }),
    warnings: [...warnings.values()].map((w) =>
      w.points === 1 || w.points === points.length ? w.text : `${w.text} (at ${w.points} points)`,
    ),
  }
}

/** Throws the reason where no point of the plan can be built. */
export function requireFeasible(plan: Plan): void {
  if (plan.designs.length === 0 && plan.reason !== undefined) throw plan.reason
}

/** All values of a field of names over the sweep. */
export function textValues(spec: Spec, field: string): string[] {
  const axis = spec.axes.find((candidate) => candidate.field === field)
  return (axis?.values ?? [spec.fields[field] ?? '']).map(String)
}

/** Keeps one of each kind of warning: along an axis they differ only in the number they state. */
function collect(warnings: Map<string, { text: string; points: number }>, texts: readonly string[]): void {
  for (const text of texts) {
    const kind = text.split(':', 1)[0] ?? text
    const known = warnings.get(kind)
    if (known === undefined) warnings.set(kind, { text, points: 1 })
    else known.points++
  }
}
