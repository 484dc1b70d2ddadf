import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DeviceList } from '../../shared/device-calls'
import type { DeviceInfo } from '../../shared/device'
import { call } from '../api'

/** The device technologies, shipped and the user's own, and the files that are none. */
export const useDevices = defineStore('devices', () => {
  const devices = shallowRef<readonly DeviceInfo[]>([])
  const damaged = shallowRef<DeviceList['damaged']>([])
  const byId = computed(() => new Map(devices.value.map((device) => [device.id, device])))

  async function load(): Promise<void> {
    const list = await call('devices.list', {})
    devices.value = list.devices
    damaged.value = list.damaged
  }

  return { devices, damaged, byId, load }
})
