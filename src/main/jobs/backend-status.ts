import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { AppInfo } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import type { SettingsStore } from '../store/settings'
import type { WorkerHost } from '../worker/host'
import type { BackendInfo } from '../worker/protocol'

/** What computes small networks here, as it is shown and counted on; `starting` until the first worker has loaded it. */
export interface BackendStatus {
  shown(): AppInfo['backend']
  /** What to count on: the one that runs, else the one that ran here last, else the fastest for small networks. */
  expected(): { name: string; workers: number }
  /** Loads what computes these networks, small ones if none is named. */
  ready(networks?: string[]): Promise<BackendInfo>
}

const lastKey = 'last backend'

export function watchBackend(options: {
  host: WorkerHost
  settings: Pick<SettingsStore, 'kept' | 'keep'>
  workers: number | undefined
  backend: string | undefined
  onKnown: () => void
}): BackendStatus {
  const workers = options.workers ?? availableParallelism()
  let shown: AppInfo['backend'] = { name: 'starting', version: '', workers }
  let known = false

  function show(backend: AppInfo['backend'], isKnown: boolean): void {
    if (JSON.stringify(backend) === JSON.stringify(shown)) return
    shown = backend
    known = isKnown
    options.onKnown()
  }

  return {
    shown: () => shown,
    expected() {
      if (known) return shown
      const last = z.string().safeParse(options.settings.kept(lastKey)).data
      return { name: options.backend ?? last ?? 'wasm', workers }
    },
    async ready(networks) {
      try {
        const backend = await options.host.ready()
        if (!known && options.settings.kept(lastKey) !== backend.name) options.settings.keep(lastKey, backend.name)
        show(backend, true)
        return networks === undefined ? backend : await options.host.ready(networks)
      } catch (error) {
        show({ name: 'none', version: '', workers, note: NadirError.from(error).message }, false)
        throw error
      }
    },
  }
}
