import type { DeviceData, Quantity } from './device'
import { engineering, nbsp } from './units'

/** A number of a device as data: what the page, `nadir devices show` and `--set` need. */
export interface DeviceNumber {
  /** Dotted place in the device. */
  name: string
  label: string
  group: 'Window' | 'Pulse model' | 'Variation' | 'Write and verify' | 'Faults'
  help: string
  get: (device: DeviceData) => Quantity
  /** The device with another value; it is not changed itself. */
  set: (device: DeviceData, value: number, source: string) => DeviceData
}

type PulseName = keyof DeviceData['pulse']
type VerifyName = keyof DeviceData['verify']
type TopName = 'gMin' | 'gMax' | 'stuckOn' | 'stuckOff'
type Text = Pick<DeviceNumber, 'label' | 'group' | 'help'>

const top = (name: TopName, text: Text): DeviceNumber => ({
  name,
  ...text,
  get: (device) => device[name],
  set: (device, value, source) => ({ ...device, [name]: { ...device[name], value, source } }),
})
const pulse = (name: PulseName, text: Text): DeviceNumber => ({
  name: `pulse.${name}`,
  ...text,
  get: (device) => device.pulse[name],
  set: (device, value, source) => ({ ...device, pulse: { ...device.pulse, [name]: { ...device.pulse[name], value, source } } }),
})
const verify = (name: VerifyName, text: Text): DeviceNumber => ({
  name: `verify.${name}`,
  ...text,
  get: (device) => device.verify[name],
  set: (device, value, source) => ({ ...device, verify: { ...device.verify, [name]: { ...device.verify[name], value, source } } }),
})

/** Every number of a device, in the order in which it is shown. */
export const deviceNumbers: readonly DeviceNumber[] = [
  top('gMin', { label: 'Gmin', group: 'Window', help: 'Lowest conductance of the window.' }),
  top('gMax', { label: 'Gmax', group: 'Window', help: 'Highest conductance of the window.' }),
  pulse('A', {
    label: 'A',
    group: 'Pulse model',
    help: 'Curvature: positive saturates, negative steepens, far above Pmax is straight. G(P) = B (1 - exp(-P / A)) + Gmin; depression is its mirror.',
  }),
  pulse('pMax', { label: 'Pmax', group: 'Pulse model', help: 'Pulses from one end of the window to the other.' }),
  pulse('time', { label: 'Pulse width', group: 'Pulse model', help: 'Time of one programming pulse.' }),
  pulse('energy', { label: 'Pulse energy', group: 'Pulse model', help: 'Energy of one programming pulse.' }),
  pulse('spreadA', {
    label: 'DDV of A',
    group: 'Variation',
    help: 'Device-to-device variation of the curvature: standard deviation relative to A.',
  }),
  pulse('spreadGMin', {
    label: 'DDV of Gmin',
    group: 'Variation',
    help: 'Device-to-device variation of Gmin: standard deviation as a share of the window.',
  }),
  pulse('spreadGMax', {
    label: 'DDV of Gmax',
    group: 'Variation',
    help: 'Device-to-device variation of Gmax: standard deviation as a share of the window.',
  }),
  pulse('ccv', {
    label: 'CCV',
    group: 'Variation',
    help: 'Cycle-to-cycle variation: standard deviation that one pulse adds, as a share of the window; n pulses add sqrt(n) of it.',
  }),
  verify('time', { label: 'Verify time', group: 'Write and verify', help: 'Time of one verify read.' }),
  verify('energy', { label: 'Verify energy', group: 'Write and verify', help: 'Energy of one verify read.' }),
  verify('noise', {
    label: 'Read noise',
    group: 'Write and verify',
    help: 'Standard deviation of one verify read, as a share of the window.',
  }),
  top('stuckOn', { label: 'Stuck on', group: 'Faults', help: 'Share of devices stuck at Gmax; not part of the box.' }),
  top('stuckOff', { label: 'Stuck off', group: 'Faults', help: 'Share of devices stuck at Gmin; not part of the box.' }),
]

/** Source of a number that was typed in. */
export const editedSource = 'entered by hand'

/** How far a source can be trusted, in one word: typed in, fitted to data, assumed, or published. */
export function sourceKind(source: string): 'edited' | 'fit' | 'assumed' | 'published' {
  if (source === editedSource) return 'edited'
  if (source.startsWith('fit of ')) return 'fit'
  return /\bassumed\b/.test(source) ? 'assumed' : 'published'
}

/** A number with its unit: 25.0 uS, 64 pulses, 0.035 window. */
export function quantityText({ value, unit }: Quantity): string {
  if (unit === 'S' || unit === 's' || unit === 'J') return engineering(value, unit)
  return `${Number(value.toPrecision(4))}${nbsp}${unit}`
}
