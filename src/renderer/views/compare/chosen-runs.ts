import { useLocalStorage } from '@vueuse/core'
import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { NadirError } from '../../../shared/errors'
import { useRuns } from '../../stores/runs'
import { useToasts } from '../../stores/toasts'

/** Most runs that stand side by side or in one report. */
export const mostRuns = 8

/**
 * The runs that a page was asked to show, `?runs=r-00001,r-00002`, with their points, live. A page that is opened
 * without any shows what it showed last, else what `fallback` names. A run that is not there is left out and told of.
 */
export function useChosenRuns(page: 'compare' | 'reports', fallback: () => string[]) {
  const route = useRoute()
  const router = useRouter()
  const store = useRuns()
  const last = useLocalStorage<string[]>(`nadir.${page}`, [])
  const loading = ref(false)

  const ids = computed(() => {
    const asked = typeof route.query['runs'] === 'string' ? route.query['runs'].split(',') : []
    return [...new Set(asked.filter((id) => /^r-\d{5,}$/.test(id)))].slice(0, mostRuns)
  })
  const runs = computed(() => ids.value.flatMap((id) => store.details.get(id) ?? []))

  async function show(next: readonly string[]): Promise<void> {
    const query = { ...route.query, runs: next.join(',') }
    await router.replace({ name: page, query: next.length > 0 ? query : {} })
    last.value = [...next]
  }

  async function load(): Promise<void> {
    loading.value = true
    const missing: string[] = []
    await Promise.all(
      ids.value.map(async (id) => {
        try {
          await store.open(id)
        } catch (error) {
          missing.push(id)
          if (NadirError.from(error).code !== 'unknown-run') useToasts().fail(error)
        }
      }),
    )
    loading.value = false
    if (missing.length === 0) return
    useToasts().show({
      tone: 'fail',
      text: `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in this database`,
      key: 'missing runs',
    })
    await show(ids.value.filter((id) => !missing.includes(id)))
  }

  watch(
    [ids, () => store.loaded],
    async ([now, loaded]) => {
      if (!loaded || route.name !== page) return
      if (now.length > 0) {
        last.value = now
        await load()
        return
      }
      const known = last.value.filter((id) => store.summaries.has(id))
      const next = known.length > 0 ? known : fallback()
      if (next.length > 0) await show(next)
    },
    { immediate: true },
  )
  // A run that is deleted while it is shown leaves the page.
  watch(
    () => store.summaries.size,
    () => {
      const left = ids.value.filter((id) => store.summaries.has(id))
      if (store.loaded && left.length < ids.value.length) void show(left)
    },
  )

  return {
    ids,
    runs,
    loading,
    show,
    add: (id: string) => show([...ids.value, id]),
    remove: (id: string) => show(ids.value.filter((one) => one !== id)),
  }
}
