import { useIntervalFn, useLocalStorage } from '@vueuse/core'
import { computed, ref, shallowRef, watch } from 'vue'
import { FilterError, parseFilter } from '../../../shared/filter'
import type { RunSummary } from '../../../shared/results'
import { call } from '../../api'
import { useDesigns } from '../../stores/designs'
import { useRuns } from '../../stores/runs'
import { useSettings } from '../../stores/settings'
import { useToasts } from '../../stores/toasts'
import { columnsOf } from './columns'
import { facetsOf, type Choice } from './facets'
import { fieldColumns } from './field-columns'
import { keepOnly, nothingSelected } from './selection'
import { sortRuns } from './sort-runs'

interface Kept {
  choice: Choice
  text: string
  onlyDiffering: boolean
  sort: { key: string; descending: boolean }
}

const first: Kept = {
  choice: { shelf: 'all', verdicts: [], models: [], tags: [] },
  text: '',
  onlyDiffering: true,
  sort: { key: 'id', descending: true },
}
/** What the library shows: runs that pass the side list and the query, sorted, with the columns that tell them apart. */
export function useLibrary() {
  const runs = useRuns()
  const designs = useDesigns()
  const settings = useSettings()
  /** Kept over a restart, so that the list is found as it was left. */
  const kept = useLocalStorage<Kept>('nadir.library', first, { mergeDefaults: true })
  const deleted = shallowRef<RunSummary[]>([])
  const now = ref(Date.now())
  useIntervalFn(() => (now.value = Date.now()), 30_000)

  const extra = computed(() => designs.fields.filter((field) => field.name.startsWith('attack.')))
  const parsed = computed(() => {
    try {
      return { test: parseFilter(kept.value.text, { fields: extra.value }), error: undefined }
    } catch (error) {
      if (!(error instanceof FilterError)) throw error
      return { test: undefined, error }
    }
  })
  // While a filter is being typed and cannot be read yet, the list stays as the last one left it.
  const test = shallowRef<(run: RunSummary) => boolean>(() => true)
  watch(parsed, (now) => now.test !== undefined && (test.value = now.test), { immediate: true })

  const isDeleted = computed(() => kept.value.choice.shelf === 'deleted')
  const all = computed(() => (isDeleted.value ? deleted.value : runs.list))
  const found = computed(() => {
    const start = performance.now()
    const facets = facetsOf(all.value, kept.value.choice, settings.accuracySpec, test.value)
    return { ...facets, milliseconds: performance.now() - start }
  })
  const names = computed(() => [
    ...new Set([...designs.fields.map((field) => field.name), ...Object.keys(all.value[0]?.spec.fields ?? {})]),
  ])
  const differing = computed(() => fieldColumns(found.value.runs, names.value, kept.value.onlyDiffering))
  const tagged = computed(() => found.value.runs.some((run) => run.tags.length > 0))
  const columns = computed(() =>
    columnsOf(differing.value.columns, {
      accuracySpec: settings.accuracySpec,
      now: now.value,
      fields: designs.byName,
      tagged: tagged.value,
    }),
  )
  const rows = computed(() => {
    const { key, descending } = kept.value.sort
    const column = columns.value.find((one) => one.key === key) ?? columns.value[0]
    return column === undefined ? found.value.runs : sortRuns(found.value.runs, column, descending)
  })
  const ids = computed(() => rows.value.map((run) => run.id))
  const selection = shallowRef(nothingSelected)
  watch(ids, (now, before) => (selection.value = keepOnly(selection.value, now, before)))
  const chosen = computed(() => rows.value.filter((run) => selection.value.chosen.has(run.id)))

  async function loadDeleted(): Promise<void> {
    try {
      deleted.value = await call('runs.list', { deleted: true })
    } catch (error) {
      useToasts().fail(error)
    }
  }
  // A deleted run leaves the list of runs, a restored one comes back to it.
  watch([isDeleted, () => runs.summaries.size], () => isDeleted.value && void loadDeleted(), { immediate: true })

  function sortBy(key: string): void {
    const { sort } = kept.value
    const column = columns.value.find((one) => one.key === key)
    // Numbers are asked for from the top, names from the start of the alphabet.
    const descending = sort.key === key ? !sort.descending : (column?.numeric ?? false) || key === 'id'
    kept.value = { ...kept.value, sort: { key, descending } }
  }

  const choose = (change: Partial<Choice>): void => void (kept.value = { ...kept.value, choice: { ...kept.value.choice, ...change } })
  const filterBy = (text: string): void => void (kept.value = { ...kept.value, text })
  const clear = (): void => void (kept.value = { ...kept.value, text: '', choice: first.choice })

  return {
    kept,
    extra,
    error: computed(() => parsed.value.error),
    found,
    differing,
    columns,
    rows,
    ids,
    selection,
    chosen,
    isDeleted,
    sortBy,
    choose,
    filterBy,
    clear,
    loadDeleted,
    total: computed(() => all.value.length),
    loaded: computed(() => runs.loaded),
  }
}

export type Library = ReturnType<typeof useLibrary>
