import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { NadirError } from '../../../shared/errors'
import type { PulseCurve } from '../../../shared/pulse-curve'
import { mean } from '../../../shared/stats'
import { afterPulses } from './pulse'

export interface FittedCurve {
  /** In the conductance unit that was given, pulses for A and pMax. */
  curve: PulseCurve
  direction: 'potentiation' | 'depression'
  /** Root mean square of what the curve leaves, in the unit given, and as a share of the fitted window. */
  rms: number
  rmsOfWindow: number
  points: number
}

/** Steepest bend that is fitted: pMax / A within +-this. */
const sharpest = 50
/** A straight line has A infinite; this pMax / A is as straight as float64 sees and keeps A a number. */
const straightest = 1e-6

/** `(1 - exp(-k x)) / (1 - exp(-k))`, the curve's shape over x in [0, 1]; smooth through the straight line at k = 0. */
function shape(k: number, x: number): number {
  return Math.abs(k) < 1e-8 ? x : Math.expm1(-k * x) / Math.expm1(-k)
}

/** d shape / d k; near k = 0 its limit `x (1 - x) / 2`. */
function shapeSlope(k: number, x: number): number {
  if (Math.abs(k) < 1e-4) return (x * (1 - x)) / 2
  const whole = -Math.expm1(-k)
  return (x * Math.exp(-k * x) * whole - -Math.expm1(-k * x) * Math.exp(-k)) / (whole * whole)
}

/**
 * Least-squares fit of the pulse model to measured conductances, rising or falling.
 * Source: METHODS 6, `G(P) = B (1 - exp(-P / A)) + Gmin`, falling data by its mirror; Levenberg-Marquardt in
 * (G(0), G(pMax) - G(0), pMax / A), which is smooth through a straight line, from the best of 41 bends with the other two
 * solved exactly. `pulses` counted from 0 at the curve's start, at least four points.
 * Throws bad-value where so few points or pulses fix no curve, or the conductance does not move.
 */
export function fitPulseCurve(pulses: readonly number[], conductances: readonly number[], where: string): FittedCurve {
  const pMax = pulses.reduce((most, pulse) => Math.max(most, pulse), 0)
  const low = conductances.reduce((least, g) => Math.min(least, g), Infinity)
  const high = conductances.reduce((most, g) => Math.max(most, g), -Infinity)
  if (pulses.length < 4 || new Set(pulses).size < 4)
    throw new NadirError('bad-value', `${where}: ${new Set(pulses).size} different pulse numbers, expected at least 4.`, {
      hint: 'A curve of three parameters needs more points than that.',
    })
  if (!(pMax > 0) || !(high > low))
    throw new NadirError('bad-value', `${where}: the conductance stays at ${low}, expected it to change with the pulses.`, {
      hint: 'Check that the columns are the right way round.',
    })
  // Normalised, so that one tolerance fits siemens and microsiemens alike.
  const x = pulses.map((pulse) => pulse / pMax)
  const y = conductances.map((g) => (g - low) / (high - low))
  const start = bestBend(x, y)
  const { parameterValues } = levenbergMarquardt(
    { x, y },
    ([base = 0, height = 0, k = 0]) =>
      (at) =>
        base + height * shape(k, at),
    {
      initialValues: start,
      jacobianFunction:
        ([, height = 0, k = 0]) =>
        (at) => [1, shape(k, at), height * shapeSlope(k, at)],
      minValues: [-1e6, -1e6, -sharpest],
      maxValues: [1e6, 1e6, sharpest],
      damping: 1e-6,
      maxIterations: 200,
      errorTolerance: 1e-28,
    },
  )
  const [base = 0, height = 0, bend = 0] = parameterValues
  const k = Math.abs(bend) < straightest ? straightest : bend
  const squares = y.reduce((sum, value, i) => sum + (value - base - height * shape(k, x[i] ?? 0)) ** 2, 0)
  const rms = Math.sqrt(squares / y.length)
  const [from, to] = [low + base * (high - low), low + (base + height) * (high - low)]
  return {
    curve: { gMin: Math.min(from, to), gMax: Math.max(from, to), A: pMax / k, pMax },
    direction: height >= 0 ? 'potentiation' : 'depression',
    rms: rms * (high - low),
    rmsOfWindow: rms / Math.abs(height),
    points: y.length,
  }
}

/** The bend on a grid that fits best, with base and height by linear least squares. */
function bestBend(x: readonly number[], y: readonly number[]): [number, number, number] {
  let best: [number, number, number] = [0, 1, 0]
  let least = Infinity
  for (let k = -20; k <= 20; k++) {
    const f = x.map((at) => shape(k, at))
    const [meanF, meanY] = [mean(f), mean(y)]
    const varied = f.reduce((sum, value) => sum + (value - meanF) ** 2, 0)
    const height = f.reduce((sum, value, i) => sum + (value - meanF) * ((y[i] ?? 0) - meanY), 0) / varied
    const base = meanY - height * meanF
    const squares = f.reduce((sum, value, i) => sum + ((y[i] ?? 0) - base - height * value) ** 2, 0)
    if (squares < least) {
      least = squares
      best = [base, height, k]
    }
  }
  return best
}

/**
 * Cycle-to-cycle variation of one measured series: standard deviation of what a pulse does beside the fitted curve, as a
 * share of its window. From one point to the next the curve is followed from the measured state, and n pulses between them
 * count as sqrt(n). Read noise is in it too, twice a step: an upper estimate. Undefined where pulse numbers repeat, since
 * then the points are no single series.
 */
export function pulseVariation(
  pulses: readonly number[],
  conductances: readonly number[],
  { curve, direction }: FittedCurve,
): number | undefined {
  const order = pulses.map((_, i) => i).sort((a, b) => (pulses[a] ?? 0) - (pulses[b] ?? 0))
  let squares = 0
  for (let k = 1; k < order.length; k++) {
    const [from, to] = [order[k - 1] ?? 0, order[k] ?? 0]
    const n = (pulses[to] ?? 0) - (pulses[from] ?? 0)
    if (n === 0) return undefined
    const expected = afterPulses(curve, conductances[from] ?? 0, direction === 'potentiation' ? n : -n)
    squares += ((conductances[to] ?? 0) - expected) ** 2 / n
  }
  return Math.sqrt(squares / (order.length - 1)) / (curve.gMax - curve.gMin)
}
