import { box } from '../../src/shared/device-math'
import { NadirError } from '../../src/shared/errors'
import type { Design } from '../../src/shared/fields'
import { expectedDraws } from '../../src/shared/sampling'
import type { TileInspection } from '../../src/shared/tile-inspection'
import type { PointResult } from '../../src/shared/results'
import type { JobHandle, WorkerHost } from '../../src/main/worker/host'
import { inspectTile } from '../../src/main/engine/crossbar/inspect-tile'
import { programDevices } from '../../src/main/worker/programming'
import type { Analysed } from '../../src/main/worker/analyses/work'
import type { AnalyseJob, InspectJob, LoopSpeeds, MeasureJob, ProgramJob, RunJob, TrainJob } from '../../src/main/worker/protocol'
import type { ModelData } from '../../src/shared/model'
import { falling } from './runs'

export interface FakeHostOptions {
  /** Points to compute before standing still until `go`; all of them if absent. */
  holdAfter?: number
  worst?: (design: Design) => number
  /** Points that fail, by their id. */
  failing?: ReadonlyMap<string, NadirError>
  /** Ends the whole job after the points that were let through. */
  dies?: NadirError
  model?: (job: TrainJob) => ModelData
  /** Points that quote an equal set, by their id. */
  equal?: ReadonlyMap<string, string>
  /** What a point found. */
  finding?: (id: string) => Float32Array | undefined
  /** What a look at a worst chip gives. */
  analysed?: (job: AnalyseJob) => Analysed
}

export interface FakeHost extends WorkerHost {
  /** Every job as it came. */
  jobs: RunJob[]
  trainings: TrainJob[]
  measurements: MeasureJob[]
  programmings: ProgramJob[]
  inspections: InspectJob[]
  analyses: AnalyseJob[]
  /** Ids of the points computed, in order, over all jobs. */
  computed: string[]
  paused: boolean
  closed: boolean
  /** Lets so many more points through; all of them without a number. */
  go(points?: number): void
}

/** What a point's computation gives here: a function of its design and of nothing else. */
export function fakeResult(design: Design, worst: (design: Design) => number): PointResult {
  const { t, kappa } = box(design)
  const clean = 98.6
  const draws = expectedDraws(design)
  return {
    t,
    kappa,
    clean,
    worstOwn: worst(design),
    method: design['attack.method'],
    foundBy: `${design['attack.method']}, ${design['attack.steps']} steps`,
    ...(draws === 0
      ? {}
      : {
          montecarlo: {
            kind: design['sampling.kind'],
            draws,
            mean: clean - 10 * t,
            sd: 0.1,
            min: 97,
            max: 98.6,
            quantiles: { p05: 97.5, p50: 98, p95: 98.5 },
          },
        }),
    images: 10_000,
    attackImages: 10_000,
    passes: design['attack.steps'],
    trace: [{ step: 0, loss: 1 }],
    seconds: 1,
  }
}

export const fallingWorst = (design: Design): number => {
  const { t, kappa } = box(design)
  return falling(98.6, 0.0125, kappa * t)
}

/** A compute side without computing: points in order, each when it is let through. */
export function createFakeHost({
  holdAfter = Number.POSITIVE_INFINITY,
  worst = fallingWorst,
  failing,
  dies,
  model,
  equal,
  finding = () => undefined,
  analysed,
}: FakeHostOptions = {}): FakeHost {
  let allowed = holdAfter
  let wake: () => void = () => undefined
  let stopAll: () => void = () => undefined

  async function through(isOver: () => boolean): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    while (!isOver() && (host.paused || allowed <= 0)) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    allowed--
  }

  const host: FakeHost = {
    jobs: [],
    trainings: [],
    measurements: [],
    programmings: [],
    inspections: [],
    analyses: [],
    computed: [],
    paused: false,
    closed: false,
    go(points = Number.POSITIVE_INFINITY) {
      allowed = Math.max(allowed, 0) + points
      wake()
    },
    ready: () => Promise.resolve({ name: 'fake', version: '1.0', workers: 2, threads: 1 }),
    run(job, on) {
      host.jobs.push(job)
      let cancelled = false
      stopAll = () => {
        cancelled = true
        wake()
      }
      const compute = async (): Promise<void> => {
        for (const id of Object.keys(job.datasets)) on({ kind: 'data', id, sha256: 'ab'.repeat(32) })
        const open = job.points.filter((point) => point.result === undefined)
        for (const [step, { id, design }] of open.entries()) {
          on({
            kind: 'progress',
            progress: {
              pointsDone: job.points.length - open.length + step,
              pointsTotal: job.points.length,
              share: step / open.length,
              secondsSoFar: step,
              current: { pointId: id, doing: 'search', step: 1, steps: 10 },
            },
          })
          if (dies !== undefined && allowed <= 0) throw dies
          await through(() => cancelled)
          if (cancelled) throw new NadirError('cancelled', 'The job was cancelled.')
          const error = failing?.get(id)
          host.computed.push(id)
          if (error !== undefined) on({ kind: 'point-failed', id, error: error.toDocument() })
          else {
            const sameAs = equal?.get(id)
            const z = sameAs === undefined ? finding(id) : undefined
            const result = { ...fakeResult(design, worst), ...(sameAs === undefined ? {} : { sameAs }) }
            on({ kind: 'point', id, result, ...(z === undefined ? {} : { finding: z }) })
          }
        }
      }
      return handleOf(compute(), stopAll)
    },
    train(job, on) {
      host.trainings.push(job)
      let cancelled = false
      stopAll = () => {
        cancelled = true
        wake()
      }
      const compute = async (): Promise<ModelData> => {
        on({ name: job.name, epoch: 1, epochs: 1, step: 1, steps: 1, loss: 0.1, accuracy: 98 })
        await through(() => cancelled)
        if (cancelled || model === undefined) throw new NadirError('cancelled', 'The training was cancelled.')
        return model(job)
      }
      return handleOf(compute(), stopAll)
    },
    measure(job) {
      host.measurements.push(job)
      let cancelled = false
      stopAll = () => {
        cancelled = true
        wake()
      }
      const compute = async (): Promise<LoopSpeeds> => {
        await through(() => cancelled)
        if (cancelled) throw new NadirError('cancelled', 'The measurement was cancelled.')
        return { train: 4000, evaluate: 12_345, gradient: 5000.4, montecarlo: 10_000 }
      }
      return handleOf(compute(), stopAll)
    },
    program(job) {
      host.programmings.push(job)
      let cancelled = false
      // Plain arithmetic: the real thing, on this thread.
      const checkpoint = (): Promise<void> =>
        cancelled ? Promise.reject(new NadirError('cancelled', 'The run was cancelled.')) : Promise.resolve()
      return handleOf(programDevices(job, checkpoint), () => (cancelled = true))
    },
    inspect(job) {
      host.inspections.push(job)
      let cancelled = false
      stopAll = () => {
        cancelled = true
        wake()
      }
      const compute = async (): Promise<TileInspection> => {
        await through(() => cancelled)
        if (cancelled) throw new NadirError('cancelled', 'The run was cancelled.')
        return inspectTile(job.design, job.model, job.technology, job.tile)
      }
      return handleOf(compute(), stopAll)
    },
    analyse(job, on) {
      host.analyses.push(job)
      let cancelled = false
      stopAll = () => {
        cancelled = true
        wake()
      }
      const compute = async (): Promise<Analysed> => {
        on({ doing: job.work.kind, done: 0, of: 2 })
        await through(() => cancelled)
        if (cancelled || analysed === undefined) throw new NadirError('cancelled', 'The run was cancelled.')
        return analysed(job)
      }
      return handleOf(compute(), stopAll)
    },
    close() {
      host.closed = true
      stopAll()
      return Promise.resolve()
    },
  }

  function handleOf<T>(finished: Promise<T>, cancel: () => void): JobHandle<T> {
    const setPaused = (paused: boolean) => () => {
      host.paused = paused
      wake()
    }
    return { pause: setPaused(true), continue: setPaused(false), cancel, finished }
  }
  return host
}
