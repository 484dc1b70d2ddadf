import type { DeviceData } from '../../shared/device'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { chipsKey, familyKey } from '../../shared/family'
import type { MonteCarlo, PointCertificate, PointResult } from '../../shared/results'
import { setSize } from '../../shared/variation'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { layerShapes } from '../engine/network/zoo'
import { onePass } from './curve'
import { openFamily, type FamilyContext } from './family'
import type { Gate } from './gate'
import { evaluatePoint } from './point'
import { createProgress } from './progress'
import type { RunEvent, RunJob } from './protocol'
import { searchParts, type PointReport, type SearchResult, type Start } from './search'
import { createWriteVerifier, type WriteVerifier } from './write-verify'

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
  const verifier = createWriteVerifier(tools.gate.checkpoint)
  const progress = createProgress([...families.values()], tools.gate, (event) => tools.emit({ kind: 'progress', progress: event }))
  for (const points of families.values()) {
    if (points.every((point) => point.result !== undefined)) continue
    progress.share(points)
    await runFamily(job, points, { ...tools, verifier }, progress)
  }
}

async function runFamily(
  job: RunJob,
  points: PlannedPoint[],
  tools: SweepTools & { verifier: WriteVerifier },
  progress: ReturnType<typeof createProgress>,
): Promise<void> {
  const first = points[0]
  if (first === undefined) return
  const report = (point: PlannedPoint): PointReport => ({
    doing: (what, step, steps, lowest) => progress.doing(point.id, what, step, steps, lowest),
    spent: (gradients, evaluations) => progress.spent(gradients, evaluations),
    certified: (images) => progress.certified(images, point.design),
    checkpoint: tools.gate.checkpoint,
  })
  const opened = await attempt(first.id, tools, () => openShared(job, points, tools, report(first)))
  if ('failure' in opened) {
    for (const { id, result } of points) if (result === undefined) tools.emit({ kind: 'point-failed', id, error: opened.failure })
    return
  }
  const { family, clean, curve } = opened.done
  const shapes = layerShapes(job.models[first.design.model]?.manifest.network ?? '')
  const searched = new Map<number, { id: string; search: SearchResult }>()
  const drawn = new Map<string, MonteCarlo>()
  const certified = new Map<string, PointCertificate>()
  for (const point of points) {
    const { id, design } = point
    const radius = setSize(design)
    const known = searched.get(radius)
    const bounded = `${radius} ${design['certify.method']}`
    let result = point.result
    if (result === undefined) {
      progress.begin(id)
      const kept: { finding?: Float32Array } = {}
      const computed = await attempt(id, tools, async () =>
        evaluatePoint(
          family,
          clean,
          design,
          technologyOf(job, design),
          { ...report(point), found: (z) => (kept.finding = z) },
          {
            written: await tools.verifier(design, technologyOf(job, design), shapes),
            start: curve.get(radius),
            same: known,
            chips: drawn.get(chipsKey(design)),
            certificate: certified.get(bounded),
          },
        ),
      )
      if ('done' in computed) {
        result = computed.done
        tools.emit({ kind: 'point', id, result, ...kept })
      } else tools.emit({ kind: 'point-failed', id, error: computed.failure })
      progress.end()
    }
    if (result?.montecarlo !== undefined) drawn.set(chipsKey(design), result.montecarlo)
    if (result?.certificate !== undefined) certified.set(bounded, result.certificate)
    if (known === undefined && result !== undefined) searched.set(radius, { id, search: pickSearch(result) })
  }
}

/** What all points of a family need before the first of them: its images, the clean accuracy, and the one-pass curve. */
async function openShared(
  job: RunJob,
  points: readonly PlannedPoint[],
  tools: SweepTools,
  report: PointReport,
): Promise<{ family: FamilyContext; clean: number; curve: Map<number, Start> }> {
  const designs = points.map(({ design }) => design)
  const [first] = designs
  const model = first && job.models[first.model]
  if (first === undefined || model === undefined) throw new NadirError('unknown-model', `There is no model ${first?.model}.`)
  const dataset = await tools.dataset(first['data.set'])
  tools.emit({ kind: 'data', id: dataset.definition.id, sha256: dataset.sha256 })
  const family = await openFamily(first, model, dataset, technologyOf(job, first), tools.executorOf)
  const clean = (100 * (await family.executor.evaluate(family.programmed.values, family.scored))) / family.scored.length
  return { family, clean, curve: await onePass(family, designs, report) }
}

/**
 * Does a piece of work, twice where a thread of the pool died under it: another has taken its place, and the work
 * begins anew, so that its numbers are those of an undisturbed run. What fails is told and logged; throws `cancelled`.
 */
async function attempt<T>(id: string, tools: SweepTools, work: () => Promise<T>): Promise<{ done: T } | { failure: ErrorDocument }> {
  for (let again = false; ; again = true) {
    try {
      return { done: await work() }
    } catch (error) {
      const failure = NadirError.from(error)
      if (failure.code === 'cancelled') throw failure
      const retry = failure.code === 'worker-died' && !again
      tools.emit({ kind: 'log', line: `${id} ${retry ? 'begins again' : 'failed'}: ${failure.message}` })
      if (!retry) return { failure: failure.toDocument() }
    }
  }
}

function technologyOf(job: RunJob, design: Design): DeviceData {
  const technology = job.technologies[design['device.preset']]
  if (technology === undefined) throw new NadirError('unknown-method', `There is no device technology ${design['device.preset']}.`)
  return technology
}

/** What the search of an equal box gave. */
function pickSearch(result: PointResult): SearchResult {
  return Object.fromEntries(searchParts.flatMap((part) => (result[part] === undefined ? [] : [[part, result[part]]]))) as SearchResult
}
