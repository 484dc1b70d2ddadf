import type { DeviceData, DeviceFile, DeviceInfo } from '../../shared/device'
import { NadirError } from '../../shared/errors'
import { mostProgrammingCycles, type ProgrammingInput } from '../../shared/programming'
import { checkDevice } from '../engine/device/check-device'
import { loopOf, programmingCost } from '../engine/device/define'
import { measuredDevice } from '../engine/device/measured-device'
import { devicePresets } from '../engine/device/presets'
import { chipProgramming } from '../engine/device/tally'
import type { DeviceStore } from '../store/devices'
import type { HandlerContext, HandlersOf } from './context'

export function deviceHandlers({ stores, jobs, emit }: HandlerContext): HandlersOf<'devices'> {
  const { devices } = stores

  function keep(id: string, file: DeviceFile, replace: boolean): DeviceInfo {
    devices.write(id, file, replace)
    tell(id)
    return deviceInfo(id, file)
  }

  function tell(id: string): void {
    // Other processes look into the folder when this changes.
    stores.settings.keep('devices', `${id} ${stores.now()}`)
    emit({ event: 'devices.changed', data: {} })
  }

  return {
    'devices.list': () => {
      const shipped = [...devicePresets].map(([id, device]) => ({ id, shipped: true, device }))
      const own = devices.list()
      return { devices: [...shipped, ...own.devices.map(({ id, file }) => deviceInfo(id, file))], damaged: own.damaged }
    },
    'devices.program': async (input) => {
      const { thresholds, chipDevices, job } = input
      const begun = performance.now()
      const { summaries, chosen: kept } = await jobs.program(programming(input, deviceOf(devices, input.device)), job)
      return {
        thresholds: summaries.map((summary, i) => ({
          ...summary,
          threshold: thresholds[i] ?? Number.NaN,
          ...(chipDevices === undefined ? {} : { chip: chipProgramming(summary, chipDevices) }),
        })),
        chosen: kept,
        computedIn: (performance.now() - begun) / 1000,
      }
    },
    'devices.cancel': ({ job }) => ({ cancelled: jobs.cancelProgramming(job) }),
    'devices.save': ({ id, device, base, measured, replace }) => {
      checkDevice(device, id)
      return keep(
        id,
        { format: 1, device, ...(base === undefined ? {} : { base }), ...(measured === undefined ? {} : { measured }) },
        replace,
      )
    },
    'devices.remove': ({ id }) => {
      devices.remove(id)
      tell(id)
      return { removed: id }
    },
    'devices.import': ({ id, base, replace, ...source }) => {
      devices.checkFree(id, replace)
      return keep(id, measuredDevice(source, { id: base, device: deviceOf(devices, base) }, id), replace)
    },
  }
}

const deviceInfo = (id: string, { format: _format, ...file }: DeviceFile): DeviceInfo => ({ id, shipped: false, ...file })

/** A technology by its id, or the device itself, fit to be programmed. Throws unknown-method, data-damaged, out-of-range. */
export function deviceOf(devices: DeviceStore, device: string | DeviceData): DeviceData {
  if (typeof device !== 'string') {
    checkDevice(device, device.label)
    return device
  }
  const known = devicePresets.get(device)
  if (known !== undefined) return known
  const own = devices.read(device)?.device
  if (own === undefined) {
    const names = [...devicePresets.keys(), ...devices.list().devices.map(({ id }) => id)]
    throw new NadirError('unknown-method', `There is no device technology ${device}.`, {
      hint: `device.preset is one of ${names.join(', ')}.`,
    })
  }
  // The file may have been edited by hand.
  checkDevice(own, device)
  return own
}

/** The work of a call as the compute side takes it. Throws out-of-range where it is too much, or the chosen threshold is not there. */
export function programming(
  { thresholds, chosen, bitsPerDevice, devices, maxCycles, pulses, readNoise, seed }: ProgrammingInput,
  device: DeviceData,
): Parameters<HandlerContext['jobs']['program']>[0] {
  if (chosen >= thresholds.length)
    throw new NadirError('out-of-range', `There is no threshold ${chosen} among ${thresholds.length}.`, {
      hint: 'They are counted from 0.',
    })
  if (thresholds.length * devices * maxCycles > mostProgrammingCycles)
    throw new NadirError(
      'out-of-range',
      `${thresholds.length} thresholds of ${devices} devices and up to ${maxCycles} cycles each would take too long.`,
      { hint: 'Program fewer devices, allow fewer cycles, or ask for fewer thresholds.' },
    )
  return {
    loop: loopOf(device, { maxCycles, pulses, readNoise, seed }),
    cost: programmingCost(device),
    thresholds,
    chosen,
    bitsPerDevice,
    devices,
  }
}
