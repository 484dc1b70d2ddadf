import type { DeviceData } from '../../../shared/device'
import type { ProgrammingInput } from '../../../shared/programming'
import type { PulseModel } from './pulse'
import type { ProgrammingCost } from './tally'
import type { WriteVerify } from './write-verify'

/**
 * A device technology of presets/: the file's name is its id, every number has its source beside it.
 * Adding one is one file there and no other change.
 */
export function defineDevice(preset: DeviceData): DeviceData {
  return preset
}

/** A technology's pulse model in window units, for the write-verify loop. */
export function pulseModel({ gMin, gMax, pulse }: DeviceData): PulseModel {
  return {
    curve: { gMin: 0, gMax: 1, A: pulse.A.value, pMax: pulse.pMax.value },
    spread: { A: pulse.spreadA.value, gMin: pulse.spreadGMin.value, gMax: pulse.spreadGMax.value },
    ccv: pulse.ccv.value,
    zero: -gMin.value / (gMax.value - gMin.value),
  }
}

/** Time and energy of a pulse and of a read of a technology. */
export function programmingCost({ pulse, verify }: DeviceData): ProgrammingCost {
  return {
    pulse: { seconds: pulse.time.value, joules: pulse.energy.value },
    verify: { seconds: verify.time.value, joules: verify.energy.value },
  }
}

/** The write-verify loop of a technology, but for its threshold and where devices start. */
export function loopOf(
  device: DeviceData,
  { maxCycles, pulses, readNoise, seed }: Pick<ProgrammingInput, 'maxCycles' | 'pulses' | 'readNoise' | 'seed'>,
): Omit<WriteVerify, 'threshold' | 'start'> {
  return { model: pulseModel(device), maxCycles, pulses, readNoise: readNoise ? device.verify.noise.value : 0, seed }
}
