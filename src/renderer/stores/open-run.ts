import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { RunDetail } from '../../shared/results'
import { useRuns } from './runs'

/** A run in full, opened whenever another one is wanted; `problem` says why it cannot be shown. */
export function useOpenRun(id: ComputedRef<string | undefined>): {
  run: ComputedRef<RunDetail | undefined>
  problem: ShallowRef<ErrorDocument | undefined>
} {
  const runs = useRuns()
  const run = computed(() => (id.value === undefined ? undefined : runs.details.get(id.value)))
  const problem = shallowRef<ErrorDocument>()
  watch(
    [id, () => runs.loaded],
    async ([wanted, loaded]) => {
      problem.value = undefined
      if (wanted === undefined || !loaded) return
      try {
        await runs.open(wanted)
      } catch (error) {
        if (wanted === id.value) problem.value = NadirError.from(error).toDocument()
      }
    },
    { immediate: true },
  )
  return { run, problem }
}
