import { activationRounding, quantised, type Activation } from './interval-activation'
import { highsOf, type Intervals } from './interval-product'

/** A linear bound `slope x[member] + constant` of each number that an activation gives, one below and one above it. */
export interface Lines {
  slope: Float64Array
  constant: Float64Array
  /** Place of the number before pooling that the line follows. */
  member: Int32Array
}

export interface Relaxation {
  lower: Lines
  upper: Lines
}

/** The same distance as the rounding of a quantiser's result in float32, as a share of the clip. */
const resultRounding = 2 ** -22

/**
 * Linear bounds of an activation on the intervals of one image. Source: METHODS 4; Zhang et al. 2018 (CROWN), 3, for the
 * rectifier: below, slope 1 where `u >= -l`, else 0; above, the chord. With a quantiser the same lines of the clipped
 * rectifier, half a step further out, or the constants Q(l) and Q(u): of two lines the one that is tighter in the middle,
 * which is the one of smaller area. A maximum is above each of its members: below it the member with the largest low end is
 * followed, and above it the member that no other can pass, else the largest high end as a constant.
 */
export function relaxationOf(step: Activation, x: Intervals, image: number, widened: boolean): Relaxation {
  const { size, members, windows, bias } = step
  const [lower, upper] = [emptyLines(size), emptyLines(size)]
  const { images, data } = x
  const half = highsOf(x)
  const lowOf = (place: number): number => data[place * images + image] ?? 0
  const highOf = (place: number): number => data[half + place * images + image] ?? 0
  for (let i = 0; i < size; i++) {
    let [first, last] = [windows[i * members] ?? 0, windows[i * members] ?? 0]
    for (let k = i * members + 1; k < (i + 1) * members; k++) {
      const place = windows[k] ?? 0
      if (lowOf(place) > lowOf(first)) first = place
      if (highOf(place) > highOf(last)) last = place
    }
    const b = bias[i % bias.length] ?? 0
    lineBelow(lower, i, first, reachOf(step, lowOf(first), highOf(first), b, widened))
    const reach = reachOf(step, lowOf(last), highOf(last), b, widened)
    for (let k = i * members; k < (i + 1) * members; k++) {
      const place = windows[k] ?? 0
      // Another member may be the maximum: the line is a constant then.
      if (place !== last && quantised(highOf(place) + b + reach.off, step) > quantised(reach.low, step)) reach.low = reach.high
    }
    lineAbove(upper, i, last, reach)
  }
  return { lower, upper }
}

/** What a quantiser takes, as far as its interval reaches: with bias, and with the rounding `off` of its addition. */
interface Reach {
  step: Activation
  low: number
  high: number
  bias: number
  off: number
}

function reachOf(step: Activation, low: number, high: number, bias: number, widened: boolean): Reach {
  const off = widened ? activationRounding(step.clip, step.levels, Math.max(Math.abs(low), Math.abs(high)) + Math.abs(bias)) : 0
  return { step, low: low + bias - off, high: high + bias + off, bias, off }
}

function lineBelow(lines: Lines, i: number, member: number, { step, low, high, bias, off }: Reach): void {
  const { clip, levels } = step
  const floor = quantised(low, step)
  lines.member[i] = member
  lines.constant[i] = floor
  if (floor === quantised(high, step)) return
  const pad = padOf(step)
  let slope = 1
  let constant = -pad
  if (low >= 0) {
    if (levels > 0 && high > clip) {
      slope = (clip - low) / (high - low)
      constant = low - slope * low - pad
    }
  } else if (levels === 0) slope = high >= -low ? 1 : 0
  else if (high > clip) slope = clip / high
  if (levels > 0 && (slope * (low + high)) / 2 + constant <= floor) return
  lines.slope[i] = slope
  lines.constant[i] = constant + slope * (bias - off)
}

function lineAbove(lines: Lines, i: number, member: number, { step, low, high, bias, off }: Reach): void {
  const { clip, levels } = step
  const ceiling = quantised(high, step)
  lines.member[i] = member
  lines.constant[i] = ceiling
  if (ceiling === quantised(low, step)) return
  const top = levels === 0 ? high : Math.min(high, clip)
  const slope = low >= 0 ? 1 : top / (top - low)
  const constant = (low >= 0 ? 0 : -slope * low) + padOf(step)
  if (levels > 0 && (slope * (low + high)) / 2 + constant >= ceiling) return
  lines.slope[i] = slope
  lines.constant[i] = constant + slope * (bias + off)
}

/** How far a quantiser's result may be off what it takes, inside its clip. */
function padOf({ clip, levels }: Activation): number {
  return levels === 0 ? 0 : clip / levels / 2 + resultRounding * clip
}

function emptyLines(size: number): Lines {
  return { slope: new Float64Array(size), constant: new Float64Array(size), member: new Int32Array(size) }
}
