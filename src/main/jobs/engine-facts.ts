import type { z } from 'zod'
import type { LayerShape } from '../../shared/device-math'
import type { Design } from '../../shared/fields'

/** What planning has to know of a data set. */
export interface DatasetFacts {
  id: string
  shape: readonly number[]
  images: { train: number; test: number }
}

/** What the engine says of itself, without computing anything. */
export interface EngineFacts {
  /** Throws unknown-method. */
  checkMethods(design: Design): void
  /** Gradient passes a point is expected to take; 1 is one gradient over all searched images. */
  attackPasses(design: Design): number
  /** Throws unknown-method. */
  trainingParams(method: string): z.ZodType
  layerShapes(network: string): LayerShape[]
  datasets: readonly DatasetFacts[]
}
