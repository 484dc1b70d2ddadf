import { useDebounceFn, useLocalStorage } from '@vueuse/core'
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import type { CallInput, CallOutput } from '../../../shared/contract'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import { objectiveText, parseObjective, type Objective } from '../../../shared/objective'
import type { RunSummary } from '../../../shared/results'
import { call } from '../../api'
import { useRuns } from '../../stores/runs'
import { useSettings } from '../../stores/settings'
import { baseDesign } from '../../stores/draft'
import { useDesigns } from '../../stores/designs'

/** Runs that are held to the objectives: starred ones first, then the newest. */
const mostRuns = 40

export type Judged = CallOutput<'find.check'>

/** Where a search looks; what is not said takes the usual range of its field. */
export interface Looking {
  over: string
  from?: number
  to?: number
}

/** What the page of objectives shows: the objectives, the runs here held to them, and the searches. */
export function useSpecState() {
  const runs = useRuns()
  const settings = useSettings()
  const designs = useDesigns()
  const looking = useLocalStorage<Looking>('nadir.find', { over: 'device.threshold' })
  const judged = shallowRef<Judged>()
  const problem = shallowRef<ErrorDocument>()
  const starting = ref(false)
  const chosen = ref<string>()

  const objectives = computed(() => settings.objectives.map(parseObjective))
  const setObjectives = (next: readonly Objective[]): Promise<void> => settings.set({ objectives: next.map(objectiveText) })

  const shown = computed(() => {
    const done = runs.list.filter((run) => run.pointsDone > 0 && !run.archived && run.search === undefined)
    return [...done.filter((run) => run.starred), ...done.filter((run) => !run.starred)].slice(0, mostRuns)
  })
  const searches = computed(() =>
    runs.list.filter((run): run is RunSummary & Required<Pick<RunSummary, 'search'>> => run.search !== undefined),
  )
  const search = computed(() => searches.value.find((run) => run.id === chosen.value) ?? searches.value[0])

  /** What decides the table: another look is taken when it changes. */
  const question = computed(() =>
    JSON.stringify([
      settings.objectives,
      shown.value.map(({ id, pointsDone, worstLow, updatedAt }) => [id, pointsDone, worstLow, updatedAt]),
    ]),
  )
  let gone = false
  onBeforeUnmount(() => (gone = true))
  const look = useDebounceFn(async (mine: string) => {
    if (gone || !runs.loaded || mine !== question.value) return
    try {
      const input = { objectives: [...settings.objectives], runs: shown.value.map(({ id }) => id) }
      const came = await call('find.check', input)
      if (mine === question.value) judged.value = came
    } catch (error) {
      // A run that was deleted meanwhile changes the question.
      if (mine === question.value && NadirError.from(error).code !== 'unknown-run') problem.value = NadirError.from(error).toDocument()
    }
  }, 120)
  watch([question, () => runs.loaded], ([now]) => void look(now), { immediate: true })

  /** Starts a search of the design in the form, and shows it. What is refused stands beside the button. */
  async function start(): Promise<void> {
    if (starting.value) return
    starting.value = true
    problem.value = undefined
    try {
      const input: CallInput<'find.start'> = {
        spec: { ...baseDesign(designs.draft) },
        objectives: [...settings.objectives],
        ...looking.value,
      }
      const run = await call('find.start', input)
      runs.applyChanged(run, [])
      chosen.value = run.id
    } catch (error) {
      problem.value = NadirError.from(error).toDocument()
    } finally {
      starting.value = false
    }
  }

  return { looking, judged, problem, starting, chosen, objectives, setObjectives, searches, search, start }
}
