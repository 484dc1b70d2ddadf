import { useDebounceFn } from '@vueuse/core'
import { computed, onBeforeUnmount, shallowRef, watch, type ComputedRef } from 'vue'
import type { Derived } from '../../../shared/device-math'
import type { ProgrammedThreshold } from '../../../shared/programming'
import { count, fixed, timeSpan } from '../../../shared/units'
import { programmedBits } from '../../../shared/technology'
import { baseDesign } from '../../stores/draft'
import { useDesigns } from '../../stores/designs'
import { useLoopSettings } from '../device/loop-settings'
import { useProgrammer } from '../device/programmer'
import { curveDevices } from '../device/programming-state'
import type { DerivedValue } from './derived-lines'

/** What the technology of the form takes for the form's threshold: cycles a device and the time of a chip. */
export function costLines({ cycles, failures, devices, chip }: ProgrammedThreshold): DerivedValue[] {
  return [
    { name: 'write cycles', text: fixed(cycles.mean) },
    ...(chip === undefined ? [] : [{ name: 'programming', text: timeSpan(chip.seconds) }]),
    ...(failures === 0 ? [] : [{ name: 'failures', text: `${count(failures)} of ${count(devices)}` }]),
  ]
}

/** Follows the form a moment later; empty while nothing can be built of it, or its technology is not known. */
export function useTechnologyCost(derived: ComputedRef<Derived | undefined>): ComputedRef<DerivedValue[]> {
  const designs = useDesigns()
  const loop = useLoopSettings()
  const { program } = useProgrammer()
  const found = shallowRef<{ key: string; lines: DerivedValue[] }>()
  const request = computed(() => {
    if (derived.value === undefined || derived.value.devices === 0) return undefined
    const design = baseDesign(designs.draft)
    return {
      ...loop.value,
      device: design['device.preset'],
      thresholds: [derived.value.thWindow],
      bitsPerDevice: programmedBits(design),
      devices: Math.min(curveDevices, loop.value.devices),
      seed: design.seed,
      chipDevices: derived.value.devices,
    }
  })
  const key = computed(() => JSON.stringify(request.value))
  let gone = false
  onBeforeUnmount(() => (gone = true))
  const soon = useDebounceFn(async (mine: string) => {
    if (gone || mine !== key.value || request.value === undefined) return
    try {
      const [first] = (await program(request.value)).thresholds
      if (mine === key.value && first !== undefined) found.value = { key: mine, lines: costLines(first) }
    } catch {
      // An unknown technology is said at its field by the check of the whole design.
      if (mine === key.value) found.value = undefined
    }
  }, 300)
  watch(key, (now) => void soon(now), { immediate: true })
  return computed(() => (found.value?.key === key.value ? found.value.lines : []))
}
