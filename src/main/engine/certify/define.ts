import type { BoundedNetwork } from './bounds/network'
import type { Intervals } from './bounds/interval-product'

/** A batch of images to certify: exact pixels, and the class of each. */
export interface CertifiedBatch {
  network: BoundedNetwork
  images: Intervals
  labels: ArrayLike<number>
}

/**
 * A certificate: for each image of a batch a lower bound of its lead, the margin of its class over any other, over all
 * weights of their intervals. Adding one is one file in this folder, its name in shared/certify-fields.ts, and one test.
 */
export interface Certificate {
  label: string
  source: string
  summary: string
  /** What an image takes, in images evaluated: for plan and progress. */
  cost: number
  /** Lead of each image as a share of the largest |logit bound|. */
  leads: (batch: CertifiedBatch) => Float64Array
}

/** Float arithmetic is no proof: an image counts where its lead is above this. Source: METHODS 4. */
export const certifiedAbove = 1e-5

export function defineCertificate(certificate: Certificate): Certificate {
  return certificate
}
