import { useDebounceFn } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Preview } from '../../shared/contract'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import type { FieldInfo, Value } from '../../shared/fields'
import { specToFile, type Axis, type Spec } from '../../shared/spec'
import { call } from '../api'
import { axisOf, dropAxis, firstAxis, setAxis, setField, type Draft } from './draft'
import { useDevices } from './devices'
import { useModels } from './models'
import { useToasts } from './toasts'

const remembered = 'nadir.draft'

function readDraft(): Draft | undefined {
  try {
    const draft: unknown = JSON.parse(localStorage.getItem(remembered) ?? 'null')
    return typeof draft === 'object' && draft !== null && 'fields' in draft && 'axes' in draft ? (draft as Draft) : undefined
  } catch {
    return undefined
  }
}

/** The fields of a design, and the design that the form is at. */
export const useDesigns = defineStore('designs', () => {
  const fields = shallowRef<readonly FieldInfo[]>([])
  const defaults = shallowRef<Spec>()
  const draft = shallowRef<Draft>({ fields: {}, axes: [] })
  const preview = shallowRef<Preview>()
  const problem = shallowRef<ErrorDocument>()
  const previewing = ref(false)
  /** A field that someone asked for: the form brings it into sight and gives it the focus. */
  const wanted = ref<string>()
  const ready = computed(() => fields.value.length > 0 && defaults.value !== undefined)
  const byName = computed(() => new Map(fields.value.map((field) => [field.name, field])))
  /** Axes that were turned off keep their values for when they are turned on again. */
  const parked = new Map<string, Axis>()

  async function load(): Promise<void> {
    const [known, first] = await Promise.all([call('designs.fields', {}), call('designs.default', {})])
    fields.value = known
    defaults.value = first
    for (const axis of first.axes) parked.set(axis.field, axis)
    draft.value = complete(draft.value.axes.length > 0 || Object.keys(draft.value.fields).length > 0 ? draft.value : (readDraft() ?? first))
  }

  /** Drops what this version does not know and fills what is missing: a kept draft may be of another version. */
  function complete(spec: Draft): Draft {
    const values: Record<string, Value> = {}
    for (const { name, default: fallback } of fields.value) values[name] = spec.fields[name] ?? defaults.value?.fields[name] ?? fallback
    for (const { field, values: swept } of spec.axes) {
      // A spec has an axis' first value in its field. What follows from a design is better shown where runs are compared.
      const usual = byName.value.get(field)?.default
      if (usual !== undefined && swept.includes(usual) && values[field] === swept[0]) values[field] = usual
    }
    return { fields: values, axes: spec.axes.filter((axis) => byName.value.has(axis.field)) }
  }

  /** Puts a design into the form. */
  function edit(spec: Spec): void {
    draft.value = complete(spec)
  }

  /** Reads a spec file into the form. Throws NadirError where it is none. */
  async function openText(text: string, name: string): Promise<void> {
    let spec: unknown
    try {
      spec = JSON.parse(text)
    } catch (error) {
      throw new NadirError('bad-spec', `${name} is not JSON: ${error instanceof Error ? error.message : String(error)}`, {
        hint: 'Open a spec that was saved here, or a JSON object of fields.',
      })
    }
    if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) {
      throw new NadirError('bad-spec', `${name} holds no JSON object.`, { hint: 'A spec is a JSON object of fields.' })
    }
    edit(await call('designs.parse', { spec: { ...spec } }))
  }

  /** The form holds the default design. */
  const untouched = computed(() => defaults.value !== undefined && JSON.stringify(draft.value) === JSON.stringify(complete(defaults.value)))

  function reset(): void {
    if (defaults.value !== undefined) edit(defaults.value)
  }

  const set = (name: string, value: Value): void => void (draft.value = setField(draft.value, name, value))

  /** Names a select may hold, from the core's lists. */
  function optionsOf(info: FieldInfo): { value: string; label: string }[] {
    const models = useModels()
    if (info.name === 'model') return models.models.map(({ id, label }) => ({ value: id, label }))
    if (info.name === 'device.preset') return useDevices().devices.map(({ id, device }) => ({ value: id, label: device.label }))
    if (info.name === 'data.set') return models.datasets.map(({ id, label }) => ({ value: id, label }))
    const kind = info.name === 'attack.method' ? 'attack' : info.name === 'attack.surrogate' ? 'surrogate' : undefined
    if (kind !== undefined) return models.methods.filter((m) => m.kind === kind).map(({ id, label }) => ({ value: id, label }))
    return info.options.map((value) => ({ value, label: value }))
  }

  function toggleAxis(name: string): void {
    const info = byName.value.get(name)
    if (info === undefined) return
    const axis = axisOf(draft.value, name)
    if (axis !== undefined) {
      parked.set(name, axis)
      draft.value = dropAxis(draft.value, name)
      return
    }
    const value = draft.value.fields[name] ?? info.default
    const options = optionsOf(info).map((o) => o.value)
    changeAxis(parked.get(name) ?? firstAxis(info, value, options, draft.value.fields['weights.bits']))
  }

  function changeAxis(axis: Axis): void {
    try {
      draft.value = setAxis(draft.value, axis)
    } catch (error) {
      useToasts().fail(error)
    }
  }

  let asked = 0
  async function look(): Promise<void> {
    const mine = ++asked
    try {
      const came = await call('designs.preview', { spec: specToFile(draft.value) })
      if (mine !== asked) return
      preview.value = came
      problem.value = undefined
    } catch (error) {
      if (mine !== asked) return
      preview.value = undefined
      problem.value = NadirError.from(error).toDocument()
    } finally {
      if (mine === asked) previewing.value = false
    }
  }
  const lookSoon = useDebounceFn(look, 250)
  watch(draft, (now) => {
    if (!ready.value) return
    localStorage.setItem(remembered, JSON.stringify(now))
    previewing.value = true
    void lookSoon()
  })

  return {
    fields,
    defaults,
    draft,
    preview,
    problem,
    previewing,
    wanted,
    ready,
    untouched,
    byName,
    load,
    edit,
    openText,
    reset,
    set,
    optionsOf,
    toggleAxis,
    changeAxis,
    look,
  }
})
