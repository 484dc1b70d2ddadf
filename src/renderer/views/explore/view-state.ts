import { useLocalStorage } from '@vueuse/core'
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { FieldInfo, Value } from '../../../shared/fields'
import type { RunDetail } from '../../../shared/results'
import type { Axis } from '../../../shared/spec'
import type { CurveChart } from '../../charts/curve-chart'
import { runChart } from '../../charts/run-chart'
import { runCurves, type RunCurve, type RunCurves, type RunPoint, type XView } from '../../charts/run-curves'
import { openingView, xViews } from '../../charts/run-x'
import { useDesigns } from '../../stores/designs'
import { useSettings } from '../../stores/settings'
import { useNames } from './names'

/** How a run is looked at: scales, what is shown, which curve is in focus, which point is read. */
export interface ViewState {
  y: Readonly<Ref<'linear' | 'probability'>>
  x: Readonly<Ref<XView>>
  views: ComputedRef<XView[]>
  montecarlo: Readonly<Ref<boolean>>
  /** Whether programming time is shown, and whether x is a threshold that it could be shown along. */
  cost: Readonly<Ref<boolean>>
  priced: ComputedRef<boolean>
  curves: ComputedRef<RunCurves>
  focused: ComputedRef<RunCurve | undefined>
  pinned: Readonly<Ref<string | undefined>>
  /** Axes that are neither along x nor told apart by colour, with the value shown. */
  others: ComputedRef<{ axis: Axis; info: FieldInfo | undefined; value: Value }[]>
  info: ComputedRef<FieldInfo | undefined>
  chart: ComputedRef<CurveChart>
  nameOf: (curve: Pick<RunCurve, 'at'>) => string
  setY: (kind: 'linear' | 'probability') => void
  setX: (view: XView) => void
  setMontecarlo: (on: boolean) => void
  setCost: (on: boolean) => void
  focus: (key: string) => void
  /** Reads the place of a point; without one, none. */
  pin: (id: string | undefined) => void
  fix: (field: string, value: Value) => void
  /** Pins the next point with a result along the curve in focus. */
  alongCurve: (direction: 1 | -1) => void
  /** Brings the next curve into focus, keeping the place along x. */
  acrossCurves: (direction: 1 | -1) => void
}

export function useViewState(run: ComputedRef<RunDetail>): ViewState {
  const designs = useDesigns()
  const settings = useSettings()
  const names = useNames()
  const y = useLocalStorage<'linear' | 'probability'>('nadir.chart.y', 'linear')
  const wantedX = ref<XView>()
  const montecarlo = useLocalStorage('nadir.chart.montecarlo', true)
  const cost = useLocalStorage('nadir.chart.cost', true)
  const focusedKey = ref<string>()
  const pinned = ref<string>()
  const fixedValues = ref<Record<string, Value>>({})

  const whole = computed(() => runCurves(run.value, 'window'))
  const info = computed(() => (whole.value.axis === undefined ? undefined : designs.byName.get(whole.value.axis.field)))
  const views = computed(() => xViews(whole.value, info.value))
  const opening = computed(() => openingView(views.value, whole.value, run.value.spec.fields['device.thresholdUnit']))
  const x = computed({
    get: () => views.value.find((view) => view === wantedX.value) ?? opening.value,
    set: (view) => (wantedX.value = view),
  })

  const others = computed(() =>
    run.value.spec.axes
      .filter((axis) => axis.field !== whole.value.axis?.field)
      .slice(1)
      .map((axis) => ({ axis, info: designs.byName.get(axis.field), value: fixedValues.value[axis.field] ?? axis.values[0] ?? '' })),
  )
  const fixed = computed(() => Object.fromEntries(others.value.map(({ axis, value }) => [axis.field, value])))
  const curves = computed(() => runCurves(run.value, x.value, fixed.value))
  const focused = computed(() => curves.value.curves.find((curve) => curve.key === focusedKey.value) ?? curves.value.curves[0])

  const nameOf = ({ at }: Pick<RunCurve, 'at'>): string => {
    const told = Object.fromEntries(Object.entries(at).filter(([field]) => !(field in fixed.value)))
    return names.curve(told, run.value.spec.fields['model'])
  }
  const chart = computed(() =>
    runChart(run.value, {
      x: x.value,
      y: y.value,
      accuracySpec: settings.accuracySpec,
      montecarlo: montecarlo.value,
      focused: focused.value?.key,
      fixed: fixed.value,
      pinned: pinned.value,
      info: info.value,
      name: (at) => nameOf({ at }),
      value: names.value,
    }),
  )

  watch(
    () => run.value.id,
    () => {
      pinned.value = focusedKey.value = undefined
      wantedX.value = undefined
      fixedValues.value = {}
    },
  )

  const withResult = (curve: RunCurve): RunPoint[] => curve.points.filter((p) => p.point.worst !== undefined)

  function alongCurve(direction: 1 | -1): void {
    const points = focused.value === undefined ? [] : withResult(focused.value)
    const at = points.findIndex((p) => p.point.id === pinned.value)
    const next = at < 0 ? points.at(direction > 0 ? 0 : -1) : points[at + direction]
    if (next !== undefined) pinned.value = next.point.id
  }

  function acrossCurves(direction: 1 | -1): void {
    const list = curves.value.curves
    const at = list.findIndex((curve) => curve.key === focused.value?.key)
    const next = list[at + direction]
    if (next === undefined) return
    const here = list[at]?.points.find((p) => p.point.id === pinned.value)
    focusedKey.value = next.key
    if (here === undefined) return
    const points = withResult(next)
    pinned.value = points.reduce<RunPoint | undefined>(
      (best, p) => (best === undefined || Math.abs(p.x - here.x) < Math.abs(best.x - here.x) ? p : best),
      undefined,
    )?.point.id
  }

  return {
    y,
    x,
    views,
    montecarlo,
    cost,
    priced: computed(() => whole.value.axis?.field === 'device.threshold'),
    curves,
    focused,
    pinned,
    others,
    info,
    chart,
    nameOf,
    setY: (kind) => (y.value = kind),
    setX: (next) => (x.value = next),
    setMontecarlo: (on) => (montecarlo.value = on),
    setCost: (on) => (cost.value = on),
    focus: (key) => (focusedKey.value = key),
    pin: (id) => (pinned.value = id),
    fix: (field, value) => (fixedValues.value = { ...fixedValues.value, [field]: value }),
    alongCurve,
    acrossCurves,
  }
}
