import { NadirError } from '../../../shared/errors'
import { saturation, type PulseCurve } from '../../../shared/pulse-curve'

/** Device-to-device spread (DDV), standard deviations: A relative to itself, the ends as shares of the nominal window. */
export interface DeviceSpread {
  A: number
  gMin: number
  gMax: number
}

/** What programming needs to know of a technology, in window units: the nominal range is [0, 1]. */
export interface PulseModel {
  curve: PulseCurve
  spread: DeviceSpread
  /** Cycle-to-cycle variation (CCV): standard deviation one pulse adds, as a share of the nominal window. */
  ccv: number
  /** Zero conductance in window units, where no device goes below: -Gmin / (Gmax - Gmin). */
  zero: number
}

/** Least A and window a device keeps when its spread draws them far out, as shares of the nominal ones. */
const leastShare = 0.05

/** Throws out-of-range where a curve has no window, no length, or a curvature that float64 cannot tell from a step. */
export function checkCurve({ gMin, gMax, A, pMax }: PulseCurve): void {
  const fail = (message: string, hint: string): never => {
    throw new NadirError('out-of-range', message, { hint })
  }
  if (!(gMax > gMin) || !Number.isFinite(gMax - gMin))
    fail(`The conductance window from ${gMin} to ${gMax} is empty.`, 'Give a gMax above gMin.')
  if (!(pMax > 0) || !Number.isFinite(pMax)) fail(`A curve of ${pMax} pulses has no length.`, 'Give at least one pulse.')
  if (!Number.isFinite(A) || A === 0 || Math.abs(pMax / A) > 500)
    fail(`A curvature of A = ${A} pulses over ${pMax} pulses is no curve.`, `Use |A| of at least ${pMax / 500} pulses.`)
}

/** Place of a conductance on the potentiation curve: the inverse, `P = -A ln(1 - (G - Gmin) / B)`, in pulses from Gmin. */
export function potentiationPlace(curve: PulseCurve, g: number): number {
  return -curve.A * Math.log1p((curve.gMin - g) / saturation(curve))
}

/** Place of a conductance on the depression curve, in pulses from Gmax. */
export function depressionPlace(curve: PulseCurve, g: number): number {
  return -curve.A * Math.log1p((g - curve.gMax) / saturation(curve))
}

/**
 * Conductance after further pulses from the state's own place on the curve, without noise.
 * From G, `n` pulses up lead to `G + (Gmin + B - G)(1 - exp(-n / A))`, which is G(P + n) at G = G(P); down is the mirror.
 * `pulses` positive potentiates, negative depresses. Stops at the ends of the range, as NeuroSim does.
 */
export function afterPulses(curve: PulseCurve, g: number, pulses: number): number {
  const share = -Math.expm1(-Math.abs(pulses) / curve.A)
  const asymptote = pulses >= 0 ? curve.gMin + saturation(curve) : curve.gMax - saturation(curve)
  const moved = g + (asymptote - g) * share
  return moved > curve.gMax ? curve.gMax : moved < curve.gMin ? curve.gMin : moved
}

/**
 * One device of a technology: nominal curve plus spread times three standard normal numbers.
 * Source: METHODS 6, DDV of A, Gmin and Gmax. NeuroSim spreads its nonlinearity label instead of A, and stops where a
 * device has no window; here A and the window keep a twentieth of their nominal size, and Gmin stays at or above `floor`
 * (zero conductance in the unit of the curve).
 */
export function deviceCurve(
  nominal: PulseCurve,
  spread: DeviceSpread,
  [a, low, high]: readonly [number, number, number],
  floor: number,
): PulseCurve {
  const window = nominal.gMax - nominal.gMin
  const gMin = Math.max(floor, nominal.gMin + spread.gMin * window * low)
  return {
    gMin,
    gMax: Math.max(gMin + leastShare * window, nominal.gMax + spread.gMax * window * high),
    A: nominal.A * Math.max(leastShare, 1 + spread.A * a),
    pMax: nominal.pMax,
  }
}
