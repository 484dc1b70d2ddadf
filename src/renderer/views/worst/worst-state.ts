import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ErrorDocument } from '../../../shared/errors'
import { quotedPoint } from '../../../shared/quoted-point'
import type { RunDetail } from '../../../shared/results'
import type { Landscape, Margins, Sensitivity, WorstRecord } from '../../../shared/worst-case'
import { call } from '../../api'
import { useOpenRun } from '../../stores/open-run'
import { useRuns } from '../../stores/runs'
import { isFound, lowestPoint, pointPlace, type FoundPoint, type PointPlace } from './point-walk'
import { useLook, type Look } from './use-look'

/** What is opened only when it is wanted, as it takes long. */
export type Opened = 'margins' | 'landscape'

export interface WorstState {
  run: ComputedRef<RunDetail | undefined>
  point: ComputedRef<FoundPoint | undefined>
  /** The point whose search found it: itself, or one that it quotes. */
  from: ComputedRef<FoundPoint | undefined>
  place: ComputedRef<PointPlace | undefined>
  /** Why the run cannot be shown. */
  problem: Ref<ErrorDocument | undefined>
  record: Look<WorstRecord>
  sensitivity: Look<Sensitivity>
  landscape: Look<Landscape>
  margins: Look<Margins>
  /** Images that margins are computed of. */
  marginImages: Ref<number>
  open: (what: Opened, on: boolean) => void
  go: (to: { run?: string; point: string }) => void
  /** Stops whatever is being computed; false where nothing is. */
  stopAll: () => boolean
}

/** The point that the address names, else the lowest of the run, else of the newest run with a result; and all that is looked at in it. */
export function useWorstState(): WorstState {
  const route = useRoute()
  const router = useRouter()
  const runs = useRuns()
  const named = (key: string): string | undefined => {
    const value = route.params[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  // What is shown stays while a newer run finds its first point.
  const newest = shallowRef<string>()
  watch(
    () => runs.list.find((run) => run.worstLow !== undefined)?.id,
    (id) => (newest.value ??= id),
    { immediate: true },
  )
  const id = computed(() => named('run') ?? newest.value)
  const { run, problem } = useOpenRun(id)

  const chosen = ref<string>()
  const point = computed(() => {
    const points = run.value?.points ?? []
    const wanted = named('point')
    if (wanted === undefined) return points.find((one): one is FoundPoint => one.id === chosen.value && isFound(one)) ?? lowestPoint(points)
    return points.find((one): one is FoundPoint => one.id === wanted && isFound(one))
  })
  // Without a point in the address the first choice stays, whatever comes later.
  watch(
    () => [run.value?.id, point.value?.id] as const,
    ([, now]) => (chosen.value = now),
  )
  const from = computed(() => {
    const quoted = point.value === undefined ? undefined : quotedPoint(run.value?.points ?? [], point.value)
    return isFound(quoted) ? quoted : undefined
  })
  const place = computed(() => (run.value === undefined || point.value === undefined ? undefined : pointPlace(run.value, point.value.id)))

  /** What is asked about; a later point of the run may lend a lower finding. */
  const at = computed(() =>
    run.value === undefined || point.value === undefined ? undefined : { run: run.value.id, point: point.value.id, from: from.value?.id },
  )
  const shown = ref<Record<Opened, boolean>>({ margins: false, landscape: false })
  const wanted = ref<Record<Opened, boolean>>({ margins: false, landscape: false })
  watch(
    () => JSON.stringify(at.value),
    () => (wanted.value = { ...shown.value }),
  )
  const when = <Q>(holds: () => boolean, question: () => Q): ComputedRef<Q | undefined> =>
    computed(() => (holds() ? question() : undefined))

  const record = useLook(at, ({ run: r, point: p }, job) => call('worst.record', { run: r, point: p, job }))
  const sensitivity = useLook(
    when(
      () => record.value.value !== undefined,
      () => ({ ...at.value }),
    ),
    ({ run: r = '', point: p = '' }, job) => call('worst.sensitivity', { run: r, point: p, job }),
  )
  const landscape = useLook(
    when(
      () => wanted.value.landscape && at.value !== undefined,
      () => ({ ...at.value }),
    ),
    ({ run: r = '', point: p = '' }, job) => call('worst.landscape', { run: r, point: p, job }),
  )
  const marginImages = ref(100)
  const margins = useLook(
    when(
      () => wanted.value.margins && at.value !== undefined,
      () => ({ ...at.value, images: marginImages.value }),
    ),
    ({ run: r = '', point: p = '', images }, job) => call('worst.margins', { run: r, point: p, images, job }),
  )
  const looks = [record, sensitivity, landscape, margins]

  return {
    run,
    point,
    from,
    place,
    problem,
    record,
    sensitivity,
    landscape,
    margins,
    marginImages,
    open(what, on) {
      shown.value[what] = on
      if (on) wanted.value[what] = true
    },
    go: ({ run: r = run.value?.id ?? '', point: p }) => void router.push({ name: 'worst', params: { run: r, point: p } }),
    stopAll() {
      const working = looks.filter((look) => look.busy.value)
      working.forEach((look) => look.stop())
      return working.length > 0
    },
  }
}
