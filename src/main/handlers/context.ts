import type { AppInfo, CallName, CallOutput, CallParsed } from '../../shared/contract'
import type { FieldTable } from '../../shared/spec'
import type { Announcer, Emit } from '../jobs/announce'
import type { BackendStatus } from '../jobs/backend-status'
import type { Jobs } from '../jobs/open'
import type { Stores } from '../store/stores'

/** What answers calls. */
export interface HandlerContext {
  version: string
  stores: Stores
  jobs: Jobs
  fields: FieldTable
  backend: BackendStatus
  announce: Announcer
  emit: Emit
  info(): AppInfo
  /** Folder of a data set's files. */
  folderOf: (dataset: string) => string
}

/** A handler a call: its input checked, its output as the contract types it. */
export type Handlers = { [N in CallName]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }
/** The handlers of one noun. */
export type HandlersOf<Noun extends string> = Pick<Handlers, Extract<CallName, `${Noun}.${string}`>>
