import type { z } from 'zod'
import type { LayerShape } from '../../shared/device-math'
import { NadirError } from '../../shared/errors'
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
  /**
   * What a point of so many attack images is expected to take: gradient passes, 1 being one gradient over all of them,
   * gradients taken, searches, images on which their findings are compared, and passes of the run that all boxes of a sweep share.
   */
  attackWork(design: Design, images: number): { passes: number; gradients: number; searches: number; judges: number; curve: number }
  /** Images evaluated that the certificate of one image takes as long as. */
  certificateCost(design: Design): number
  /** Throws unknown-method. */
  trainingParams(method: string): z.ZodType
  layerShapes(network: string): LayerShape[]
  datasets: readonly DatasetFacts[]
}

/** Throws unknown-dataset. */
export function requireDataset(id: string, datasets: readonly DatasetFacts[]): void {
  if (datasets.some((dataset) => dataset.id === id)) return
  throw new NadirError('unknown-dataset', `There is no data set ${id}.`, {
    hint: `The data sets are ${datasets.map((dataset) => dataset.id).join(', ')}.`,
  })
}
