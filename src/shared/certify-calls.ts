import { z } from 'zod'
import { anySpec, returns } from './call'
import type { CertifiedThresholds } from './certify'

const job = z.string().min(1).max(80)

/** The calls about certified floors beside those that runs have. */
export const certifyCalls = {
  /** The largest threshold at which a share of the scored images is certified, of a design's network; of a sweep its first point. */
  'certify.largest': returns<CertifiedThresholds>().to(
    z.strictObject({
      spec: anySpec,
      /** Percent of the scored images. */
      at: z.number().positive().max(100).default(90),
      /** Both, where it is absent. */
      method: z.enum(['interval', 'linear']).optional(),
      /** How far apart, as a share, the largest certified threshold and the smallest that is not may stay. */
      width: z.number().min(0.001).max(1).default(0.02),
      /** A name of the caller's, by which `certify.cancel` finds the work; a later call of that name takes its place. */
      job: job.optional(),
    }),
  ),
  'certify.cancel': returns<{ cancelled: boolean }>().to(z.strictObject({ job })),
} as const
