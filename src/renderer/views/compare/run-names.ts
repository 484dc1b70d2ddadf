import { computed, type ComputedRef, type Ref } from 'vue'
import type { RunDetail } from '../../../shared/results'
import { useNames } from '../explore/names'

/** What runs are called side by side: how their network was trained where that tells them apart, else their own names. */
export function useRunNames(runs: Ref<readonly RunDetail[]>): ComputedRef<string[]> {
  const names = useNames()
  return computed(() => {
    const models = runs.value.map((run) => (run.axes.includes('model') ? '' : names.value('model', run.spec.fields['model'] ?? '')))
    const unique = new Set(models).size === models.length && !models.includes('')
    return unique ? models : runs.value.map((run) => run.name)
  })
}
