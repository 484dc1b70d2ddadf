import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { ModelInfo } from '../../../shared/contract'
import type { DeviceData, DeviceInfo } from '../../../shared/device'
import { editedSource, type DeviceNumber } from '../../../shared/device-numbers'
import type { Derived } from '../../../shared/device-math'
import { call } from '../../api'
import { deriveDraft } from '../../stores/checks'
import { useDesigns } from '../../stores/designs'
import { useDevices } from '../../stores/devices'
import { useModels } from '../../stores/models'
import { useToasts } from '../../stores/toasts'
import { useLoopSettings, type LoopSettings } from './loop-settings'
import type { ProgrammingRequest } from './programming-state'

export interface DeviceState {
  /** The technology that is shown: the one in the address, else that of the design in Explore. */
  info: ComputedRef<DeviceInfo | undefined>
  /** It with what was typed. */
  device: ComputedRef<DeviceData | undefined>
  edited: ComputedRef<boolean>
  loop: Ref<LoopSettings>
  /** What the design in Explore makes of a chip. */
  derived: ComputedRef<Derived | undefined>
  model: ComputedRef<ModelInfo | undefined>
  bitsPerDevice: ComputedRef<number>
  request: ComputedRef<ProgrammingRequest | undefined>
  choose: (id: string) => void
  change: (number: DeviceNumber, value: number) => void
  reset: () => void
  /** Keeps what is shown under a name. Throws as the core does. */
  save: (id: string, replace: boolean) => Promise<void>
  remove: () => Promise<void>
}

/** Which technology the page shows, what was typed over its numbers, and what the design in Explore asks of it. */
export function useDeviceState(): DeviceState {
  const route = useRoute()
  const router = useRouter()
  const store = useDevices()
  const designs = useDesigns()
  const models = useModels()
  const loop = useLoopSettings()
  const typed = shallowRef<{ id: string; device: DeviceData }>()

  const ofDesign = computed(() => String(designs.draft.fields['device.preset'] ?? 'ideal'))
  const wanted = computed(() => (typeof route.query['id'] === 'string' ? route.query['id'] : ofDesign.value))
  const info = computed(() => store.byId.get(wanted.value) ?? store.byId.get(ofDesign.value) ?? store.devices[0])
  const edited = computed(() => info.value !== undefined && typed.value?.id === info.value.id)
  const device = computed(() => (edited.value ? typed.value?.device : info.value?.device))

  const model = computed(() => {
    const onAxis = designs.draft.axes.find((axis) => axis.field === 'model')?.values[0]
    return models.byId.get(String(onAxis ?? designs.draft.fields['model'] ?? ''))
  })
  const derived = computed(() => (designs.ready ? deriveDraft(designs.draft, model.value?.layers ?? []).derived : undefined))
  const bitsPerDevice = computed(() => Number(designs.draft.fields['device.bitsPerDevice'] ?? 2))
  const request = computed<ProgrammingRequest | undefined>(() => {
    if (device.value === undefined || derived.value === undefined) return undefined
    const { thWindow, devices } = derived.value
    return {
      device: device.value,
      threshold: thWindow,
      bitsPerDevice: bitsPerDevice.value,
      seed: Number(designs.draft.fields['seed'] ?? 1),
      chipDevices: devices > 0 ? devices : undefined,
      loop: loop.value,
    }
  })

  const choose = (id: string): void => void router.replace({ name: 'device', query: { id } })
  const put = (id: string, now: DeviceData | undefined): void => void (typed.value = now === undefined ? undefined : { id, device: now })

  function change(number: DeviceNumber, value: number): void {
    if (info.value === undefined || device.value === undefined) return
    const next = number.set(device.value, value, editedSource)
    // What is typed back to what it was is no edit.
    const original = number.get(info.value.device)
    const restored = original.value === value ? number.set(next, value, original.source) : next
    put(info.value.id, JSON.stringify(restored) === JSON.stringify(info.value.device) ? undefined : restored)
  }

  function reset(): void {
    const before = typed.value
    typed.value = undefined
    if (before === undefined) return
    useToasts().show({
      text: 'The numbers are as they were',
      actions: [{ label: 'Undo', keys: 'Ctrl Z', undo: true, run: () => (typed.value = before) }],
    })
  }

  async function save(id: string, replace: boolean): Promise<void> {
    if (info.value === undefined || device.value === undefined) return
    const { measured, base, shipped } = info.value
    const from = shipped ? info.value.id : base
    // A copy under its own name says so; one that takes the place of the old keeps its label.
    const label = replace ? device.value.label : id
    const more = { ...(from === undefined ? {} : { base: from }), ...(measured === undefined ? {} : { measured }) }
    await call('devices.save', { id, device: { ...device.value, label }, replace, ...more })
    await store.load()
    typed.value = undefined
    choose(id)
    useToasts().show({ text: `${id} saved`, seconds: 4 })
  }

  async function remove(): Promise<void> {
    const gone = info.value
    if (gone === undefined || gone.shipped) return
    try {
      await call('devices.remove', { id: gone.id })
      await store.load()
      choose(gone.base ?? 'ideal')
      const { id, shipped: _shipped, ...file } = gone
      const back = async (): Promise<void> => {
        await call('devices.save', { id, ...file })
        await store.load()
        choose(id)
      }
      useToasts().show({
        text: `${id} removed`,
        actions: [{ label: 'Undo', keys: 'Ctrl Z', undo: true, run: () => back().catch(useToasts().fail) }],
      })
    } catch (error) {
      useToasts().fail(error)
    }
  }

  return { info, device, edited, loop, derived, model, bitsPerDevice, request, choose, change, reset, save, remove }
}
