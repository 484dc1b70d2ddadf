/** A pulse/conductance curve. Conductances share any one unit (siemens, or the window as [0, 1]); A and pMax in pulses. */
export interface PulseCurve {
  gMin: number
  gMax: number
  /** Curvature in pulses: positive saturates, negative steepens, far above pMax is straight. */
  A: number
  /** Pulses from one end of the range to the other. */
  pMax: number
}

/** `B = (Gmax - Gmin) / (1 - exp(-Pmax / A))` of [N]: the height the curve would saturate at, above Gmin. */
export function saturation({ gMin, gMax, A, pMax }: PulseCurve): number {
  return (gMax - gMin) / -Math.expm1(-pMax / A)
}

/**
 * Conductance after `pulses` potentiation pulses from Gmin.
 * Source: [N], METHODS 6: `G(P) = B (1 - exp(-P / A)) + Gmin`. `pulses` in [0, pMax]; exact at both ends.
 */
export function potentiated(curve: PulseCurve, pulses: number): number {
  if (pulses === curve.pMax) return curve.gMax
  return curve.gMin + saturation(curve) * -Math.expm1(-pulses / curve.A)
}

/** Conductance after `pulses` depression pulses from Gmax: the potentiation curve mirrored, `Gmax - B (1 - exp(-P / A))`. */
export function depressed(curve: PulseCurve, pulses: number): number {
  if (pulses === curve.pMax) return curve.gMin
  return curve.gMax - saturation(curve) * -Math.expm1(-pulses / curve.A)
}

/** Largest step of one noiseless pulse as a share of the window: the first one of a saturating curve, the last of a steepening one. */
export function largestStep({ A, pMax }: Pick<PulseCurve, 'A' | 'pMax'>): number {
  const curve = { gMin: 0, gMax: 1, A, pMax }
  return Math.max(potentiated(curve, 1), 1 - potentiated(curve, pMax - 1))
}
