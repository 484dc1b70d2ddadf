import { parentPort, workerData } from 'node:worker_threads'
import { NadirError } from '../../shared/errors'
import { datasetOf, loadDataset, type Dataset } from '../engine/data/datasets'
import { analyse } from './analyses'
import { createGate, type Gate } from './gate'
import { measureLoops } from './measure'
import { createPools } from './pools'
import { programDevices } from './programming'
import type {
  AnalyseJob,
  BackendInfo,
  DatasetPlace,
  FromConductor,
  InspectJob,
  MeasureJob,
  ProgramJob,
  RunEvent,
  RunJob,
  ToConductor,
  TrainJob,
} from './protocol'
import { runSweep } from './sweep'
import { parametersOf, runTraining } from './training'

/**
 * The conductor: one thread that runs sweeps and trainings and hands their shards to the pool, so that neither the
 * main thread nor the interface ever computes.
 */
const options = workerData as { shard: string; workers?: number; backend?: string }
const port = parentPort
if (port === null) throw new Error('the conductor runs in a worker thread')

const send = (message: FromConductor, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
const gates = new Map<string, Gate>()
const loaded = new Map<string, Promise<Dataset>>()
const pools = createPools({ shard: new URL(options.shard), backend: options.backend, workers: options.workers })
/** What everybody starts with: a small network. */
const first = ['lenet']

function datasetAt({ id, folder }: DatasetPlace): Promise<Dataset> {
  const key = `${id}\n${folder}`
  const known = loaded.get(key) ?? loadDataset(datasetOf(id), folder)
  loaded.set(key, known)
  known.catch(() => loaded.delete(key))
  return known
}

async function perform(id: string, work: (gate: Gate) => Promise<void>): Promise<void> {
  const gate = createGate()
  gates.set(id, gate)
  try {
    await work(gate)
    send({ kind: 'ended', id })
  } catch (error) {
    send({ kind: 'ended', id, error: NadirError.from(error).toDocument() })
  } finally {
    gates.delete(id)
  }
}

const run = (job: RunJob): Promise<void> =>
  perform(job.id, async (gate) => {
    const { pool } = await pools.poolFor(Object.values(job.models).map(({ manifest }) => manifest.network))
    await runSweep(job, {
      gate,
      executorOf: (context) => pool.executor(context, gate.checkpoint, gate.stop),
      dataset: (id) => {
        const place = job.datasets[id]
        if (place === undefined) throw new NadirError('unknown-dataset', `There is no data set ${id}.`)
        return datasetAt(place)
      },
      emit: (event) => send({ kind: 'event', id: job.id, event }, findingOf(event)),
    })
  })

const train = (job: TrainJob): Promise<void> =>
  perform(job.id, async (gate) => {
    const { pool, backend } = await pools.poolFor([parametersOf(job).network])
    const model = await runTraining(job, {
      gate,
      backend: `${backend.name} ${backend.version}`,
      executorOf: (context) => pool.executor(context, gate.checkpoint, gate.stop),
      dataset: await datasetAt(job.dataset),
      emit: (progress) => send({ kind: 'training', id: job.id, progress }),
    })
    send({ kind: 'trained', id: job.id, model })
  })

const load = (id: string, networks: string[]): Promise<void> =>
  perform(id, async () => send({ kind: 'loaded', id, backend: await backendInfo(networks) }))

const measure = (job: MeasureJob): Promise<void> =>
  perform(job.id, async ({ checkpoint }) => {
    const { pool, backend } = await pools.poolFor([job.model.manifest.network])
    const speeds = await measureLoops({
      model: job.model,
      dataset: await datasetAt(job.dataset),
      executorOf: (context) => pool.executor(context, checkpoint),
      checkpoint,
      backend: backend.name,
      images: 1000,
      repeats: 3,
      budget: 0.8,
    })
    send({ kind: 'measured', id: job.id, speeds })
  })

const program = (job: ProgramJob): Promise<void> =>
  perform(job.id, async ({ checkpoint }) => send({ kind: 'programmed', id: job.id, programmed: await programDevices(job, checkpoint) }))

const inspect = (job: InspectJob): Promise<void> =>
  perform(job.id, async ({ checkpoint, stop }) => {
    const { pool } = await pools.poolFor(first)
    await checkpoint()
    send({ kind: 'inspected', id: job.id, inspection: await pool.inspect(job, stop) })
  })

/** The array of an event, which is handed over and not copied. */
function findingOf(event: RunEvent): ArrayBuffer[] {
  const buffer = event.kind === 'point' ? event.finding?.buffer : undefined
  return buffer instanceof ArrayBuffer ? [buffer] : []
}

const look = (job: AnalyseJob): Promise<void> =>
  perform(job.id, async (gate) => {
    const { pool } = await pools.poolFor([job.chip.model.manifest.network])
    const analysed = await analyse(job.chip, job.work, {
      gate,
      executorOf: (context) => pool.executor(context, gate.checkpoint, gate.stop),
      dataset: await datasetAt(job.dataset),
      tell: (step) => send({ kind: 'analysing', id: job.id, step }),
    })
    send({ kind: 'analysed', id: job.id, analysed }, analysed.kind === 'file' ? [analysed.value.buffer] : [])
  })

async function backendInfo(networks: string[]): Promise<BackendInfo> {
  const { pool, backend } = await pools.poolFor(networks)
  return { ...backend, workers: pool.workers }
}

try {
  const backend = await backendInfo(first)
  port.on('message', (message: ToConductor) => {
    if (message.kind === 'run') void run(message.job)
    else if (message.kind === 'train') void train(message.job)
    else if (message.kind === 'measure') void measure(message.job)
    else if (message.kind === 'program') void program(message.job)
    else if (message.kind === 'inspect') void inspect(message.job)
    else if (message.kind === 'analyse') void look(message.job)
    else if (message.kind === 'load') void load(message.id, message.networks)
    else if (message.kind === 'close') void pools.close().then(() => process.exit(0))
    else gates.get(message.id)?.[message.kind]()
  })
  send({ kind: 'ready', backend })
} catch (error) {
  send({ kind: 'unusable', error: NadirError.from(error).toDocument() })
}
