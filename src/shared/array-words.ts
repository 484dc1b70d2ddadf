import { converts, isParasitic } from './converters'
import type { Design } from './fields'
import { ages, mayStick } from './technology'
import { engineering } from './units'

/** What of the hardware the results of a design hold, part by part: what stands there is modelled, "no ..." is not. */
export function arrayWords(design: Design): string[] {
  return [converterWords(design), lineWords(design), ageWords(design), faultWords(design)]
}

/** True where the array of a design is ideal in all its parts. */
export function isIdealArray(design: Design): boolean {
  return !converts(design) && !isParasitic(design) && !ages(design) && !mayStick(design)
}

function converterWords(design: Design): string {
  if (!converts(design)) return 'no converters'
  return `columns of ${design['crossbar.rows']} rows read by ADCs of ${design['crossbar.adcBits']} bits`
}

function lineWords(design: Design): string {
  if (!isParasitic(design)) return 'no wire or driver resistance'
  const ohms = (name: 'source' | 'neuron' | 'wire'): string => engineering(design[`crossbar.${name}Resistance`], '\u03a9')
  const nodal = design['crossbar.parasitics'] === 'nodal'
  return `line resistance ${nodal ? 'solved exactly' : 'in closed form'}: source ${ohms('source')}, neuron ${ohms('neuron')}${nodal ? `, wire ${ohms('wire')} a cell` : ', no wires'}`
}

function ageWords(design: Design): string {
  if (!ages(design)) return 'no drift'
  return `devices of ${design['device.preset']} ${String(design['device.time'])} s after programming, drift ${design['device.driftCompensation'] === 'on' ? 'compensated a tile' : 'not compensated'}`
}

function faultWords(design: Design): string {
  if (!mayStick(design)) return 'no stuck devices'
  const share = (value: number | 'technology'): string =>
    value === 'technology' ? 'as the technology has them' : `${Number((value * 100).toPrecision(6))} %`
  return `devices stuck on: ${share(design['device.stuckOn'])}, stuck off: ${share(design['device.stuckOff'])}`
}
