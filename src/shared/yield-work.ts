import { countsDevices } from './converters'
import type { Design } from './fields'
import { ages, mayStick } from './technology'

/** Device errors without a smooth map from standard-normal numbers: no yield is computed. */
const unmapped: readonly Design['sampling.kind'][] = ['vertex', 'write-verify', 'pcm']

/** Gradients that the yield of a point is expected to take. */
export const expectedGradients = 11

/**
 * Gradients and evaluations over all scored images that the yield of a point is expected to take: those of the search, those
 * that say where the mean is shifted to, and all draws.
 */
export function yieldWork(design: Design): { gradients: number; evaluations: number } {
  const more = countsDevices(design) || mayStick(design) || ages(design) || design['crossbar.chipVariation'] > 0
  if (design['yield.method'] === 'none' || more || unmapped.includes(design['sampling.kind'])) return { gradients: 0, evaluations: 0 }
  return { gradients: expectedGradients, evaluations: 150 + design['yield.draws'] }
}
