import { useLocalStorage } from '@vueuse/core'
import { computed, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { compareRuns } from '../../../shared/compare'
import { overlay, placeOf } from '../../../shared/overlay'
import type { RunDetail } from '../../../shared/results'
import type { XView } from '../../charts/run-curves'
import { useCosts } from '../../stores/costs'
import { useDesigns } from '../../stores/designs'
import { useModels } from '../../stores/models'
import { useSettings } from '../../stores/settings'
import { useNames } from '../explore/names'
import { compareChart } from './compare-chart'
import { useRunNames } from './run-names'

interface View {
  x: 'window' | 'level'
  y: 'linear' | 'probability'
  onlyDiffering: boolean
}

/** What a comparison shows of its runs. Base and place are in the address, so that a reload shows them again. */
export function useCompareState(runs: Ref<readonly RunDetail[]>) {
  const route = useRoute()
  const router = useRouter()
  const designs = useDesigns()
  const models = useModels()
  const settings = useSettings()
  const costs = useCosts()
  const names = useRunNames(runs)
  const words = useNames()
  const view = useLocalStorage<View>('nadir.compare.view', { x: 'window', y: 'probability', onlyDiffering: true }, { mergeDefaults: true })

  const base = computed(() =>
    Math.max(
      0,
      runs.value.findIndex((run) => run.id === route.query['base']),
    ),
  )
  const asked = computed(() => (typeof route.query['at'] === 'string' ? Number(route.query['at']) : undefined))
  const together = computed(() => overlay(runs.value))
  const layers = computed(() => Object.fromEntries(models.models.map((model) => [model.id, model.layers])))
  const comparison = computed(() =>
    runs.value.length === 0
      ? undefined
      : compareRuns(runs.value, {
          base: base.value,
          accuracySpec: settings.accuracySpec,
          fields: designs.fields,
          layers: layers.value,
          costs: costs.values,
          ...(asked.value === undefined ? {} : { at: asked.value }),
        }),
  )
  const place = computed(() => comparison.value?.place)
  const overThreshold = computed(() => together.value.x.field === undefined)
  const x = computed((): XView => (overThreshold.value ? view.value.x : 'linear'))
  const info = computed(() => designs.byName.get(together.value.x.field ?? ''))
  const chart = computed(() =>
    compareChart(runs.value, {
      x: x.value,
      y: view.value.y,
      accuracySpec: settings.accuracySpec,
      base: base.value,
      names: names.value,
      valueName: words.value,
      info: info.value,
      at: place.value?.x,
    }),
  )
  const along = computed(() => ({
    label: info.value?.label.toLowerCase() ?? together.value.x.label,
    unit: overThreshold.value ? x.value : together.value.x.unit,
    threshold: overThreshold.value,
  }))

  const ask = (query: Record<string, string>): void => void router.replace({ name: 'compare', query: { ...route.query, ...query } })
  const setBase = (id: string): void => ask({ base: id })
  const setPlace = (at: number): void => ask({ at: String(at) })

  /** A place on the chart is where its points are drawn; the table knows it as the runs do. */
  function choosePlace(drawn: number): void {
    const ids = new Set(
      chart.value.curves.flatMap((curve) => curve.points.filter((point) => point.x === drawn).map((point) => `${curve.key} ${point.id}`)),
    )
    for (const run of runs.value) {
      for (const point of run.points) {
        const at = placeOf(point, together.value.x)
        const here = [...ids].some((id) => id.startsWith(`${run.id} `) && id.endsWith(` ${point.id}`))
        if (here && at !== undefined && place.value?.choices.includes(at)) return setPlace(at)
      }
    }
  }

  function stepPlace(by: number): void {
    const { choices = [], x: now = 0 } = place.value ?? {}
    const next = choices[choices.indexOf(now) + by]
    if (next !== undefined) setPlace(next)
  }

  return { view, names, base, comparison, together, chart, along, place, overThreshold, setBase, setPlace, choosePlace, stepPlace }
}
