import { converts, countsDevices } from '../../../shared/converters'
import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import { ages, mayStick } from '../../../shared/technology'
import { isSizedByThreshold } from '../../../shared/variation-fields'
import { cellLayout, planOf, programCells } from '../crossbar/cells'
import { tiledOf, type Tiled } from '../crossbar/tiled'
import { weightMap } from '../crossbar/weight-map'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'
import { driftedLevels, pcmChip, type PcmChip } from './ageing'
import type { Around, AroundDevices } from './around'
import { arrayOf, isDistorted } from './array'
import { compensationOf, type Gains } from './compensation'
import { erringDevices, erringWeights, standsBetween, type Erring } from './erring'
import { faultsOn, searchedChip, withFaults } from './faults'
import { variationOf } from './kinds'
import { cutAt, onWeights } from './on-weights'
import { drawsOf, type Sampler } from './sample'
import type { VariationSet } from './set'
import { weightBound } from './threshold-box'
import { throughArray, type KeptReading } from './through-array'

/** A random chip as an executor takes it. */
export interface ChipError {
  /** Against what is programmed, in the numbers of the executor. */
  error: Float32Array
  /** Its own digital factors on what columns are read as, where they are converted. */
  gains?: Gains
}

/** What is programmed, what errors it can have, and how chips are drawn: the numbers that an executor takes. */
export interface Hardware {
  programmed: Programmed
  /** How the array computes with them, where that is not a plain product. */
  tiled?: Tiled
  /** The set of errors of a size, in the unit of `setSize`. */
  set: (size: number) => VariationSet
  /** What errs in it, and the chips that these errors make: `set` is the two one after the other. */
  erring: (size: number) => Erring
  /** Its reach, as a share of full scale or of what errs. */
  reach: (size: number) => number
  /** Random chips of a design of the family, of its own technology, whose set has that size: `(draw) => chip`. */
  chips: (of: Design, technology: DeviceData, size: number, sampler: Sampler) => (draw: number) => ChipError
}

/**
 * The devices of a design. Where nothing stands between a weight and its product, slices and signs add up to the weight,
 * and weights are all there is; where columns are converted, lines have resistance, devices are stuck or have aged, or
 * the variation is one of devices, each device counts.
 * `leeway`: share of its bound that each weight may err by; chips that age by the laws of PCM know no bound.
 * Source: METHODS 1, 6 and 7. Throws as the kinds of variation do, and out-of-range for a window that is none.
 */
export function hardwareOf(
  design: Design,
  programmed: Programmed,
  layout: Layout,
  technology: DeviceData,
  leeway?: Float32Array,
): Hardware {
  const around: Around = { design, technology, layout, plan: planOf(design), programmed, leeway }
  const kind = variationOf(design['variation.kind'])
  const reach = (size: number): number => kind.reach?.(around, size) ?? size
  const chipsFrom =
    (clean: Float32Array): Hardware['chips'] =>
    (of, own, size, sampler) =>
      chipsOf({ ...around, design: of, technology: own, plan: planOf(of) }, size, sampler, clean)
  if (!needsDevices(design)) {
    const set = once((size) => kind.set(around, size))
    return { programmed, reach, set, erring: (size) => erringWeights(layout, set(size)), chips: chipsFrom(programmed.values) }
  }
  const on = devicesOf(around)
  const clean = arrayOf(on).read(on.devices.levels, false).numbers
  const gains = compensationOf(on)?.gains(on.devices.reference, on.devices.levels)
  const kept: KeptReading = {}
  const set = once((size) => setOn(on, size, clean, kept))
  return {
    programmed: { values: clean, scales: programmed.scales },
    reach,
    ...(converts(design) ? { tiled: { ...tiledOf(design, on.plan, programmed.scales), ...(gains === undefined ? {} : { gains }) } } : {}),
    set,
    erring: (size) => (standsBetween(on) ? erringDevices(on, kind.set(on, size), clean) : erringWeights(layout, set(size))),
    chips: chipsFrom(clean),
  }
}

/** Whether a search of a design moves single devices. */
function needsDevices(design: Design): boolean {
  return countsDevices(design) || mayStick(design) || ages(design) || variationOf(design['variation.kind']).needsDevices === true
}

/** A design's devices, one by one, as the chip has them that a search runs on. */
function devicesOf(around: Around): AroundDevices {
  const { layout, plan, programmed, design } = around
  const targets = programCells(programmed, layout, plan).values
  const on: AroundDevices = { ...around, devices: { layout: cellLayout(layout, plan), targets, levels: targets, reference: targets } }
  const levels = driftedLevels(on)
  if (!mayStick(design)) return { ...on, devices: { ...on.devices, levels } }
  const faults = faultsOn(on, searchedChip)
  const free = Uint8Array.from(faults, (stuck) => (Number.isNaN(stuck) ? 1 : 0))
  return {
    ...on,
    devices: { ...on.devices, levels: withFaults(levels, faults), reference: withFaults(targets, faults), free },
  }
}

function setOn(around: AroundDevices, size: number, clean: Float32Array, kept: KeptReading): VariationSet {
  const { design, layout, plan, programmed, devices } = around
  const inner = variationOf(design['variation.kind']).set(around, size)
  const compensation = compensationOf(around)
  if (converts(design)) {
    const set = isDistorted(design) ? throughArray(inner, devices.levels, clean, arrayOf(around), kept) : inner
    if (compensation === undefined) return set
    const moved = (levels: Float32Array, z: Float32Array): Float32Array => {
      const error = inner.perturbation(z)
      return levels.map((level, i) => level + (error[i] ?? 0))
    }
    return { ...set, gains: (z) => compensation.gains(moved(devices.reference, z), moved(devices.levels, z)) }
  }
  if (isDistorted(design) || compensation !== undefined) return throughArray(inner, devices.levels, clean, arrayOf(around), kept)
  return onWeights(inner, weightMap(layout, plan, programmed.scales), plainBox(around, size))
}

/** The box that errors of a threshold never leave once they are summed. */
function plainBox(around: Around, size: number): { low: Float32Array; high: Float32Array } | undefined {
  if (!isSizedByThreshold(around.design)) return undefined
  const high = weightBound(around, size)
  return { low: high.map((b) => -b), high }
}

/** Random chips, against the numbers that a chip without errors gives the executor. */
function chipsOf(around: Around, size: number, sampler: Sampler, clean: Float32Array): (draw: number) => ChipError {
  const { design } = around
  const kind = variationOf(design['variation.kind'])
  const factors = design['crossbar.chipVariation'] > 0
  // What a loop leaves depends on the state of a device; what PCM does, too.
  const physical = sampler.kind === 'pcm' || sampler.kind === 'write-verify'
  if (!needsDevices(design) && !factors && !physical) {
    const chip = kind.chip(around, size)
    return (draw) => ({ error: chip(drawsOf(sampler, draw)) })
  }
  const on = devicesOf(around)
  const obeying = withoutFaults(on)
  const chip = sampler.kind === 'pcm' ? undefined : kind.chip(obeying, size)
  const sums = isSum(design) && !factors ? onWeightsAlone(obeying, size) : undefined
  const compensation = compensationOf(obeying)
  return (draw) => {
    const draws = chip && drawsOf(sampler, draw)
    const error = draws && chip(draws)
    if (sums !== undefined && error !== undefined) return { error: sums(error, draws?.bounded === true) }
    const { now, reference } = withOwnFaults(obeying, draw, levelsOf(obeying, draw, error))
    const gains = compensation?.gains(reference, now)
    const array = arrayOf(obeying, { gains, ...(factors ? { chip: { seed: sampler.seed, draw } } : {}) })
    const { numbers } = array.read(now, false)
    return {
      error: numbers.map((number, i) => number - (clean[i] ?? 0)),
      ...(gains === undefined || !converts(design) ? {} : { gains }),
    }
  }
}

/** The same devices, all of them obeying: a random chip has faults of its own. */
function withoutFaults(on: AroundDevices): AroundDevices {
  const { free: _faults, ...devices } = on.devices
  const obeying = { ...on, devices: { ...devices, reference: devices.targets } }
  return { ...obeying, devices: { ...obeying.devices, levels: driftedLevels(obeying) } }
}

/** True where errors of devices just add up to those of their weights. */
function isSum(design: Design): boolean {
  return !countsDevices(design) && !mayStick(design) && !ages(design)
}

/** Errors of devices summed into weights; bounded ones never leave the box of the threshold. */
function onWeightsAlone(around: AroundDevices, size: number): (error: Float32Array, bounded: boolean) => Float32Array {
  const map = weightMap(around.layout, around.plan, around.programmed.scales)
  const within = plainBox(around, size)
  return (error, bounded) => {
    const dW = map.errors(error)
    return bounded && within !== undefined ? cutAt(dW, within) : dW
  }
}

/** Levels of a chip that obeys, now and right after programming. */
function levelsOf(around: AroundDevices, draw: number, error: Float32Array | undefined): PcmChip {
  if (error === undefined) return pcmChip(around, draw)
  const moved = (from: Float32Array): Float32Array => from.map((level, i) => level + (error[i] ?? 0))
  return { now: moved(around.devices.levels), reference: moved(around.devices.reference) }
}

function withOwnFaults(around: AroundDevices, draw: number, { now, reference }: PcmChip): PcmChip {
  if (!mayStick(around.design)) return { now, reference }
  const faults = faultsOn(around, draw)
  return { now: withFaults(now, faults), reference: withFaults(reference, faults) }
}

/** Makes what belongs to a size once. */
function once(make: (size: number) => VariationSet): (size: number) => VariationSet {
  const made = new Map<number, VariationSet>()
  return (size) => {
    const set = made.get(size) ?? make(size)
    made.set(size, set)
    return set
  }
}
