import { z } from 'zod'
import { anySpec, returns } from './call'
import type { JudgedRun } from './judge-runs'
import type { RunSummary } from './results'
import { leastPoints, mostPoints } from './open-search'

/** Objectives as they are written. */
export const objectiveTexts = z.array(z.string().min(1).max(500)).min(1).max(12)

/** The calls about objectives: what meets them, and the loosest design that does. */
export const findCalls = {
  /** A run that looks for the loosest value of a field that meets all objectives; its answer comes with its summary. */
  'find.start': returns<RunSummary>().to(
    z.strictObject({
      spec: anySpec,
      /** As they are written, `worst >= 90`. */
      objectives: objectiveTexts,
      over: z.string(),
      from: z.number().optional(),
      to: z.number().optional(),
      /** Width of the bracket to end at, as a share of the value. */
      tolerance: z.number().min(0.0005).max(0.5).optional(),
      points: z.int().min(leastPoints).max(mostPoints).optional(),
      /** Fields that stay as the spec has them, though no objective needs them so. */
      kept: z.array(z.string()).max(500).default([]),
      name: z.string().min(1).max(200).optional(),
      /** The spec is that of a saved run: fields that came after it stay as they acted then. */
      saved: z.boolean().default(false),
    }),
  ),
  /** How curves of runs stand to objectives, at the loosest of their points that meets all. Reads the objectives alone where no run is named. */
  'find.check': returns<{ objectives: string[]; runs: JudgedRun[] }>().to(
    z.strictObject({
      objectives: objectiveTexts,
      runs: z
        .array(z.string().regex(/^r-\d{5,}$/, 'a run is named r-00001'))
        .max(50)
        .default([]),
    }),
  ),
} as const
