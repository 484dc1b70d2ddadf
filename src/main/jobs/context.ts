import type { DeviceData } from '../../shared/device'
import type { Stores } from '../store/stores'
import type { FieldTable } from '../../shared/spec'
import type { WorkerHost } from '../worker/host'
import type { Announcer, Emit } from './announce'
import type { BackendStatus } from './backend-status'
import type { EngineFacts } from './engine-facts'
import type { SpeedBook } from './estimate'
import type { DatasetPlace } from '../worker/protocol'

/** What jobs work with. */
export interface JobContext {
  version: string
  stores: Stores
  host: WorkerHost
  backend: BackendStatus
  engine: EngineFacts
  speeds: SpeedBook
  announce: Announcer
  emit: Emit
  fields: FieldTable
  /** Where a data set's files lie. */
  place: (dataset: string) => DatasetPlace
  /** A device technology. Throws unknown-method, data-damaged, and out-of-range where it cannot be programmed. */
  technology: (id: string) => DeviceData
}
