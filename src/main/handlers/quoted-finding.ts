import { createHash } from 'node:crypto'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { Point, PointResult, RunDetail } from '../../shared/results'
import { quotedPoint } from '../../shared/quoted-point'
import { designAt } from '../../shared/spec'
import { usesTechnology } from '../../shared/technology'
import type { ChipJob } from '../jobs/analysing'
import type { HandlerContext } from './context'
import { deviceOf } from './devices'

/** The finding that a point quotes: its own, or that of a smaller set inside its own. */
export interface QuotedFinding {
  run: RunDetail
  from: Point & { result: PointResult }
  job: ChipJob
}

type Sources = Pick<HandlerContext, 'stores' | 'folderOf'>

/** Throws unknown-run, unknown-point, no-finding; model-damaged, unknown-model, and bad-value where the model or technology has changed. */
export function quotedFinding(context: Sources, id: string, pointId: string): QuotedFinding {
  const { run, point } = pointOf(context, id, pointId)
  const from = donorOf(run, point)
  const z = context.stores.findings.finding(id, from.id)
  if (z === undefined)
    throw new NadirError('no-finding', `What ${from.id} of ${id} found is not stored: it was computed before findings were.`, {
      hint: `Run it again, as \`nadir rerun ${id}\`.`,
    })
  return { run, from, job: chipJob(context, run, designAt(run.spec, from.at), { z, quotedBy: designAt(run.spec, point.at) }) }
}

/** What a point programs, without what it found. Throws unknown-run, unknown-point, and as `quotedFinding` of the model. */
export function programmedPoint(context: Sources, id: string, pointId: string): ChipJob {
  const { run, point } = pointOf(context, id, pointId)
  if (point.state === 'infeasible') throw noResult(run, point)
  const design = designAt(run.spec, point.at)
  return chipJob(context, run, design, { z: new Float32Array(), quotedBy: design })
}

function pointOf({ stores }: Sources, id: string, pointId: string): { run: RunDetail; point: Point } {
  const run = stores.runs.detail(id)
  const point = run.points.find((candidate) => candidate.id === pointId)
  if (point !== undefined) return { run, point }
  throw new NadirError('unknown-point', `${id} has no point ${pointId}.`, {
    hint: `Its points are ${run.points[0]?.id ?? ''} to ${run.points.at(-1)?.id ?? ''}.`,
  })
}

/** The point whose search found what a point quotes. */
function donorOf(run: RunDetail, point: Point): QuotedFinding['from'] {
  const from = quotedPoint(run.points, point)
  if (from === undefined) throw noResult(run, point)
  return from
}

function noResult({ id }: RunDetail, { id: point, error }: Point): NadirError {
  return new NadirError('no-finding', `${point} of ${id} has no result${error === undefined ? ' yet' : ''}.`, {
    hint: error?.message ?? 'Wait for it, or resume its run.',
  })
}

function chipJob({ stores, folderOf }: Sources, run: RunDetail, design: Design, found: { z: Float32Array; quotedBy: Design }): ChipJob {
  const model = stores.models.load(design.model)
  const technology = deviceOf(stores.devices, design['device.preset'])
  const { provenance } = run
  const sha256 = createHash('sha256').update(JSON.stringify(technology)).digest('hex')
  if ((provenance?.models[design.model]?.sha256 ?? model.manifest.sha256) !== model.manifest.sha256)
    throw changed(run, `model ${design.model}`)
  if (usesTechnology(design) && (provenance?.technologies?.[design['device.preset']]?.sha256 ?? sha256) !== sha256)
    throw changed(run, `device technology ${design['device.preset']}`)
  const set = design['data.set']
  return { chip: { design, model, technology, ...found }, dataset: { id: set, folder: folderOf(set) } }
}

function changed({ id }: RunDetail, what: string): NadirError {
  return new NadirError('bad-value', `The ${what} is not the one that ${id} was computed with.`, {
    hint: `Run it again, as \`nadir rerun ${id}\`, or put the other one back.`,
  })
}
