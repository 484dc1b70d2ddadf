import type { CompareRow } from './compare-row'
import { derive, type Derived, type LayerShape } from './device-math'
import { NadirError } from './errors'
import type { Design } from './fields'
import type { RunDetail } from './results'
import { expandSpec, type Spec } from './spec'
import { count, fixed, threshold } from './units'

type Layers = Readonly<Record<string, readonly LayerShape[]>>

/** The fields that the derived values follow from. */
const inputs = new Set([
  'model',
  'weights.bits',
  'device.threshold',
  'device.thresholdUnit',
  'device.bitsPerDevice',
  'mapping.scheme',
  'crossbar.rows',
  'crossbar.columns',
])

interface Quantity {
  key: string
  label: string
  unit: string
  read: (derived: Derived) => number
  write: (value: number) => string
  /** Known only with the layers of the network. */
  layers?: boolean
}

const quantities: Quantity[] = [
  { key: 'thWindow', label: 'threshold', unit: 'window', read: (d) => d.thWindow, write: threshold },
  { key: 'thLevel', label: 'threshold', unit: 'level', read: (d) => d.thLevel, write: threshold },
  { key: 'bound', label: 'bound \u03ba t', unit: 'full scale', read: (d) => d.kappa * d.t, write: threshold },
  { key: 'slices', label: 'slices a weight', unit: '', read: (d) => d.slices, write: String },
  { key: 'devices', label: 'devices', unit: '', read: (d) => d.devices, write: count, layers: true },
  { key: 'tiles', label: 'tiles', unit: '', read: (d) => d.tiles, write: count, layers: true },
  { key: 'utilisation', label: 'utilisation', unit: '%', read: (d) => 100 * d.utilisation, write: fixed, layers: true },
]

/** What follows from each run's spec: one value, or the lowest and highest along its axes; empty where it cannot be built. */
export function derivedRows(runs: readonly RunDetail[], base: number, layers: Layers): CompareRow[] {
  const derived = runs.map((run) => deriveAll(run.spec, layers))
  return quantities.flatMap(({ key, label, unit, read, write, layers: needsLayers }) => {
    if (needsLayers && derived.some((all) => all.some((one) => one.layers.length === 0))) return []
    const texts = derived.map((all) => rangeText(all.map(read), write))
    const cells = texts.map((text) => ({ text, same: text === texts[base] }))
    return [{ key, label, short: label, unit, cells, differs: cells.some((cell) => !cell.same) }]
  })
}

function deriveAll(spec: Spec, layers: Layers): Derived[] {
  const axes = spec.axes.filter((axis) => inputs.has(axis.field)).map((axis) => ({ ...axis, values: ends(axis.values) }))
  return expandSpec({ fields: spec.fields, axes }).flatMap(({ design }) => deriveOne(design, layers[design.model] ?? []))
}

/** Every derived value moves one way along a number, so its ends are enough; bits may not divide, so they are all tried. */
function ends<T>(values: T[]): T[] {
  const numeric = values.every((value) => typeof value === 'number')
  if (!numeric || values.length <= 8) return values
  return [...values].sort((a, b) => Number(a) - Number(b)).filter((_, i) => i === 0 || i === values.length - 1)
}

function deriveOne(design: Design, shapes: readonly LayerShape[]): Derived[] {
  try {
    return [derive(design, shapes)]
  } catch (error) {
    // A design that cannot be built has nothing to show here; the run's own points say why.
    if (error instanceof NadirError) return []
    throw error
  }
}

function rangeText(values: number[], write: (value: number) => string): string {
  if (values.length === 0) return ''
  const [low, high] = [write(Math.min(...values)), write(Math.max(...values))]
  return low === high ? low : `${low} to ${high}`
}
