import { useLocalStorage } from '@vueuse/core'
import type { Ref } from 'vue'

/** How the write-verify loop goes. */
export interface LoopSettings {
  devices: number
  maxCycles: number
  pulses: 'one' | 'inverse'
  readNoise: boolean
}

const usual: LoopSettings = { devices: 20_000, maxCycles: 500, pulses: 'one', readNoise: true }

/** The settings, kept between visits and the same on every page. */
export function useLoopSettings(): Ref<LoopSettings> {
  return useLocalStorage<LoopSettings>('nadir.programming', { ...usual }, { mergeDefaults: true })
}
