import { z } from 'zod'
import { anySpec, returns } from './call'
import { costValue, type CostConstantInfo } from './cost-constants'
import type { DesignCost, DeviceProgramming } from './design-cost'
import type { TileProgramming } from './cost'

/** The cost of one design, with all it was counted on. */
export interface CostAnswer extends DesignCost {
  programming: TileProgramming
  /** What a device of the technology takes at the design's threshold, on average over so many. */
  device: DeviceProgramming & { preset: string; threshold: number; programmed: number }
  constants: CostConstantInfo[]
}

/** The calls about what a design costs, to first order. */
export const costCalls = {
  'costs.constants': returns<CostConstantInfo[]>().to(z.strictObject({})),
  /** Keeps another value for a constant in the data folder; null is the shipped one again. */
  'costs.set': returns<CostConstantInfo[]>().to(z.strictObject({ name: z.string(), value: costValue.nullable() })),
  /** Of a sweep its first point. */
  'designs.cost': returns<CostAnswer>().to(
    z.strictObject({
      spec: anySpec,
      /** Values of constants for this answer alone. */
      constants: z.record(z.string(), costValue).default({}),
      /** A name of the caller's, by which `devices.cancel` finds its programming; a later call of that name takes its place. */
      job: z.string().min(1).max(80).optional(),
    }),
  ),
} as const
