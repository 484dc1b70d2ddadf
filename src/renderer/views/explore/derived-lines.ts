import type { Derived } from '../../../shared/device-math'
import type { Design } from '../../../shared/fields'
import { boundText, isSizedByThreshold } from '../../../shared/variation'
import { count, fixed, percent, threshold } from '../../../shared/units'
import type { ModelInfo } from '../../../shared/contract'

/** A derived value beside a field: name and text. */
export interface DerivedValue {
  name: string
  text: string
}

/** What follows from the design, by the field under which it stands. */
export function derivedLines(derived: Derived, models: readonly ModelInfo[]): Map<string, DerivedValue[]> {
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
  ])
  return lines
}

/** The bound on a weight's error as a group header says it. */
export function mappingText({ kappa }: Derived, design: Design): string {
  return isSizedByThreshold(design) ? `\u03ba = ${kappa}, ${boundText(design)}` : boundText(design)
}
