import { box } from '../../shared/device-math'
import { NadirError } from '../../shared/errors'
import { familyKey } from '../../shared/family'
import { attackOf } from '../engine/attack'
import type { CurveFinding } from '../engine/attack/define'
import { createObjective } from '../engine/attack/objective'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { attackParams, attackPasses } from '../engine/registry'
import { openFamily, setOf, type FamilyContext } from './family'
import type { Gate } from './gate'
import { evaluatePoint, type PointReport, type SearchResult } from './point'
import { createProgress } from './progress'
import type { RunEvent, RunJob } from './protocol'

export interface SweepTools {
  executorOf: (context: ComputeContext) => Executor
  dataset: (id: string) => Promise<Dataset>
  gate: Gate
  emit: (event: RunEvent) => void
}

type PlannedPoint = RunJob['points'][number]

/**
 * Runs a planned sweep, family by family. What points share they share by plan (METHODS 3): the one-pass curve runs
 * over all boxes of a family, done ones included, so that a resumed sweep ends with the numbers of an undisturbed one.
 */
export async function runSweep(job: RunJob, tools: SweepTools): Promise<void> {
  const families = new Map<string, PlannedPoint[]>()
  for (const point of job.points) {
    const key = familyKey(point.design)
    families.set(key, [...(families.get(key) ?? []), point])
  }
  const progress = createProgress(job.points, tools.gate, (event) => tools.emit({ kind: 'progress', progress: event }))
  for (const points of families.values()) {
    if (points.every((point) => point.result !== undefined)) continue
    await runFamily(job, points, tools, progress)
  }
}

async function runFamily(
  job: RunJob,
  points: PlannedPoint[],
  tools: SweepTools,
  progress: ReturnType<typeof createProgress>,
): Promise<void> {
  const first = points[0]
  if (first === undefined) return
  let family: FamilyContext
  let clean: number
  let curve: Map<number, CurveFinding>
  const report = (point: PlannedPoint): PointReport => ({
    doing: (what, step, steps, lowest) => progress.doing(point.id, what, step, steps, lowest),
    spent: (gradients, evaluations) => progress.spent(gradients, evaluations),
    checkpoint: tools.gate.checkpoint,
  })
  try {
    const model = job.models[first.design.model]
    if (model === undefined) throw new NadirError('unknown-model', `There is no model ${first.design.model}.`)
    const dataset = await tools.dataset(first.design['data.set'])
    tools.emit({ kind: 'data', id: dataset.definition.id, sha256: dataset.sha256 })
    family = openFamily(first.design, model, dataset, tools.executorOf)
    clean = (100 * (await family.executor.evaluate(family.programmed.values, family.scored))) / family.scored.length
    curve = await onePass(family, points, report(first))
  } catch (error) {
    failAll(points, NadirError.from(error), tools)
    return
  }
  const searched = new Map<number, { id: string; search: SearchResult }>()
  for (const point of points) {
    const { t, kappa } = box(point.design)
    const known = searched.get(kappa * t)
    let result = point.result
    if (result === undefined) {
      progress.begin(point.id)
      try {
        result = await evaluatePoint(family, clean, point.design, report(point), { start: curve.get(kappa * t), same: known })
        tools.emit({ kind: 'point', id: point.id, result })
      } catch (error) {
        const failure = NadirError.from(error)
        if (failure.code === 'cancelled' || failure.code === 'worker-died') throw failure
        tools.emit({ kind: 'log', line: `${point.id} failed: ${failure.message}` })
        tools.emit({ kind: 'point-failed', id: point.id, error: failure.toDocument() })
      }
      progress.end(point.id)
    }
    if (known === undefined && result !== undefined) searched.set(kappa * t, { id: point.id, search: pickSearch(result) })
  }
}

/** Stage 1 of METHODS 3: one run through all boxes of the family, where the method has one and there are several. */
async function onePass(family: FamilyContext, points: PlannedPoint[], report: PointReport): Promise<Map<number, CurveFinding>> {
  const radii = [...new Set(points.map(({ design }) => box(design).kappa * box(design).t))].sort((a, b) => a - b)
  const largest = points.find(({ design }) => box(design).kappa * box(design).t === radii.at(-1))?.design
  if (largest === undefined) return new Map()
  const attack = attackOf(largest['attack.method'])
  if (attack.curve === undefined || radii.length < 2) return new Map()
  const { set, radius } = setOf(family, largest)
  const objective = createObjective({ ...family, set, surrogate: largest['attack.surrogate'], spent: report.spent })
  const params = attackParams(largest)
  const steps = attackPasses(largest) + radii.length
  const findings = await attack.curve({
    set,
    objective,
    params,
    radius,
    seed: largest.seed,
    radii,
    report: ({ step }) => report.doing('One-pass curve', step, steps),
  })
  return new Map(findings.map((finding) => [finding.radius, finding]))
}

function pickSearch({ worstOwn, method, foundBy, passes, trace }: SearchResult): SearchResult {
  return { worstOwn, method, foundBy, passes, trace }
}

function failAll(points: PlannedPoint[], error: NadirError, tools: SweepTools): void {
  if (error.code === 'cancelled' || error.code === 'worker-died') throw error
  tools.emit({ kind: 'log', line: error.message })
  for (const point of points) if (point.result === undefined) tools.emit({ kind: 'point-failed', id: point.id, error: error.toDocument() })
}
