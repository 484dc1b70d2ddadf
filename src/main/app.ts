import { totalmem } from 'node:os'
import type { z } from 'zod'
import type { DeviceData } from '../shared/device'
import { calls, type AppInfo, type CallName, type CallParsed, type EventMessage, type Reply } from '../shared/contract'
import { NadirError } from '../shared/errors'
import { issuesText } from '../shared/issues'
import { completeSpec, createFieldTable } from '../shared/spec'
import { datasets } from './engine/data/datasets'
import { parseModel, serialiseModel } from './engine/network/model-file'
import { layerShapes } from './engine/network/zoo'
import { devicePresets } from './engine/device/presets'
import { attackFields, attackWork, certificateCost, checkMethods, trainingParams } from './engine/registry'
import { createHandlers } from './handlers'
import { deviceOf } from './handlers/devices'
import { createAnnouncer } from './jobs/announce'
import { watchBackend } from './jobs/backend-status'
import { datasetPlace } from './jobs/dataset-places'
import { createSpeedBook } from './jobs/estimate'
import { openJobs } from './jobs/open'
import { openStores } from './store/stores'
import { createWorkerHost, type WorkerHost } from './worker/host'

export interface AppOptions {
  /** The data folder; made if missing. */
  dir: string
  /** Folder with the shipped models. */
  resources: string
  /** The built entries of the compute side. */
  conductor: URL
  shard: URL
  /** Threads; as many as cores if absent. */
  workers?: number
  /** `tensorflow`, `wasm` or `cpu`; the fastest present if absent. */
  backend?: string
  /** Another compute side, for tests. */
  host?: WorkerHost
  /** Milliseconds since 1970, for tests. */
  now?: () => number
}

/** The core behind all doors. */
export interface App {
  dir: string
  /** Answers one call; never rejects. */
  call<N extends CallName>(name: N, input: unknown): Promise<Reply<N>>
  /** Hears every event from now on; returns how to stop. */
  subscribe(listener: (message: EventMessage) => void): () => void
  /** Stops computing and lets go of the data folder; what was under way can be resumed. */
  close(): Promise<void>
}

/** Wires store, jobs and handlers. Throws folder-unwritable, database-newer, database-damaged; then nothing is left behind. */
export async function createApp(options: AppOptions): Promise<App> {
  const { dir, resources, conductor, shard, workers, backend: wanted, now = Date.now } = options
  const version = __NADIR_VERSION__
  const fields = createFieldTable(attackFields())
  const stores = openStores({
    dir,
    resources,
    now,
    codec: { parse: parseModel, serialise: serialiseModel },
    technologies: [...devicePresets.keys()],
    complete: (spec) => completeSpec(fields, spec),
  })
  const listeners = new Set<(message: EventMessage) => void>()
  const emit = (message: EventMessage): void => {
    for (const listener of listeners) tellSafely(listener, message)
  }
  const host =
    options.host ??
    createWorkerHost({
      conductor,
      shard,
      ...(workers === undefined ? {} : { workers }),
      ...(wanted === undefined ? {} : { backend: wanted }),
    })
  const backend = watchBackend({
    host,
    settings: stores.settings,
    workers,
    backend: wanted,
    onKnown: () => emit({ event: 'app.changed', data: info() }),
  })
  const info = (): AppInfo => ({
    version,
    platform: `${process.platform} ${process.arch}`,
    backend: backend.shown(),
    database: { dir: stores.dir, bytes: stores.bytes(), runs: stores.runs.count() },
    memory: { used: process.memoryUsage.rss(), total: totalmem() },
  })
  const announce = createAnnouncer(emit, stores.runs)
  const engine = { checkMethods, attackWork, certificateCost, trainingParams, layerShapes, datasets }
  const speeds = createSpeedBook(stores.settings)
  const place = (dataset: string): ReturnType<typeof datasetPlace> => datasetPlace(dataset, stores.dir)
  const folderOf = (dataset: string): string => place(dataset).folder
  const technology = (id: string): DeviceData => deviceOf(stores.devices, id)
  const jobs = openJobs({ version, stores, host, backend, engine, speeds, announce, emit, fields, place, technology })
  const handlers = createHandlers({ version, stores, jobs, fields, backend, announce, emit, info, folderOf })
  let closing: Promise<void> | undefined

  async function answer<N extends CallName>(name: N, input: unknown): Promise<Reply<N>> {
    try {
      if (closing !== undefined) throw new NadirError('cancelled', 'Nadir is closing.')
      return { ok: true, output: await handlers[name](readInput(name, input)) }
    } catch (error) {
      return { ok: false, error: stores.fault(error).toDocument() }
    }
  }

  async function close(): Promise<void> {
    try {
      await jobs.close()
    } finally {
      listeners.clear()
      stores.close()
    }
  }

  return {
    dir: stores.dir,
    call: answer,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => (closing ??= close()),
  }
}

/** The contract's schemas, each with what it reads. */
const readers: { [N in CallName]: { input: { safeParse: (input: unknown) => z.ZodSafeParseResult<CallParsed<N>> } } } = calls

/** The input of a call as its schema reads it. Throws bad-call. */
function readInput<N extends CallName>(name: N, input: unknown): CallParsed<N> {
  if (!Object.hasOwn(readers, name)) {
    throw new NadirError('bad-call', `There is no call ${String(name)}.`, { hint: 'The calls are those of the contract.' })
  }
  const parsed = readers[name].input.safeParse(input)
  if (parsed.success) return parsed.data
  throw new NadirError('bad-call', `${name}: ${issuesText(parsed.error)}.`, { hint: 'Correct the input named above.' })
}

/** A door that fails to listen must not undo what it was told of. */
function tellSafely(listener: (message: EventMessage) => void, message: EventMessage): void {
  try {
    listener(message)
  } catch (error) {
    process.emitWarning(NadirError.from(error).message)
  }
}
