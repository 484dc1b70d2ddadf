import { z } from 'zod'
import { anySpec, returns } from './call'
import type { CornerInfo, Landscape, Margins, Replay, Sensitivity, WorstRecord } from './worst-case'

const at = { run: z.string().regex(/^r-\d{5,}$/, 'a run is named r-00001'), point: z.string().regex(/^p-\d+$/, 'a point is named p-0001') }
const corner = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens')
/** A name of the caller's, by which `worst.cancel` finds the work; a later call of that name takes its place. */
const job = z.string().min(1).max(80).optional()

/** A file in bytes. */
export interface BinaryFile {
  name: string
  mime: string
  base64: string
}

/** The calls about the worst chip found of a point. What was computed once is kept with the run. */
export const worstCalls = {
  'worst.record': returns<WorstRecord>().to(z.strictObject({ ...at, job })),
  'worst.sensitivity': returns<Sensitivity>().to(z.strictObject({ ...at, job })),
  'worst.landscape': returns<Landscape>().to(
    z.strictObject({
      ...at,
      zeta: z.number().positive().max(2).default(0.2),
      directions: z.int().min(1).max(20).default(5),
      /** Points of a curve, and of each side of the map. */
      alphas: z.int().min(5).max(201).default(41),
      map: z.int().min(3).max(41).default(11),
      /** Images drawn by the seed of the design. */
      images: z.int().min(10).max(60_000).default(1000),
      job,
    }),
  ),
  'worst.margins': returns<Margins>().to(z.strictObject({ ...at, images: z.int().min(10).max(60_000).default(1000), job })),
  'worst.cancel': returns<{ cancelled: boolean }>().to(z.strictObject({ job: z.string().min(1).max(80) })),
  /** The error of every weight as .npz (one array a layer, beside its bound and scale) or CSV. */
  'worst.export': returns<BinaryFile>().to(z.strictObject({ ...at, format: z.enum(['npz', 'csv']) })),
  'corners.list': returns<CornerInfo[]>().to(z.strictObject({})),
  'corners.save': returns<CornerInfo>().to(z.strictObject({ ...at, name: corner })),
  'corners.delete': returns<{ deleted: boolean }>().to(z.strictObject({ name: corner })),
  'corners.replay': returns<Replay>().to(z.strictObject({ name: corner, spec: anySpec, job })),
} as const
