import type { CompareRow } from './compare-row'
import { costValues, type CostValues } from './cost-constants'
import { designCost, type DesignCost } from './design-cost'
import { derive, type Derived, type LayerShape } from './device-math'
import { NadirError } from './errors'
import type { Design } from './fields'
import type { RunDetail } from './results'
import { expandSpec, type Spec } from './spec'
import { area, count, engineering, fixed, threshold, timeSpan } from './units'
import { setSize } from './variation'
import { isSizedByThreshold } from './variation-fields'

type Layers = Readonly<Record<string, readonly LayerShape[]>>

/** The fields that the derived values follow from. */
const inputs = new Set([
  'model',
  'weights.bits',
  'activations.bits',
  'variation.kind',
  'variation.zeta',
  'variation.c',
  'variation.sigmas',
  'device.threshold',
  'device.thresholdUnit',
  'device.bitsPerDevice',
  'mapping.scheme',
  'crossbar.rows',
  'crossbar.columns',
  'crossbar.adcBits',
  'crossbar.dacBits',
])

/** A design with what follows from it; its cost is first order. */
interface Reading {
  design: Design
  derived: Derived
  cost?: DesignCost
}

interface Quantity {
  key: string
  label: string
  unit: string
  read: (reading: Reading) => number
  write: (value: number) => string
  /** Known only with the layers of the network. */
  layers?: boolean
}

const quantities: Quantity[] = [
  { key: 'thWindow', label: 'threshold', unit: 'window', read: ({ derived }) => derived.thWindow, write: threshold },
  { key: 'thLevel', label: 'threshold', unit: 'level', read: ({ derived }) => derived.thLevel, write: threshold },
  { key: 'bound', label: 'bound \u03ba t', unit: 'full scale', read: ({ design }) => setSize(design), write: threshold },
  { key: 'slices', label: 'slices a weight', unit: '', read: ({ derived }) => derived.slices, write: String },
  { key: 'devices', label: 'devices', unit: '', read: ({ derived }) => derived.devices, write: count, layers: true },
  { key: 'tiles', label: 'tiles', unit: '', read: ({ derived }) => derived.tiles, write: count, layers: true },
  { key: 'utilisation', label: 'utilisation', unit: '%', read: ({ derived }) => 100 * derived.utilisation, write: fixed, layers: true },
  { key: 'area', label: 'area, first order', unit: '', read: ({ cost }) => cost?.area.total ?? 0, write: area, layers: true },
  {
    key: 'energy',
    label: 'energy an inference, first order',
    unit: '',
    read: ({ cost }) => cost?.energy.total ?? 0,
    write: (joules) => engineering(joules, 'J'),
    layers: true,
  },
  { key: 'latency', label: 'latency, first order', unit: '', read: ({ cost }) => cost?.latency ?? 0, write: timeSpan, layers: true },
]

/** What follows from each run's spec: one value, or the lowest and highest along its axes; empty where it cannot be built. */
export function derivedRows(runs: readonly RunDetail[], base: number, layers: Layers, constants: CostValues = costValues()): CompareRow[] {
  const derived = runs.map((run) => deriveAll(run.spec, layers, constants))
  const plain = derived.every((all) => all.every(({ design }) => isSizedByThreshold(design)))
  return quantities.flatMap(({ key, read, write, layers: needsLayers, ...named }) => {
    // Sets of other kinds have sizes of other kinds.
    const { label, unit } = key === 'bound' && !plain ? { label: 'size of the set', unit: '' } : named
    if (needsLayers && derived.some((all) => all.some(({ derived: one }) => one.layers.length === 0))) return []
    const texts = derived.map((all) => rangeText(all.map(read), write))
    const cells = texts.map((text) => ({ text, same: text === texts[base] }))
    return [{ key, label, short: label, unit, cells, differs: cells.some((cell) => !cell.same) }]
  })
}

function deriveAll(spec: Spec, layers: Layers, constants: CostValues): Reading[] {
  const moved = spec.axes.filter((axis) => inputs.has(axis.field))
  const most = Math.floor(readAtMost ** (1 / Math.max(1, moved.length)))
  const axes = moved.map((axis) => ({ ...axis, values: spread(axis.values, most) }))
  return expandSpec({ fields: spec.fields, axes }).flatMap(({ design }) => deriveOne(design, layers[design.model] ?? [], constants))
}

/** Designs that are read at most: a derived value need not move one way along a number, nor can every end be built. */
const readAtMost = 4096

/** At most so many values of an axis, its ends among them. */
function spread<T>(values: T[], most: number): T[] {
  if (values.length <= most) return values
  const places = new Set(Array.from({ length: most }, (_, i) => Math.round((i * (values.length - 1)) / Math.max(1, most - 1))))
  return values.filter((_, i) => places.has(i))
}

function deriveOne(design: Design, shapes: readonly LayerShape[], constants: CostValues): Reading[] {
  try {
    const derived = derive(design, shapes)
    return [{ design, derived, ...(shapes.length === 0 ? {} : { cost: designCost(design, derived.layers, constants) }) }]
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
