import type { Answer } from './answer'
import type { ErrorDocument } from './errors'
import type { Value } from './fields'
import type { Search } from './search'
import type { Spec } from './spec'

export type RunState = 'queued' | 'running' | 'paused' | 'interrupted' | 'done' | 'cancelled' | 'failed'
export type PointState = 'queued' | 'running' | 'done' | 'infeasible' | 'failed'

/** What the confidence interval of random chips is of. */
export type ChipStatistic = 'mean' | 'p05'

/** Accuracies of random chips, percent. Quantiles by order statistics with linear interpolation. */
export interface MonteCarlo {
  kind: string
  draws: number
  mean: number
  sd: number
  min: number
  max: number
  quantiles: { p05: number; p50: number; p95: number }
  /** Confidence interval of the chosen statistic; runs of earlier versions have none. */
  interval?: { of: ChipStatistic; low: number; high: number; confidence: number }
  /** The whole distribution: images a chip answers right, ascending, and how many chips do; runs of earlier versions have none. */
  counts?: [right: number, chips: number][]
}

/** Probability that a chip fails, by importance sampling, with its 95 % interval. */
export interface ImportanceResult {
  failing: number
  low: number
  high: number
  /** The same as logarithms, which do not underflow; absent where no draw failed. */
  log10?: { failing: number; low: number; high: number }
  /** Distance that the mean is shifted by. */
  shift: number
  draws: number
  /** Draws that failed, how many equal weights they are worth, and the share of the largest weight. */
  failed: number
  effective: number
  largest: number
  /** Why the estimate is not to be relied on. */
  warning?: string
  /** The random chips of its point say otherwise. */
  contradicted?: true
}

/** How likely chips miss an accuracy spec. */
export interface YieldResult {
  /** The spec, percent. */
  accuracy: number
  /** Why there is no distance. */
  why?: string
  /** Worst-case distance found, in standard deviations: the smallest at which chips begin to fail; negative where the chip without errors fails. */
  beta?: number
  /** `Phi(-beta)`: an estimate to first order, no bound. */
  firstOrder?: { failing: number; log10: number }
  importance?: ImportanceResult
  /** Gradient passes spent (1 = one gradient over all attack images). */
  passes: number
}

/**
 * What the write-verify loop of the technology makes of a design: what it takes for a chip, and how likely it is that a
 * device ends outside the box, where the worst case does not hold.
 */
export interface PointProgramming {
  technology: string
  /** Devices that were programmed to know, and those of them that ended outside the box. */
  sample: number
  failures: number
  /** Cycles a device, mean. */
  cycles: number
  /** A chip of the network: its devices, seconds and joules one device after another. */
  devices: number
  seconds: number
  joules: number
  /** Probability that a chip has no device outside the box, and what the 95 % interval of a device's makes of it. */
  whole: { probability: number; low: number; high: number }
}

/** One search on its way: gradient passes of the point so far (1 = one gradient over all attack images), and the lowest accuracy on the images it saw, percent. */
export interface Convergence {
  by: string
  /** Images it was searched on. */
  images: number
  steps: [passes: number, accuracy: number][]
}

/** A lower bound of what any chip of the set answers. */
export interface PointCertificate {
  /** `interval` or `linear`. */
  method: string
  /** Share of the scored images that no error of the set turns wrong, percent. */
  accuracy: number
  images: number
  /** Not one image is certified. */
  vacuous: boolean
  /** Why nothing could be bounded, where that is so. */
  why?: string
}

/** What a point's own computation found; committed once and never changed. Accuracies in percent. */
export interface PointResult {
  /** The box: |dW| <= kappa t s; of devices that have aged, before their compensation scales it. */
  t: number
  kappa: number
  /** Size of the set of errors in the unit of its kind, where that is not the box: zeta, c, sigmas. */
  size?: number
  clean: number
  /** Lowest accuracy this point's own search reached: an upper bound of the true worst case. */
  worstOwn: number
  /** Method that found it, as `f-lwc`, with how: `f-lwc, 10 steps`. */
  method: string
  foundBy: string
  montecarlo?: MonteCarlo
  yield?: YieldResult
  /** Runs of earlier versions have none. */
  programming?: PointProgramming
  /** Absent where none was asked for. */
  certificate?: PointCertificate
  /** Images counted and searched, gradient passes spent (1 = one gradient over all attack images). */
  images: number
  attackImages: number
  /** Images the finding was searched on, where those were fewer. */
  foundOn?: number
  passes: number
  /** Calibrated ranges of the converters and what R rows can give at most, in input level times device level. */
  ranges?: { layer: string; range: number; full: number }[]
  /** Mean loss on the searched images along the search that found it. */
  trace: { step: number; loss: number }[]
  /** Every search of the point in turn: what time bought which precision. Runs of earlier versions have none. */
  convergence?: Convergence[]
  /** Of LWC: what each weight of the surrogate against the size of the error gave; `accuracy` is absent where the error left the box. */
  cCurve?: { c: number; reach: number; accuracy?: number }[]
  /** Accuracy of the worst chip found on images that its search has not seen, of the other split. */
  heldOut?: { split: 'train' | 'test'; images: number; accuracy: number }
  /** True where an equal box had been computed in this run already: same numbers, no new work. */
  sameAs?: string
  seconds: number
}

/** A point as every door shows it. `worst` is derived from all done points of the run, METHODS 3. */
export interface Point {
  id: string
  index: number
  /** The fields on an axis, and their values here. */
  at: Record<string, Value>
  state: PointState
  result?: PointResult
  /** Lowest accuracy found inside this box, by its own search or by that of a smaller box inside it. */
  worst?: number
  /** Id of the point whose finding is quoted, where that is not its own. */
  carriedFrom?: string
  /** Accuracy that no chip of this set falls below: certified of it, or of a larger one around it. */
  floor?: number
  /** Id of the point whose certificate is quoted, where that is not its own. */
  floorFrom?: string
  error?: ErrorDocument
}

/** Everything needed to repeat a run. */
export interface Provenance {
  nadir: string
  backend: string
  backendVersion: string
  platform: string
  workers: number
  models: Record<string, { sha256: string; label: string }>
  data: Record<string, { sha256: string }>
  /** Device technologies by name; runs of earlier versions have none. */
  technologies?: Record<string, { sha256: string; label: string }>
}

export interface Progress {
  pointsDone: number
  pointsTotal: number
  /** Share of all work done, 0 to 1, by planned passes. */
  share: number
  secondsSoFar: number
  /** Absent until enough is known. */
  secondsLeft?: number
  /** What is being worked on now. */
  current?: { pointId: string; doing: string; step: number; steps: number; lowest?: number }
}

/** A run without its points: what lists show. */
export interface RunSummary {
  id: string
  name: string
  state: RunState
  createdAt: string
  updatedAt: string
  spec: Spec
  axes: string[]
  backend?: string
  seconds: number
  pointsDone: number
  pointsTotal: number
  pointsFailed: number
  tags: string[]
  starred: boolean
  archived: boolean
  notes: string
  /** Over the done points: highest clean, lowest and highest worst found, lowest Monte Carlo mean, percent. */
  clean?: number
  worstLow?: number
  worstHigh?: number
  montecarloMean?: number
  /** First family of the curve, for the small picture in the library: [x, worst]. */
  spark: [number, number][]
  progress?: Progress
  error?: ErrorDocument
  /** What a run looks for that grows by itself, and what it has found so far. */
  search?: Search
  answer?: Answer
}

export interface RunDetail extends RunSummary {
  points: Point[]
  provenance?: Provenance
  log: string[]
}
