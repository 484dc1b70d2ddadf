import { createHash } from 'node:crypto'
import { arch, cpus, platform } from 'node:os'
import type { Design } from '../../shared/fields'
import type { Point, Provenance, RunDetail } from '../../shared/results'
import { designAt } from '../../shared/spec'
import type { BackendInfo, RunJob } from '../worker/protocol'
import type { JobContext } from './context'

/** A run as the compute side takes it, and what is missing of it. */
export interface PreparedRun {
  job: RunJob
  /** Designs of the points still to compute. */
  missing: Design[]
  /** Networks of its models: they decide what computes it. */
  networks: string[]
  provenance: (backend: BackendInfo) => Provenance
}

/**
 * Gathers what a run needs; done points go along with their results, for what points share must not depend on when they
 * were computed. Throws model-damaged, unknown-model.
 */
export function prepareRun(
  run: RunDetail,
  { stores, version, place, technology }: Pick<JobContext, 'stores' | 'version' | 'place' | 'technology'>,
): PreparedRun {
  const points = run.points
    .filter((point) => point.state !== 'infeasible')
    .map((point) => ({ point, design: designAt(run.spec, point.at) }))
  const designs = points.map(({ design }) => design)
  const models = Object.fromEntries(unique(designs, 'model').map((id) => [id, stores.models.load(id)]))
  const datasets = Object.fromEntries(unique(designs, 'data.set').map((id) => [id, place(id)]))
  const technologies = Object.fromEntries(unique(designs, 'device.preset').map((id) => [id, technology(id)]))
  return {
    job: { id: run.id, points: points.map(({ point, design }) => jobPoint(point, design)), models, datasets, technologies },
    missing: points.filter(({ point }) => point.result === undefined).map(({ design }) => design),
    networks: [...new Set(Object.values(models).map(({ manifest }) => manifest.network))],
    provenance: (backend) => ({
      nadir: version,
      backend: backend.name,
      backendVersion: backend.version,
      platform: `${platform()} ${arch()}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
      workers: backend.workers,
      models: Object.fromEntries(
        Object.entries(models).map(([id, { manifest }]) => [id, { sha256: manifest.sha256, label: manifest.label }]),
      ),
      data: run.provenance?.data ?? {},
      technologies: Object.fromEntries(
        Object.entries(technologies).map(([id, device]) => [
          id,
          { sha256: createHash('sha256').update(JSON.stringify(device)).digest('hex'), label: device.label },
        ]),
      ),
    }),
  }
}

function jobPoint({ id, index, result }: Point, design: Design): RunJob['points'][number] {
  return { id, index, design, ...(result === undefined ? {} : { result }) }
}

function unique(designs: readonly Design[], field: 'model' | 'data.set' | 'device.preset'): string[] {
  return [...new Set(designs.map((design) => design[field]))]
}
