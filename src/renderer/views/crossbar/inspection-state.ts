import { useDebounceFn } from '@vueuse/core'
import { computed, onBeforeUnmount, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { CallInput } from '../../../shared/contract'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import type { TileInspection } from '../../../shared/tile-inspection'
import { call } from '../../api'

export interface InspectionState {
  inspection: ShallowRef<TileInspection | undefined>
  error: ShallowRef<ErrorDocument | undefined>
  busy: Ref<boolean>
  stopped: Ref<boolean>
  /** What is shown is of an earlier question. */
  stale: ComputedRef<boolean>
  stop: () => void
  again: () => void
}

/** Solves the tile that is asked for in the core, a moment after the question changed; only the newest one is worked at. */
export function useInspection(question: ComputedRef<Omit<CallInput<'crossbar.inspect'>, 'job'> | undefined>): InspectionState {
  const inspection = shallowRef<TileInspection>()
  const error = shallowRef<ErrorDocument>()
  const busy = ref(false)
  const stopped = ref(false)
  const shownOf = shallowRef<string>()
  const job = `crossbar ${Math.random().toString(36).slice(2)}`
  let asked = 0

  async function solve(mine: number): Promise<void> {
    const wanted = question.value
    if (mine !== asked) return
    busy.value = wanted !== undefined
    stopped.value = false
    if (wanted === undefined) return
    try {
      const found = await call('crossbar.inspect', { ...wanted, job })
      if (mine !== asked) return
      inspection.value = found
      shownOf.value = JSON.stringify(wanted)
      error.value = undefined
    } catch (thrown) {
      if (mine !== asked) return
      const found = NadirError.from(thrown).toDocument()
      if (found.code === 'cancelled') stopped.value = true
      else error.value = found
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  const cancel = (): void => void call('crossbar.cancel', { job }).catch(() => undefined)
  const soon = useDebounceFn((mine: number) => solve(mine), 120)
  // Compared by content: a new object that says the same asks nothing.
  watch(
    () => JSON.stringify(question.value),
    (now) => {
      busy.value = now !== undefined
      void soon(++asked)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    asked++
    cancel()
  })

  /** Also what has not begun yet. */
  function stop(): void {
    asked++
    busy.value = false
    stopped.value = true
    cancel()
  }
  return {
    inspection,
    error,
    busy,
    stopped,
    stale: computed(() => shownOf.value !== JSON.stringify(question.value)),
    stop,
    again: () => void solve(++asked),
  }
}
