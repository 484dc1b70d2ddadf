import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { Progress, Provenance, RunState } from '../../shared/results'
import type { JobHandle } from '../worker/host'
import type { RunEvent } from '../worker/protocol'
import type { JobContext } from './context'
import { estimate } from './estimate'
import type { StopReason, Work } from './queue'
import { isPassing } from './passing'
import { prepareRun } from './run-job'
import { atMostEvery } from './pace'
import { startStopwatch, type Stopwatch } from './stopwatch'

/** Between two points, doors see progress at most this often, and other processes, through the database, less often. Milliseconds. */
const [showEvery, storeEvery] = [200, 1000]

export interface RunWorkOptions {
  /** A run could not be let go of, as on a full disk: try again later. `drop` is called where another process has taken it over. */
  onUnsettled(settle: () => void, drop: () => void): void
  /** The disk is full: nothing else should begin. */
  onDiskFull(): void
}

/** Computes what is missing of a run that this process owns, committing each point as it comes. */
export function createRunWork(id: string, context: JobContext, options: RunWorkOptions): Work {
  const { stores, host, announce, backend: status } = context
  const { commits } = stores
  let handle: JobHandle<void> | undefined
  let watch: Stopwatch | undefined
  let provenance: Provenance | undefined
  let [paused, over] = [false, false]
  const [mayShow, mayStore] = [atMostEvery(showEvery), atMostEvery(storeEvery)]
  let working: string | undefined

  const seconds = (): number => watch?.seconds() ?? stores.runs.summary(id).seconds

  /** Lets go of the run, for good or until it is resumed. */
  function end(state: RunState, error?: NadirError): void {
    over = true
    const [spent, moved] = [seconds(), workedOn()]
    const settle = (): void => {
      commits.end(id, state, spent, error?.toDocument())
      stores.runs.settled(id)
      if (error !== undefined) commits.log(id, `${error.code}: ${error.message}`)
      announce.run(id, moved)
    }
    try {
      settle()
    } catch (thrown) {
      if (NadirError.from(thrown).code === 'run-busy') return
      stores.runs.unsettled(id, { state, ...(error === undefined ? {} : { error: error.toDocument() }) })
      announce.run(id, moved)
      options.onUnsettled(settle, () => stores.runs.settled(id))
    }
  }

  /** The point under way takes its place in the plan again. */
  function workedOn(): ReturnType<typeof commits.points> {
    return commits.points(id).filter((point) => point.id === working && point.state === 'queued')
  }

  function fail(thrown: unknown): void {
    if (over) return
    const error = stores.fault(thrown)
    over = true
    handle?.cancel()
    try {
      if (error.code === 'run-busy') announce.run(id)
      else end(isPassing(error) || commits.points(id).some((point) => point.state === 'done') ? 'interrupted' : 'failed', error)
      if (error.code === 'disk-full') options.onDiskFull()
    } catch (second) {
      // A database that cannot even be read any more: the lease lapses, and the run can be resumed when it can.
      process.emitWarning(stores.fault(second).message)
    }
  }

  function finish(expected: number, before: number): void {
    const points = commits.points(id)
    const left = points.filter((point) => point.state === 'queued').length
    if (left > 0)
      throw new NadirError('worker-died', `The compute side ended with ${left} points not computed.`, { hint: 'Resume the run.' })
    const firstError = points.find((point) => point.state === 'failed')?.error
    if (points.some((point) => point.state === 'done')) {
      context.speeds.learn(provenance?.backend ?? '', provenance?.workers ?? 1, expected, seconds() - before)
      end('done')
    } else end('failed', firstError === undefined ? undefined : NadirError.fromDocument(firstError))
  }

  function receive(event: RunEvent): void {
    switch (event.kind) {
      case 'progress':
        progress(event.progress)
        return
      case 'point':
        announce.run(id, commits.succeed(id, event.id, event.result, seconds(), event.finding))
        return
      case 'point-failed':
        announce.run(id, commits.fail(id, event.id, event.error, seconds()))
        commits.log(id, `${event.id}: ${event.error.code}: ${event.error.message}`)
        return
      case 'data':
        if (provenance === undefined) return
        provenance = { ...provenance, data: { ...provenance.data, [event.id]: { sha256: event.sha256 } } }
        commits.provenance(id, provenance)
        return
      case 'log':
        commits.log(id, event.line)
    }
  }

  function progress(came: Progress): void {
    const moved = came.current?.pointId !== working
    if (!mayShow() && !moved) return
    working = came.current?.pointId
    if (mayStore() || moved) commits.progress(id, came)
    announce.progress(id, came, () => commits.points(id))
  }

  async function compute(): Promise<void> {
    const run = stores.runs.detail(id)
    const prepared = prepareRun(run, context)
    const backend = await status.ready(prepared.networks)
    if (over) return
    provenance = prepared.provenance(backend)
    commits.begin(id, provenance)
    commits.log(id, `${prepared.missing.length} points to compute with ${backend.name} ${backend.version}, ${backend.workers} workers`)
    watch = startStopwatch(stores.now, run.seconds)
    if (paused) hold()
    else announce.run(id)
    const { seconds: told } = estimate(prepared.missing, {
      engine: context.engine,
      speeds: context.speeds.speeds(backend.name, backend.workers),
      workers: backend.workers,
      backend: backend.name,
      shapesOf: (model) => context.engine.layerShapes(prepared.job.models[model]?.manifest.network ?? ''),
    })
    // What it takes to make the weights of a chip says nothing of images a second.
    const expected = prepared.missing.some(isSlowToMake) ? 0 : told
    handle = host.run(prepared.job, (event) => {
      if (over) return
      try {
        receive(event)
      } catch (error) {
        fail(error)
      }
    })
    if (paused) handle.pause()
    await handle.finished
    if (!over) finish(expected, run.seconds)
  }

  /** True where passes wait for weights that are solved for, or for chips that age. */
  function isSlowToMake(design: Design): boolean {
    return design['crossbar.parasitics'] === 'nodal' || design['sampling.kind'] === 'pcm'
  }

  /** Writes down that the run stands still. */
  function hold(): void {
    watch?.pause()
    commits.state(id, 'paused', seconds())
    announce.run(id, workedOn())
  }

  const onStop: Record<StopReason, () => void> = {
    cancel: () => end('cancelled'),
    close: () => end('interrupted'),
    park: () => (over = true),
    lost: () => fail(new NadirError('run-busy', `Run ${id} was taken over by another process.`)),
  }

  return {
    id,
    get paused() {
      return paused
    },
    get over() {
      return over
    },
    async begin() {
      try {
        await compute()
      } catch (error) {
        // A settled run has nothing more to say: stopping it is what made the compute side reject.
        fail(error)
      }
    },
    pause() {
      if (paused || over) return
      paused = true
      handle?.pause()
      hold()
    },
    continue() {
      if (!paused || over) return
      paused = false
      watch?.continue()
      handle?.continue()
      commits.state(id, watch === undefined ? 'queued' : 'running', seconds())
      announce.run(id)
    },
    stop(reason) {
      if (over) return
      onStop[reason]()
      handle?.cancel()
    },
  }
}
