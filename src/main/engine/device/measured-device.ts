import type { DeviceData, DeviceFile } from '../../../shared/device'
import { deviceNumbers } from '../../../shared/device-numbers'
import { NadirError } from '../../../shared/errors'
import { checkDevice } from './check-device'
import { importMeasured, type LevelUnit, type MeasuredDevice } from './measured'

/** What the conductances, states and spreads of a file are in. */
export type FileUnit = 'S' | 'mS' | 'uS' | 'nS' | 'window' | 'level'
const scales = { S: 1, mS: 1e-3, uS: 1e-6, nS: 1e-9 } as const

export interface MeasuredSource {
  text: string
  file: string
  unit: FileUnit
  /** For level units: the file counts spacings of so many bits a device. */
  bitsPerDevice: number
}

/**
 * A device from measured data: what the file says replaces the base's numbers, everything else stays the base's, with its
 * source. Pulse curves give Gmin, Gmax, A, Pmax and, where the file names devices or is one series, DDV and CCV; levels
 * give the spread by state. Conductances in window or level units are taken on the base's window.
 * Throws as `importMeasured` and `checkDevice`.
 */
export function measuredDevice(source: MeasuredSource, base: { id: string; device: DeviceData }, label: string): DeviceFile {
  const measured = importMeasured(source.text, source.file, levelUnit(source, base.device))
  const start: DeviceData = {
    ...base.device,
    label,
    summary: `Measured in ${source.file}; all else as ${base.device.label}.`,
    source: source.file,
  }
  const file: DeviceFile = measured.kind === 'levels' ? withLevels(start, measured, source) : withPulses(start, measured, source)
  checkDevice(file.device, source.file)
  return { ...file, base: base.id }
}

function withLevels(device: DeviceData, { table }: Extract<MeasuredDevice, { kind: 'levels' }>, { file }: MeasuredSource): DeviceFile {
  return { format: 1, device: { ...device, levels: table }, measured: { kind: 'levels', file, states: table.states.length } }
}

function withPulses(device: DeviceData, measured: Extract<MeasuredDevice, { kind: 'pulses' }>, source: MeasuredSource): DeviceFile {
  const { fit, spread, ccv, devices, pulses, conductances } = measured
  const { offset, scale } = toSiemens(source, device)
  const siemens = (g: number): number => offset + g * scale
  const from = `fit of ${source.file}`
  const lowest = siemens(fit.curve.gMin)
  // Noise takes the fit of a device that starts near zero below it.
  const atZero = lowest < 0 && -lowest <= fit.rms * scale
  const found: Record<string, number> = {
    gMin: atZero ? 0 : lowest,
    gMax: siemens(fit.curve.gMax),
    'pulse.A': fit.curve.A,
    'pulse.pMax': fit.curve.pMax,
    ...(devices.length < 2 ? {} : { 'pulse.spreadA': spread.A, 'pulse.spreadGMin': spread.gMin, 'pulse.spreadGMax': spread.gMax }),
    ...(ccv === undefined ? {} : { 'pulse.ccv': ccv }),
  }
  if (lowest < 0 && !atZero)
    throw new NadirError('out-of-range', `${source.file}: the fitted curve starts at ${lowest.toPrecision(3)} S, below zero.`, {
      hint: 'Measure nearer to the start of the curve, or check the unit of the file.',
    })
  return {
    format: 1,
    device: deviceNumbers.reduce((now, number) => {
      const value = found[number.name]
      return value === undefined
        ? now
        : number.set(now, value, number.name === 'gMin' && atZero ? `${from}: below zero by less than its RMS, taken as 0` : from)
    }, device),
    measured: {
      kind: 'pulses',
      file: source.file,
      direction: fit.direction,
      devices: devices.length,
      pulses,
      conductances: conductances.map(siemens),
      rms: fit.rms * scale,
      rmsOfWindow: fit.rmsOfWindow,
    },
  }
}

/** Conductances of the file in siemens: `offset + g scale`. */
function toSiemens({ unit, bitsPerDevice }: MeasuredSource, { gMin, gMax }: DeviceData): { offset: number; scale: number } {
  const window = gMax.value - gMin.value
  if (unit === 'window') return { offset: gMin.value, scale: window }
  if (unit === 'level') return { offset: gMin.value, scale: window / (2 ** bitsPerDevice - 1) }
  return { offset: 0, scale: scales[unit] }
}

function levelUnit({ unit, bitsPerDevice }: MeasuredSource, { gMin, gMax }: DeviceData): LevelUnit {
  if (unit === 'window') return { kind: 'window' }
  if (unit === 'level') return { kind: 'level', bitsPerDevice }
  return { kind: 'siemens', gMin: gMin.value / scales[unit], gMax: gMax.value / scales[unit] }
}
