import { listCostConstants, readCostEdits } from '../../shared/cost-constants'
import type { Point } from '../../shared/results'
import { createLedger, type Ledger } from '../store/ledger'
import type { Changes } from '../store/changes'
import { isUserSettings } from '../store/settings'
import type { RunCommand } from '../store/ownership'
import type { JobContext } from './context'

/** How often other processes' writes are looked for, and lapsed leases among the runs they compute. Milliseconds. */
const [lookEvery, leaseEvery] = [250, 1000]

/** Tells the doors of this process what other processes do, and this process what other doors ask of it. */
export function watchOthers(context: JobContext, obey: (id: string, command: RunCommand) => void): { stop(): void } {
  const { stores, announce, emit } = context
  const { changes, ownership, runs, settings } = stores
  /** Runs that others compute: their points as shown here, from the first change on. */
  const ledgers = new Map<string, Ledger>()
  let computed = new Set(ownership.others())
  let lapseChecked = performance.now()

  function showRun(id: string, points: readonly Point[]): void {
    const ledger = ledgers.get(id)
    if (points.length === 0) announce.run(id)
    else if (ledger !== undefined) announce.run(id, ledger.put(points))
    else {
      const detail = runs.detail(id)
      ledgers.set(id, createLedger(detail.spec, detail.points))
      announce.run(id, detail.points)
    }
  }

  function show({ runs: changed, removed, points, progress, settings: keys }: Changes): void {
    for (const id of new Set([...changed, ...points.keys()])) if (!removed.includes(id)) showRun(id, points.get(id) ?? [])
    if (removed.length > 0) announce.removed(removed)
    for (const { id, progress: now } of progress) announce.progress(id, now, () => ledgers.get(id)?.points() ?? [])
    if (keys.some(isUserSettings)) emit({ event: 'settings.changed', data: settings.get() })
    if (keys.includes('models')) emit({ event: 'models.changed', data: {} })
    if (keys.includes('devices')) emit({ event: 'devices.changed', data: {} })
    if (keys.includes('corners')) emit({ event: 'corners.changed', data: {} })
    if (keys.includes('costs')) emit({ event: 'costs.changed', data: listCostConstants(readCostEdits(settings.kept('costs'))) })
  }

  /** A process that died tells nobody: its runs are found by the silence. */
  function findLapsed(): void {
    lapseChecked = performance.now()
    const now = new Set(ownership.others())
    for (const id of computed) {
      if (now.has(id)) continue
      ledgers.delete(id)
      announce.run(id)
    }
    computed = now
  }

  function look(): void {
    const moved = changes.moved()
    if (moved) {
      for (const { id, command } of ownership.commands()) obey(id, command)
      show(changes.take())
    }
    if (moved || (computed.size > 0 && performance.now() - lapseChecked >= leaseEvery)) findLapsed()
  }

  const timer = setInterval(() => {
    try {
      look()
    } catch (error) {
      // A database that is locked or full for a moment is looked at again in a moment.
      process.emitWarning(stores.fault(error).message)
    }
  }, lookEvery)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
