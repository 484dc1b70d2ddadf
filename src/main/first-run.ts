import { unwrap } from '../shared/reply'
import type { Core } from './transport/core'

/** Starts the default experiment where the database never held a run, so that a first start shows a curve by itself. */
export async function startFirstRun(core: Core): Promise<void> {
  const kept = unwrap(await core.call('runs.list', {}))
  const deleted = unwrap(await core.call('runs.list', { deleted: true }))
  if (kept.length + deleted.length > 0) return
  unwrap(await core.call('runs.start', { spec: unwrap(await core.call('designs.default', {})) }))
}
