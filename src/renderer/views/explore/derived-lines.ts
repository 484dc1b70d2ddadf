import type { Cost } from '../../../shared/cost'
import type { Derived } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import { boundText } from '../../../shared/variation'
import { isSizedByThreshold } from '../../../shared/variation-fields'
import { area, count, engineering, fixed, percent, threshold, timeSpan } from '../../../shared/units'
import type { ModelInfo } from '../../../shared/contract'

/** A derived value beside a field: name and text. */
export interface DerivedValue {
  name: string
  text: string
}

/** What follows from the design, by the field under which it stands; its cost where that is known. */
export function derivedLines(derived: Derived, models: readonly ModelInfo[], cost?: Cost): Map<string, DerivedValue[]> {
  const lines = new Map<string, DerivedValue[]>()
  const known = derived.weights > 0
  lines.set('activations.bits', [
    ...(known ? [{ name: 'weights', text: count(derived.weights) }] : []),
    ...(models.length === 0 ? [] : [{ name: 'clean', text: `${models.map((m) => fixed(m.recorded.clean)).join(', ')}\u00a0%` }]),
  ])
  lines.set('device.thresholdUnit', [
    { name: 't', text: threshold(derived.t) },
    { name: 'window', text: threshold(derived.thWindow) },
    { name: 'level', text: threshold(derived.thLevel) },
  ])
  lines.set('device.bitsPerDevice', [
    { name: 'slices', text: count(derived.slices) },
    ...(known ? [{ name: 'devices', text: count(derived.devices) }] : []),
  ])
  if (!known) return lines
  lines.set('crossbar.columns', [
    { name: 'tiles', text: count(derived.tiles) },
    { name: 'utilisation', text: `${percent(derived.utilisation * 100)}\u00a0%` },
    ...(cost === undefined ? [] : costValues(cost)),
  ])
  return lines
}

/** Area, energy and latency, said to be first order. */
function costValues({ label, area: areas, energy, latency }: Cost): DerivedValue[] {
  return [
    { name: `${label}: area`, text: area(areas.total) },
    { name: 'energy', text: `${engineering(energy.total, 'J')} an inference` },
    { name: 'latency', text: timeSpan(latency) },
  ]
}

/** The bound on a weight's error as a group header says it. */
export function mappingText({ kappa }: Derived, design: Design): string {
  return isSizedByThreshold(design) ? `\u03ba = ${kappa}, ${boundText(design)}` : boundText(design)
}
