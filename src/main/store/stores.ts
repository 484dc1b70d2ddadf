import { NadirError } from '../../shared/errors'
import type { Spec } from '../../shared/spec'
import { createChangeLog, type ChangeLog } from './changes'
import { createCommits, type Commits } from './commits'
import { createCornerStore, type CornerStore } from './corners'
import { createDeviceStore, type DeviceStore } from './devices'
import { asStoreError } from './errors'
import { createFindingStore, type FindingStore } from './findings'
import { findDamage, storedBytes } from './health'
import { createModelStore, type ModelCodec, type ModelStore } from './models'
import { openStore, type StoreOptions } from './open'
import { createOwnership, type Ownership } from './ownership'
import { createPointStore } from './points'
import { createRunEdits, type RunEdits } from './run-edits'
import { createRunStore, type RunStore } from './runs'
import { createSettingsStore, type SettingsStore } from './settings'

/** All that one data folder holds. */
export interface Stores {
  readonly dir: string
  readonly now: () => number
  runs: RunStore
  edits: RunEdits
  ownership: Ownership
  commits: Commits
  changes: ChangeLog
  settings: SettingsStore
  models: ModelStore
  devices: DeviceStore
  findings: FindingStore
  corners: CornerStore
  /** Bytes of the database. */
  bytes(): number
  /** What is wrong with the database, by its own check; empty where it is whole. Throws database-damaged. */
  damage(): string[]
  /** Anything thrown here, in Nadir's words. */
  fault(error: unknown): NadirError
  close(): void
}

export interface StoresOptions extends StoreOptions {
  resources: string
  codec: ModelCodec
  /** Names of the shipped device technologies, which no device of the user's may take. */
  technologies?: readonly string[]
  /** Adds to a spec that was saved before some field what was in effect then; all that reads runs sees whole designs. */
  complete?: (spec: Spec) => Spec
}

/** Opens a data folder; throws as `openStore` does. What was deleted more than 30 days ago is taken away. */
export function openStores(options: StoresOptions): Stores {
  const store = openStore(options)
  const { complete = (spec) => spec } = options
  const points = createPointStore(store)
  const findings = createFindingStore(store)
  const edits = createRunEdits(store)
  const ownership = createOwnership(store, points)
  const fault = (error: unknown): NadirError => NadirError.from(asStoreError(error, store.file))
  try {
    edits.purge()
    // Runs of processes that were killed show as interrupted from the start.
    ownership.others()
  } catch (error) {
    // Tidying can wait: a full disk keeps nobody from looking.
    if (fault(error).code !== 'disk-full') {
      store.close()
      throw fault(error)
    }
  }
  return {
    dir: store.dir,
    now: store.now,
    runs: createRunStore(store, points, complete),
    edits,
    ownership,
    commits: createCommits(store, points, findings, complete),
    changes: createChangeLog(store, points),
    settings: createSettingsStore(store),
    models: createModelStore({ dir: store.dir, resources: options.resources, codec: options.codec }),
    devices: createDeviceStore({ dir: store.dir, shipped: options.technologies ?? [] }),
    findings,
    corners: createCornerStore(store),
    bytes: () => storedBytes(store),
    damage: () => findDamage(store),
    fault,
    close: () => store.close(),
  }
}
