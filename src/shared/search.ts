/** What a run looks for along its axis: the loosest value at which its objectives are met. Kept with the run. */
export interface Search {
  /** As they are written; all must be met. */
  objectives: string[]
  /** The field that is varied, whether larger values of it are looser, and its unit. */
  over: string
  looser: 'larger' | 'smaller'
  unit: string
  /** Where it looks; `from` is below `to`. */
  from: number
  to: number
  scale: 'linear' | 'log'
  /** Values to choose among, ascending, where not any number will do. */
  candidates?: number[]
  /** The bracket is narrow enough at this share of the value. */
  tolerance: number
  mostPoints: number
  /** Larger values hold all chips of smaller ones: what fails at one fails at every looser one. */
  nested: boolean
  /** What was changed in the design for it, in sentences. */
  notes: string[]
}
