import type { Design } from './fields'
import { ages, mayStick } from './technology'
import { isSizedByThreshold } from './variation-fields'

/** What the kind of variation and of random chips make of other fields, in words. A kind of warning ends at its colon. */
export function variationWarnings(design: Design): string[] {
  const warnings: string[] = []
  const { 'variation.kind': kind, 'sampling.kind': sampling } = design
  if (!isSizedByThreshold(design))
    warnings.push(
      `threshold does not size the set: ${kind} errors follow ${kind === 'relative' ? 'zeta' : kind === 'multiplicative' ? 'c' : 'the measured levels'}; it decides what write-verify takes`,
    )
  if (sampling === 'gaussian' || sampling === 'write-verify' || sampling === 'pcm')
    warnings.push('random chips may leave the set: some can be worse than the worst that is found inside it')
  else if (mayStick(design) || design['crossbar.chipVariation'] > 0)
    warnings.push('random chips may leave the set: each has stuck devices or factors of its own, some worse than the worst that is found')
  else if (ages(design)) warnings.push('random chips err inside the set alone: pcm draws what phase-change memory really does at that age')
  return warnings
}
