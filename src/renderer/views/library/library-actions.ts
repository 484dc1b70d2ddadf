import { computed, ref, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { RunSummary } from '../../../shared/results'
import { call } from '../../api'
import { copyText, toTsv } from '../../components/clipboard'
import { useDesigns } from '../../stores/designs'
import { useRuns } from '../../stores/runs'
import { useToasts } from '../../stores/toasts'
import type { BulkAction } from './bulk-action'
import type { Library } from './library-state'

/** Runs that can stand side by side. */
const mostCompared = 8

/** What the library does with runs, by button and by key. */
export function useLibraryActions(library: Library) {
  const router = useRouter()
  const runs = useRuns()
  const designs = useDesigns()
  const renaming = ref<string>()
  const tagging = ref(false)
  const ids = computed(() => library.chosen.value.map((run) => run.id))

  const open = (run: RunSummary): void => {
    if (!library.isDeleted.value) void router.push({ name: 'explore', params: { run: run.id } })
  }
  const goTo = (name: string): void => void router.push({ name, query: { runs: ids.value.join(',') } })

  async function update(change: Parameters<typeof runs.update>[1]): Promise<void> {
    await runs.update(ids.value, change)
  }

  function editCopy(): void {
    const [run] = library.chosen.value
    if (run === undefined) return
    designs.edit(run.spec)
    open(run)
  }

  /** Archived runs leave the list, so the way back is offered at once. */
  async function archive(archived: boolean): Promise<void> {
    const moved = ids.value
    await runs.update(moved, { archived })
    const what = moved.length === 1 ? `Run ${moved[0] ?? ''}` : `${moved.length} runs`
    useToasts().show({
      text: `${what} ${archived ? 'archived' : 'taken out of the archive'}`,
      actions: [{ label: 'Undo', keys: 'Ctrl Z', undo: true, run: () => runs.update(moved, { archived: !archived }) }],
    })
  }

  async function restore(): Promise<void> {
    await runs.restore(ids.value)
    await library.loadDeleted()
  }

  async function star(run: RunSummary): Promise<void> {
    await runs.update([run.id], { starred: !run.starred })
  }

  async function rename(run: RunSummary, name: string | undefined): Promise<void> {
    renaming.value = undefined
    if (name !== undefined && name !== run.name) await runs.update([run.id], { name })
  }

  const one = computed(() => ids.value.length === 1)
  const archived = computed(() => library.chosen.value.every((run) => run.archived))
  const starred = computed(() => library.chosen.value.every((run) => run.starred))
  const compared = computed(() => ids.value.length >= 2 && ids.value.length <= mostCompared)
  const reported = computed(() => ids.value.length <= mostCompared)

  const actions: ComputedRef<BulkAction[]> = computed(() =>
    library.isDeleted.value
      ? [{ label: 'Restore', keys: 'R', primary: true, run: restore }]
      : [
          {
            label: 'Compare',
            keys: 'C',
            primary: true,
            disabled: !compared.value,
            title: 'Two to eight runs side by side',
            run: () => goTo('compare'),
          },
          { label: 'Report', keys: 'R', disabled: !reported.value, title: 'One to eight runs in one file', run: () => goTo('reports') },
          { label: 'Tag', keys: 'T', run: () => (tagging.value = true) },
          { label: starred.value ? 'Unstar' : 'Star', keys: 'S', run: () => update({ starred: !starred.value }) },
          { label: 'Edit a copy', keys: 'E', disabled: !one.value, title: 'Puts the design of this run into the form', run: editCopy },
          { label: 'Rename', keys: 'F2', disabled: !one.value, run: () => (renaming.value = ids.value[0]) },
          { label: archived.value ? 'Unarchive' : 'Archive', keys: 'A', run: () => archive(!archived.value) },
          { label: 'Delete', keys: 'Del', danger: true, run: () => runs.remove(ids.value) },
        ],
  )

  function copyTable(): Promise<void> {
    const columns = library.columns.value.filter((column) => column.cell !== 'spark')
    const header = columns.map((column) => (column.unit ? `${column.label}, ${column.unit}` : column.label))
    const rows = library.chosen.value.length > 0 ? library.chosen.value : library.rows.value
    return copyText(
      toTsv([header, ...rows.map((run) => columns.map((column) => column.text(run)))]),
      rows.length === 1 ? '1 run' : `${rows.length} runs`,
    )
  }

  async function runDefault(): Promise<void> {
    try {
      const spec = await call('designs.default', {})
      await runs.start(spec)
      await router.push({ name: 'explore' })
    } catch (error) {
      useToasts().fail(error)
    }
  }

  return { renaming, tagging, actions, open, star, rename, update, copyTable, runDefault }
}
