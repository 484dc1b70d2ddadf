import { Worker } from 'node:worker_threads'
import type { TrainingProgress } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import type { ModelData } from '../../shared/model'
import type { TileInspection } from '../../shared/tile-inspection'
import type { Analysed, AnalysisStep } from './analyses/work'
import type { Programmed } from './programming'
import type {
  AnalyseJob,
  BackendInfo,
  FromConductor,
  InspectJob,
  LoopSpeeds,
  MeasureJob,
  ProgramJob,
  RunEvent,
  RunJob,
  ToConductor,
  TrainJob,
} from './protocol'

/** A job under way. `finished` resolves when all is computed and rejects with a NadirError (`cancelled` after cancel). */
export interface JobHandle<T> {
  pause(): void
  continue(): void
  cancel(): void
  finished: Promise<T>
}

/** The compute side as the rest of the core sees it: one conductor thread with its pool, started on first use. */
export interface WorkerHost {
  /** Starts the conductor if need be and tells what it computes these networks with; small ones if none is named. */
  ready(networks?: string[]): Promise<BackendInfo>
  run(job: RunJob, on: (event: RunEvent) => void): JobHandle<void>
  train(job: TrainJob, on: (progress: TrainingProgress) => void): JobHandle<ModelData>
  measure(job: MeasureJob): JobHandle<LoopSpeeds>
  /** Goes on beside whatever else computes. */
  program(job: ProgramJob): JobHandle<Programmed>
  /** Goes on beside whatever else computes. */
  inspect(job: InspectJob): JobHandle<TileInspection>
  /** Goes on beside whatever else computes. */
  analyse(job: AnalyseJob, on: (step: AnalysisStep) => void): JobHandle<Analysed>
  close(): Promise<void>
}

export interface WorkerHostOptions {
  /** The built conductor and shard entries. */
  conductor: URL
  shard: URL
  /** Threads of the pool; as many as cores if absent. */
  workers?: number
  /** `tensorflow`, `wasm` or `cpu`; the fastest present if absent. */
  backend?: string
}

/** What the conductor says of one job before it has ended. */
type JobMessage = Exclude<FromConductor, { kind: 'ready' | 'unusable' | 'ended' }>

interface Pending {
  hear: (message: JobMessage) => void
  resolve: () => void
  reject: (error: NadirError) => void
}

/** Starts no thread until it is asked to compute. One run, training or measurement at a time; the caller queues. */
export function createWorkerHost(options: WorkerHostOptions): WorkerHost {
  const pending = new Map<string, Pending>()
  let worker: Worker | undefined
  let backend: Promise<BackendInfo> | undefined

  const send = (message: ToConductor): void => worker?.postMessage(message)

  function start(): Promise<BackendInfo> {
    backend ??= new Promise<BackendInfo>((resolve, reject) => {
      const thread = new Worker(options.conductor, {
        workerData: { shard: options.shard.href, workers: options.workers, backend: options.backend },
      })
      worker = thread
      const fail = (error: NadirError): void => {
        reject(error)
        for (const job of pending.values()) job.reject(error)
        pending.clear()
        if (worker === thread) worker = backend = undefined
      }
      thread.on('message', (message: FromConductor) => {
        if (message.kind === 'ready') resolve(message.backend)
        else if (message.kind === 'unusable') fail(NadirError.fromDocument(message.error))
        else receive(message)
      })
      thread.on('error', (error: Error) =>
        fail(
          new NadirError('worker-died', `The compute thread stopped: ${error.message}`, {
            hint: 'Resume the run: finished points are kept.',
            cause: error,
          }),
        ),
      )
      thread.on('exit', (code) =>
        fail(
          new NadirError('worker-died', `The compute thread ended with code ${code}.`, {
            hint: 'Resume the run: finished points are kept.',
          }),
        ),
      )
    })
    return backend
  }

  function receive(message: Exclude<FromConductor, { kind: 'ready' | 'unusable' }>): void {
    const job = pending.get(message.id)
    if (job === undefined) return
    if (message.kind !== 'ended') {
      job.hear(message)
      return
    }
    pending.delete(message.id)
    if (message.error === undefined) job.resolve()
    else job.reject(NadirError.fromDocument(message.error))
  }

  function launch(id: string, message: ToConductor, hear: Pending['hear']): JobHandle<void> {
    const finished = new Promise<void>((resolve, reject) => {
      pending.set(id, { hear, resolve, reject })
    })
    start().then(
      () => send(message),
      (error: unknown) => {
        pending.get(id)?.reject(NadirError.from(error))
        pending.delete(id)
      },
    )
    const control = (kind: 'pause' | 'continue' | 'cancel') => () => send({ kind, id })
    return { pause: control('pause'), continue: control('continue'), cancel: control('cancel'), finished }
  }

  /** A job whose result `hear` gives when it is the message with it. */
  function launchFor<T>(id: string, message: ToConductor, hear: (message: JobMessage) => T | undefined): JobHandle<T> {
    let result: T | undefined
    const handle = launch(id, message, (heard) => (result = hear(heard) ?? result))
    return {
      ...handle,
      finished: handle.finished.then(() => {
        if (result === undefined) throw new NadirError('internal', 'The work ended without its result.')
        return result
      }),
    }
  }

  let loads = 0
  const load = (networks: string[]): Promise<BackendInfo> => {
    // Two doors may ask at once.
    const id = `load ${++loads}`
    return launchFor(id, { kind: 'load', id, networks }, (message) => (message.kind === 'loaded' ? message.backend : undefined)).finished
  }

  return {
    ready: (networks = []) => (networks.length === 0 ? start() : load(networks)),
    run: (job, on) =>
      launch(job.id, { kind: 'run', job }, (message) => {
        if (message.kind === 'event') on(message.event)
      }),
    train: (job, on) =>
      launchFor(job.id, { kind: 'train', job }, (message) => {
        if (message.kind === 'training') on(message.progress)
        return message.kind === 'trained' ? message.model : undefined
      }),
    measure: (job) => launchFor(job.id, { kind: 'measure', job }, (message) => (message.kind === 'measured' ? message.speeds : undefined)),
    program: (job) =>
      launchFor(job.id, { kind: 'program', job }, (message) => (message.kind === 'programmed' ? message.programmed : undefined)),
    inspect: (job) =>
      launchFor(job.id, { kind: 'inspect', job }, (message) => (message.kind === 'inspected' ? message.inspection : undefined)),
    analyse: (job, on) =>
      launchFor(job.id, { kind: 'analyse', job }, (message) => {
        if (message.kind === 'analysing') on(message.step)
        return message.kind === 'analysed' ? message.analysed : undefined
      }),
    async close() {
      const thread = worker
      if (thread === undefined) return
      const gone = new Promise((resolve) => thread.once('exit', resolve))
      send({ kind: 'close' })
      const patience = setTimeout(() => void thread.terminate(), 2000)
      await gone
      clearTimeout(patience)
      worker = backend = undefined
    },
  }
}
