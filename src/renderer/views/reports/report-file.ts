import { useDebounceFn } from '@vueuse/core'
import { ref, shallowRef, watch, type Ref } from 'vue'
import type { ReportFile } from '../../../shared/contract'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import type { RunDetail } from '../../../shared/results'
import { call } from '../../api'
import { useSettings } from '../../stores/settings'

/** The report of some runs in a format, written again when a point of them comes. */
export function useReportFile(runs: Ref<readonly RunDetail[]>, format: Ref<string>) {
  const settings = useSettings()
  const file = shallowRef<ReportFile>()
  const error = shallowRef<ErrorDocument>()
  const writing = ref(false)
  let asked = 0

  async function write(): Promise<void> {
    const mine = ++asked
    const ids = runs.value.map((run) => run.id)
    if (ids.length === 0) {
      file.value = undefined
      return
    }
    writing.value = true
    try {
      const made = await call('reports.create', { runs: ids, format: format.value })
      if (mine !== asked) return
      file.value = made
      error.value = undefined
    } catch (caught) {
      if (mine !== asked) return
      file.value = undefined
      error.value = NadirError.from(caught).toDocument()
    } finally {
      if (mine === asked) writing.value = false
    }
  }
  const writeSoon = useDebounceFn(write, 400)
  watch([() => runs.value.map((run) => run.id).join(), format], write, { immediate: true })
  watch(
    [() => runs.value.map((run) => `${run.updatedAt} ${run.pointsDone} ${run.name} ${run.notes}`).join(), () => settings.accuracySpec],
    () => void writeSoon(),
  )

  return { file, error, writing, write }
}
