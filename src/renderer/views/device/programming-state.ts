import { useDebounceFn } from '@vueuse/core'
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { DeviceData } from '../../../shared/device'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import type { ProgrammingOutcome } from '../../../shared/programming'
import { curveThresholds } from './cost-plot'
import type { LoopSettings } from './loop-settings'
import { useProgrammer } from './programmer'

/** What the page wants to know of. */
export interface ProgrammingRequest {
  device: DeviceData
  /** Window units. */
  threshold: number
  bitsPerDevice: number
  seed: number
  chipDevices: number | undefined
  loop: LoopSettings
}

export interface ProgrammingState {
  outcome: ShallowRef<ProgrammingOutcome | undefined>
  /** Of fewer devices, at thresholds around the chosen one. */
  curve: ShallowRef<ProgrammingOutcome | undefined>
  error: ShallowRef<ErrorDocument | undefined>
  busy: Ref<boolean>
  stopped: Ref<boolean>
  /** The outcome that is shown is of an earlier request; and so the curve. */
  stale: ComputedRef<boolean>
  staleCurve: ComputedRef<boolean>
  stop: () => void
  again: () => void
}

/** Devices of each point of the curve: enough for a mean time to half a percent or so. */
export const curveDevices = 4000

/** Programs what is asked for in the core, again a moment after it changed; only the newest request is computed. */
export function useProgramming(request: ComputedRef<ProgrammingRequest | undefined>): ProgrammingState {
  const outcome = shallowRef<ProgrammingOutcome>()
  const curve = shallowRef<ProgrammingOutcome>()
  const error = shallowRef<ErrorDocument>()
  const busy = ref(false)
  const stopped = ref(false)
  /** What the outcome and the curve are of. */
  const outcomeOf = shallowRef<string>()
  const curveOf = shallowRef<string>()
  const programmer = useProgrammer()
  const { program } = programmer
  let asked = 0

  async function compute(mine = ++asked): Promise<void> {
    const wanted = request.value
    if (mine !== asked) return
    if (wanted === undefined) {
      busy.value = false
      return
    }
    const { device, threshold, bitsPerDevice, seed, chipDevices, loop } = wanted
    const common = { ...loop, device, bitsPerDevice, seed, ...(chipDevices === undefined ? {} : { chipDevices }) }
    busy.value = true
    stopped.value = false
    try {
      const one = await program({ ...common, thresholds: [threshold] })
      if (mine !== asked) return
      outcome.value = one
      outcomeOf.value = JSON.stringify(wanted)
      error.value = undefined
      const devices = Math.min(curveDevices, loop.devices)
      const many = await program({ ...common, devices, thresholds: curveThresholds(threshold) })
      if (mine !== asked) return
      curve.value = many
      curveOf.value = JSON.stringify(wanted)
    } catch (thrown) {
      if (mine !== asked) return
      const found = NadirError.from(thrown).toDocument()
      if (found.code === 'cancelled') stopped.value = true
      else {
        error.value = found
        outcome.value = curve.value = undefined
      }
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  const soon = useDebounceFn((mine: number) => compute(mine), 200)
  // Compared by content: a new object that says the same computes nothing.
  watch(
    () => JSON.stringify(request.value),
    (now) => {
      // What is shown is old from here on, not from when the answer is on its way.
      if (now !== undefined) busy.value = true
      void soon(++asked)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => asked++)

  /** Also what has not begun yet. */
  function stop(): void {
    asked++
    busy.value = false
    stopped.value = true
    programmer.stop()
  }
  const isOld = (of: string | undefined): boolean => of !== JSON.stringify(request.value)
  return {
    outcome,
    curve,
    error,
    busy,
    stopped,
    stale: computed(() => isOld(outcomeOf.value)),
    staleCurve: computed(() => isOld(curveOf.value)),
    stop,
    again: () => void compute(),
  }
}
