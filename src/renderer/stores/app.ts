import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppInfo } from '../../shared/contract'
import type { ErrorDocument } from '../../shared/errors'
import { call } from '../api'

const backends: Record<string, string> = {
  tensorflow: 'native TensorFlow',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
  starting: 'starting',
}

/** The core this window talks to: its version, backend, database and memory. */
export const useApp = defineStore('app', () => {
  const info = shallowRef<AppInfo>()
  /** Why the core cannot be reached. */
  const trouble = shallowRef<ErrorDocument>()

  const backendLabel = computed(() => {
    const backend = info.value?.backend
    if (backend === undefined) return trouble.value === undefined ? 'connecting' : 'not connected'
    const name = backends[backend.name] ?? backend.name
    return backend.name === 'starting' ? name : `${name}, ${backend.workers} ${backend.workers === 1 ? 'worker' : 'workers'}`
  })

  function apply(next: AppInfo): void {
    info.value = next
  }

  async function load(): Promise<void> {
    apply(await call('app.info', {}))
  }

  return { info, trouble, backendLabel, apply, load }
})
