import type { certifyMethods } from './certify-fields'

export type CertificateId = Exclude<(typeof certifyMethods)[number], 'none'>

/** Thresholds between which the largest certified one is looked for, as shares of the window. */
export const certifiedRange = { from: 1e-5, to: 0.03 } as const

/** The largest threshold at which a method certifies so many images. */
export interface LargestCertified {
  method: CertificateId
  /** Absent where the smallest one tried is not certified. */
  t?: number
  /** The smallest one found that is not certified; absent where the largest one tried is. */
  above?: number
}

/** What `certify.largest` answers of one model. */
export interface CertifiedThresholds {
  model: string
  /** Share of the scored images that has to be certified, percent. */
  at: number
  images: number
  from: number
  to: number
  /** In the order of their tightness. */
  methods: LargestCertified[]
  /** Why nothing can be bounded, where that is so. */
  why?: string
  seconds: number
}
