import { useLocalStorage } from '@vueuse/core'
import type { Ref } from 'vue'
import { usualDevices, usualLoop } from '../../../shared/programming'

/** How the write-verify loop goes. */
export interface LoopSettings {
  devices: number
  maxCycles: number
  pulses: 'one' | 'inverse'
  readNoise: boolean
}

const usual: LoopSettings = { ...usualLoop, devices: usualDevices }

/** The settings, kept between visits and the same on every page. */
export function useLoopSettings(): Ref<LoopSettings> {
  return useLocalStorage<LoopSettings>('nadir.programming', { ...usual }, { mergeDefaults: true })
}
