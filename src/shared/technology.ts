import { countsDevices, isParasitic } from './converters'
import type { DeviceData } from './device'
import { NadirError } from './errors'
import type { Design } from './fields'
import { kindOf } from './variation-fields'

/** Ends of the window of conductances, siemens. */
export interface Window {
  gMin: number
  gMax: number
}

/** The window that a design gives its devices: its own numbers, or those of its technology. */
export function windowOf(design: Design, technology: Pick<DeviceData, 'gMin' | 'gMax'>): Window {
  const [low, high] = [design['device.gMin'], design['device.gMax']]
  return { gMin: low === 'technology' ? technology.gMin.value : low, gMax: high === 'technology' ? technology.gMax.value : high }
}

/** The same; throws out-of-range where the window is none. */
export function requireWindow(design: Design, technology: Pick<DeviceData, 'gMin' | 'gMax'>): Window {
  const window = windowOf(design, technology)
  if (window.gMax > window.gMin) return window
  throw new NadirError('out-of-range', `device.gMax = ${window.gMax} S is not above device.gMin = ${window.gMin} S.`, {
    hint: 'Use a window that opens upwards.',
  })
}

/** True where an offset is taken off by devices, which err as those of a weight do. */
export function hasReference(design: Pick<Design, 'mapping.scheme' | 'mapping.analogReference'>): boolean {
  return design['mapping.scheme'] === 'offset' && design['mapping.analogReference'] === 'on'
}

/** Shares of devices stuck at either end of the window. */
export function faultsOf(design: Design, technology: Pick<DeviceData, 'stuckOn' | 'stuckOff'>): { on: number; off: number } {
  const [on, off] = [design['device.stuckOn'], design['device.stuckOff']]
  return { on: on === 'technology' ? technology.stuckOn.value : on, off: off === 'technology' ? technology.stuckOff.value : off }
}

/** Bits of a device that stand for the states it is programmed to: a float weight takes any of them, as fine as eight bits tell. */
export function programmedBits(design: Pick<Design, 'weights.bits' | 'device.bitsPerDevice'>): number {
  return design['weights.bits'] === 'float' ? 8 : design['device.bitsPerDevice']
}

/** True where some devices of a design may be stuck. */
export function mayStick(design: Design): boolean {
  // Designs of runs from before there were faults, or ages, hold no value.
  return (design['device.stuckOn'] ?? 0) !== 0 || (design['device.stuckOff'] ?? 0) !== 0
}

/** True where a design computes some time after it was programmed, with devices that change. */
export function ages(design: Design): boolean {
  return (design['device.time'] ?? 'off') !== 'off'
}

/** True where what is searched depends on numbers of the technology. */
export function usesTechnology(design: Design): boolean {
  const follows = (...names: ('device.gMin' | 'device.gMax' | 'device.stuckOn' | 'device.stuckOff')[]): boolean =>
    names.some((name) => design[name] === 'technology')
  return (
    design['variation.kind'] === 'level' ||
    ages(design) ||
    follows('device.stuckOn', 'device.stuckOff') ||
    (isParasitic(design) && follows('device.gMin', 'device.gMax'))
  )
}

/** The measured levels of a technology. Throws bad-value where there are none. */
export function requireLevels({ levels, label }: DeviceData): NonNullable<DeviceData['levels']> {
  if (levels !== undefined) return levels
  throw new NadirError('bad-value', `${label} has no measured levels, so that their spread is not known.`, {
    hint: 'Choose a technology with levels, as pcm, or import a table of state, mean, sigma.',
  })
}

/**
 * Throws where a technology lacks what a design asks of it: levels that were measured, laws of drift, a window.
 * bad-value, out-of-range.
 */
export function requireTechnology(design: Design, technology: DeviceData): void {
  if (design['variation.kind'] === 'level') requireLevels(technology)
  if ((ages(design) || design['sampling.kind'] === 'pcm') && technology.inference === undefined)
    throw new NadirError('bad-value', `${technology.label} has no laws of drift and read noise.`, {
      hint: 'Choose pcm or a copy of it, or set device.time to off and sample otherwise.',
    })
  if (design['sampling.kind'] === 'write-verify' && design['variation.kind'] !== 'box' && design['variation.kind'] !== 'device')
    throw new NadirError(
      'bad-value',
      `What write-verify leaves is an error of each device by itself; it makes no ${design['variation.kind']} chips.`,
      {
        hint: 'Use variation.kind box or device, or another sampling.kind.',
      },
    )
  if (hasReference(design) && !isPlainBox(design))
    throw new NadirError('bad-value', 'Errors of reference devices are known for the plain box on an ideal array alone.', {
      hint: 'Set mapping.analogReference to off, or leave converters, resistance, faults, age and other kinds of variation out.',
    })
  const { on, off } = faultsOf(design, technology)
  if (on + off > 1)
    throw new NadirError('out-of-range', `Shares of ${on} stuck on and ${off} stuck off are more than all devices.`, {
      hint: 'Both are between 0 and 1, and so is their sum.',
    })
  if (usesWindow(design)) requireWindow(design, technology)
}

/** True where weights are all there is, and err each up to the threshold. */
function isPlainBox(design: Design): boolean {
  const physical = design['sampling.kind'] === 'pcm' || design['sampling.kind'] === 'write-verify' || design['crossbar.chipVariation'] > 0
  return kindOf(design) === 'box' && !countsDevices(design) && !mayStick(design) && !ages(design) && !physical
}

/** True where what devices conduct matters, and not their levels alone. */
function usesWindow(design: Design): boolean {
  return isParasitic(design) || ages(design) || design['sampling.kind'] === 'pcm' || design['crossbar.chipVariation'] > 0
}
