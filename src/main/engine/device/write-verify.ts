import { NadirError } from '../../../shared/errors'
import { saturation, type PulseCurve } from '../../../shared/pulse-curve'
import { DeviceNormals } from './gaussian'
import { afterPulses, checkCurve, depressionPlace, deviceCurve, potentiationPlace, type PulseModel } from './pulse'
import { deviceStreams } from './streams'
import { emptyTally, type Tally } from './tally'

export interface WriteVerify {
  model: PulseModel
  /** th: what the loop stops within, as a share of the window, above 0. */
  threshold: number
  /** Cycles a device may take, at least 1. */
  maxCycles: number
  /** Pulses of a cycle: one, or as many as the inverse of the nominal curve asks for. */
  pulses: 'one' | 'inverse'
  /** Standard deviation of one verify read, as a share of the window; 0 reads exactly. */
  readNoise: number
  /** Guard band: the loop goes on until it reads this much less than th from the target, as a share of the window; 0 by default. */
  guard?: number
  /** Where devices start: erased to their own Gmin, or anywhere in their own range. */
  start: 'erased' | 'random'
  seed: number
  /** Which chip, counted from 0. */
  chip?: number
}

export interface WriteVerifyShard {
  /** Index of the first device, and the targets of it and those after it, as shares of the window. */
  first: number
  targets: Float64Array
  /** Also give every device's residual. */
  keepResiduals?: boolean
}

export interface WriteVerifyResult {
  tally: Tally
  /** (G - target) / th of every device, where asked for; beyond +-1 is outside the box. */
  residuals?: Float32Array
}

/** What each purpose's numbers are kept apart by. */
const purposes = { pulse: 0, read: 1, spread: 2, start: 3 } as const

/**
 * Programs devices one by one: read, stop within th of the target, else a cycle of pulses towards it; at most `maxCycles`.
 * Source: METHODS 6, write-verify loop. All conductances are shares of the nominal window. Pulses start at the state's own
 * place on the device's curve; n pulses add CCV noise of sqrt(n) sigma_c; the state stays in the device's own range, as in
 * NeuroSim. The inverse knows the nominal curve, not the device's own. The loop stops by what it reads, so with read noise
 * a device it accepted can lie outside the box: `failures` counts true conductances. A guard band makes those rarer (not in
 * the source; off unless asked for).
 * Randomness: a device's numbers are keyed by (seed, chip, device index, cycle), so shards add up to the whole.
 * Throws out-of-range on a threshold, noise or count that is no such thing, and as `checkCurve`.
 */
export function writeVerify(spec: WriteVerify, shard: WriteVerifyShard): WriteVerifyResult {
  check(spec)
  const { model, threshold, maxCycles, readNoise, guard = 0, seed, chip = 0 } = spec
  const accepted = threshold - guard
  const { curve: nominal, spread, ccv, zero } = model
  const normals = (purpose: number): DeviceNormals => new DeviceNormals(seed, deviceStreams.writeVerify, purpose, chip)
  const [pulseNoise, readErrors, spreads, starts] = [
    normals(purposes.pulse),
    normals(purposes.read),
    normals(purposes.spread),
    normals(purposes.start),
  ]
  const varied = spread.A !== 0 || spread.gMin !== 0 || spread.gMax !== 0
  const tally = emptyTally(maxCycles)
  const residuals = shard.keepResiduals === true ? new Float32Array(shard.targets.length) : undefined
  const one = spec.pulses === 'one'

  for (let i = 0; i < shard.targets.length; i++) {
    const device = shard.first + i
    const target = shard.targets[i] ?? 0
    const curve = varied
      ? deviceCurve(nominal, spread, [spreads.at(device, 0), spreads.at(device, 1), spreads.at(device, 2)], zero)
      : nominal
    const [step, ceiling, ground] = [-Math.expm1(-1 / curve.A), curve.gMin + saturation(curve), curve.gMax - saturation(curve)]
    let g = spec.start === 'erased' ? curve.gMin : curve.gMin + (curve.gMax - curve.gMin) * starts.unit(device, 0)
    let cycle = 0
    for (; ; cycle++) {
      const read = readNoise === 0 ? g : g + readNoise * readErrors.at(device, cycle)
      const error = read - target
      if (error <= accepted && error >= -accepted) break
      if (cycle === maxCycles) {
        tally.exhausted++
        break
      }
      let count = 1
      if (one) g += ((error < 0 ? ceiling : ground) - g) * step
      else {
        const pulses = pulsesTowards(nominal, read, target)
        g = afterPulses(curve, g, pulses)
        count = Math.abs(pulses)
      }
      if (ccv !== 0) g += ccv * (count === 1 ? 1 : Math.sqrt(count)) * pulseNoise.at(device, cycle)
      g = g > curve.gMax ? curve.gMax : g < curve.gMin ? curve.gMin : g
      tally.pulses += count
    }
    tally.cycles[cycle] = (tally.cycles[cycle] ?? 0) + 1
    const residual = (g - target) / threshold
    enter(tally, residual)
    if (residuals !== undefined) residuals[i] = residual
  }
  tally.devices = shard.targets.length
  return { tally, ...(residuals === undefined ? {} : { residuals }) }
}

/** Enters a finished device, its residual in units of th. */
function enter(tally: Tally, residual: number): void {
  const size = Math.abs(residual)
  if (size > tally.worst) tally.worst = size
  if (size > 1) {
    tally.failures++
    if (residual < 0) tally.below++
    else tally.above++
    return
  }
  const bins = tally.residuals.length
  const bin = Math.min(bins - 1, Math.floor(((residual + 1) / 2) * bins))
  tally.residuals[bin] = (tally.residuals[bin] ?? 0) + 1
}

/** Pulses the nominal curve asks for between what was read and the target, at least one in the right direction. */
function pulsesTowards(nominal: PulseCurve, read: number, target: number): number {
  const inRange = (g: number): number => Math.min(nominal.gMax, Math.max(nominal.gMin, g))
  const [from, to] = [inRange(read), inRange(target)]
  const up = target > read
  const pulses = up
    ? potentiationPlace(nominal, to) - potentiationPlace(nominal, from)
    : depressionPlace(nominal, to) - depressionPlace(nominal, from)
  return (up ? 1 : -1) * Math.max(1, Math.round(pulses))
}

function check({ model, threshold, maxCycles, readNoise, guard = 0 }: WriteVerify): void {
  checkCurve(model.curve)
  const fail = (what: string, hint: string): never => {
    throw new NadirError('out-of-range', what, { hint })
  }
  if (!(threshold > 0) || threshold > 0.5)
    fail(`A write-verify threshold of ${threshold} of the window leaves no box.`, 'Use a threshold above 0 and up to 0.5.')
  if (!(guard >= 0) || guard >= threshold)
    fail(
      `A guard band of ${guard} inside a threshold of ${threshold} accepts nothing.`,
      'Use a guard band of at least 0, below the threshold.',
    )
  if (!Number.isInteger(maxCycles) || maxCycles < 1) fail(`${maxCycles} cycles program nothing.`, 'Allow at least one cycle.')
  const spreads = [readNoise, model.ccv, model.spread.A, model.spread.gMin, model.spread.gMax]
  if (spreads.some((sigma) => !(sigma >= 0) || !Number.isFinite(sigma)))
    fail('A standard deviation of the device is negative or no number.', 'Every spread and noise is at least 0.')
}
