import { useDebounceFn } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { box } from '../../../shared/device-math'
import type { DeviceProgramming } from '../../../shared/design-cost'
import type { Design } from '../../../shared/fields'
import { programmedBits } from '../../../shared/technology'
import { useLoopSettings } from '../device/loop-settings'
import { useProgrammer } from '../device/programmer'
import { curveDevices } from '../device/programming-state'

/** What the technology of a design takes to program a device at its threshold; undefined until known, or where nothing can be built. */
export function useDeviceTaking(design: ComputedRef<Design | undefined>): ComputedRef<DeviceProgramming | undefined> {
  const loop = useLoopSettings()
  const { program } = useProgrammer()
  const found = shallowRef<{ key: string; taken: DeviceProgramming }>()
  const request = computed(() => {
    if (design.value === undefined) return undefined
    return {
      ...loop.value,
      device: design.value['device.preset'],
      thresholds: [box(design.value).thWindow],
      bitsPerDevice: programmedBits(design.value),
      devices: Math.min(curveDevices, loop.value.devices),
      seed: design.value.seed,
    }
  })
  const key = computed(() => JSON.stringify(request.value))
  const soon = useDebounceFn(async (mine: string) => {
    if (mine !== key.value || request.value === undefined) return
    try {
      const [first] = (await program(request.value)).thresholds
      if (mine !== key.value || first === undefined) return
      const { seconds, joules, cycles } = first
      found.value = { key: mine, taken: { seconds: seconds.mean, joules: joules.mean, cycles: cycles.mean } }
    } catch {
      // An unknown technology is said at its field in the form.
      if (mine === key.value) found.value = undefined
    }
  }, 300)
  watch(key, (now) => void soon(now), { immediate: true })
  return computed(() => (found.value?.key === key.value ? found.value.taken : undefined))
}
