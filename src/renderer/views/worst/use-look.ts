import { useDebounceFn } from '@vueuse/core'
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import type { AnalysisProgress } from '../../../shared/worst-case'
import { call, onEvent } from '../../api'

/** One computation about a worst chip: what came of it, or how far it is. */
export interface Look<T> {
  /** Only ever of what is asked now. */
  value: ComputedRef<T | undefined>
  error: ComputedRef<ErrorDocument | undefined>
  busy: Ref<boolean>
  stopped: Ref<boolean>
  progress: ComputedRef<{ doing: string; share: number; secondsLeft?: number } | undefined>
  stop: () => void
  again: () => void
}

/** Less than this since the beginning tells nothing of the time left, seconds. */
const tooSoon = 1.5

/** Asks anew whenever the question changes in content, and works at the newest only; without a question it rests. */
export function useLook<Q extends object, T>(question: ComputedRef<Q | undefined>, ask: (question: Q, job: string) => Promise<T>): Look<T> {
  const job = `worst ${Math.random().toString(36).slice(2)}`
  const key = computed(() => JSON.stringify(question.value))
  const came = shallowRef<{ of: string; value?: T; error?: ErrorDocument }>()
  const busy = ref(false)
  const stopped = ref(false)
  const told = shallowRef<AnalysisProgress>()
  let begun = 0
  let asked = 0

  const cancel = (): void => void call('worst.cancel', { job }).catch(() => undefined)

  async function work(mine: number): Promise<void> {
    if (mine !== asked || question.value === undefined) return
    const of = key.value
    begun = performance.now()
    told.value = undefined
    busy.value = true
    stopped.value = false
    try {
      const value = await ask(question.value, job)
      if (mine === asked) came.value = { of, value }
    } catch (thrown) {
      if (mine !== asked) return
      const error = NadirError.from(thrown).toDocument()
      if (error.code === 'cancelled') stopped.value = true
      else came.value = { of, error }
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  // Arrow keys pass points by: what is only passed is not computed.
  const soon = useDebounceFn((mine: number) => work(mine), 120)
  watch(
    key,
    (now) => {
      if (busy.value) cancel()
      stopped.value = false
      busy.value = now !== undefined && came.value?.of !== now
      asked++
      if (busy.value) void soon(asked)
    },
    { immediate: true },
  )

  const stops: (() => void)[] = []
  onMounted(() =>
    stops.push(onEvent((message) => message.event === 'analysis.progress' && message.data.job === job && (told.value = message.data))),
  )
  onBeforeUnmount(() => {
    asked++
    if (busy.value) cancel()
    stops.forEach((stop) => stop())
  })

  const current = computed(() => (question.value !== undefined && came.value?.of === key.value ? came.value : undefined))
  return {
    value: computed(() => current.value?.value),
    error: computed(() => current.value?.error),
    busy,
    stopped,
    progress: computed(() => {
      if (!busy.value || told.value === undefined) return undefined
      const { doing, done, of } = told.value
      const seconds = (performance.now() - begun) / 1000
      const known = done > 0 && seconds > tooSoon
      return { doing, share: of === 0 ? 0 : done / of, ...(known ? { secondsLeft: (seconds * (of - done)) / done } : {}) }
    }),
    stop() {
      asked++
      busy.value = false
      stopped.value = true
      cancel()
    },
    again() {
      came.value = undefined
      void work(++asked)
    },
  }
}
