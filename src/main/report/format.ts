import type { ModelInfo } from '../../shared/contract'
import type { CostValues } from '../../shared/cost-constants'
import type { RunDetail } from '../../shared/results'

/** What a report is made from. The same input gives the same file, byte for byte. */
export interface ReportInput {
  runs: RunDetail[]
  models: ModelInfo[]
  /** Lowest acceptable worst case, percent. */
  accuracySpec: number
  /** Constants of the first-order cost. */
  costs: CostValues
  /** Of the Nadir that writes the report; the runs hold the one that computed them. */
  version: string
}

/** A kind of report file; its id is the name of the file that defines it. */
export interface ReportFormat {
  label: string
  summary: string
  mime: string
  extension: string
  create: (input: ReportInput) => string
}

export function defineFormat(format: ReportFormat): ReportFormat {
  return format
}
