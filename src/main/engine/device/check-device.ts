import type { DeviceData } from '../../../shared/device'
import { deviceNumbers } from '../../../shared/device-numbers'
import { NadirError } from '../../../shared/errors'
import { pulseModel } from './define'
import { checkLevels } from './levels'
import { checkCurve } from './pulse'

/**
 * Says whether a device can be programmed: a window that is not empty, a curve with a length and a bend, times, energies,
 * spreads and shares of at least 0. `where` names the device in the error. Throws out-of-range.
 */
export function checkDevice(device: DeviceData, where: string): void {
  for (const { name, get } of deviceNumbers) {
    const { value, unit } = get(device)
    // A negative curvature steepens.
    if (name !== 'pulse.A' && !(value >= 0))
      throw new NadirError('out-of-range', `${where}: ${name} = ${value} ${unit}, expected at least 0.`, {
        hint: 'Conductances, times, energies, spreads and shares are never negative.',
      })
  }
  const { gMin, gMax, stuckOn, stuckOff, levels } = device
  if (!(gMax.value > gMin.value))
    throw new NadirError('out-of-range', `${where}: the conductance window from ${gMin.value} to ${gMax.value} S is empty.`, {
      hint: 'Give a gMax above gMin.',
    })
  if (stuckOn.value + stuckOff.value > 1)
    throw new NadirError('out-of-range', `${where}: ${stuckOn.value} stuck on and ${stuckOff.value} stuck off are more than all devices.`, {
      hint: 'The sum of both shares is at most 1.',
    })
  checkCurve(pulseModel(device).curve)
  if (levels !== undefined) checkLevels(levels)
}
