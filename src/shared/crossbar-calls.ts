import { z } from 'zod'
import { anySpec, returns } from './call'
import type { CrossbarReading } from './crossbar-layers'
import type { TileInspection } from './tile-inspection'

const job = z.string().min(1).max(80)

/** The calls about the tiles of a design; of a sweep its first point. */
export const crossbarCalls = {
  /** How each layer falls on tiles, and what its converters have to tell apart. */
  'crossbar.layers': returns<CrossbarReading>().to(z.strictObject({ spec: anySpec })),
  /** One tile solved, and how far the closed form is off it; in a thread of the pool. */
  'crossbar.inspect': returns<TileInspection>().to(
    z.strictObject({
      spec: anySpec,
      layer: z.string(),
      down: z.int().min(0).default(0),
      across: z.int().min(0).default(0),
      sign: z.enum(['positive', 'negative']).default('positive'),
      /** A name of the caller's, by which `crossbar.cancel` finds the work; a later call of that name takes its place. */
      job: job.optional(),
    }),
  ),
  'crossbar.cancel': returns<{ cancelled: boolean }>().to(z.strictObject({ job })),
} as const
