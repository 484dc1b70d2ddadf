import type { TrainingProgress } from '../../shared/contract'
import type { DeviceData } from '../../shared/device'
import type { ErrorDocument } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { ModelData } from '../../shared/model'
import type { PointResult, Progress } from '../../shared/results'
import type { TileInspection } from '../../shared/tile-inspection'
import type { Analysed, AnalysisStep, AnalysisWork, WorstChip } from './analyses/work'
import type { TileWork } from './pool'
import type { Programmed, Programming } from './programming'

/** What the compute side found on this machine. */
export interface BackendInfo {
  /** `tensorflow` (native), `wasm` or `cpu`. */
  name: string
  version: string
  workers: number
  /** Threads that one operation runs on. */
  threads: number
  /** Why a faster one was not taken, in one line. */
  note?: string
  /** It was named, whether or not another one is faster. */
  asked?: true
}

/** Images a second of the loops that everything waits for, all workers together. */
export interface LoopSpeeds {
  train: number
  evaluate: number
  gradient: number
  /** Draws x images. */
  montecarlo: number
}

/** Where a data set's files lie. */
export interface DatasetPlace {
  id: string
  folder: string
}

/** A planned sweep as the compute side takes it: feasible points only, those already done with their results. */
export interface RunJob {
  id: string
  points: { id: string; index: number; design: Design; result?: PointResult }[]
  models: Record<string, ModelData>
  datasets: Record<string, DatasetPlace>
  technologies: Record<string, DeviceData>
}

export interface TrainJob {
  id: string
  name: string
  method: string
  params: Record<string, number | string | boolean>
  dataset: DatasetPlace
}

/** Measures the loops with a model on its data, in a few seconds. */
export interface MeasureJob {
  id: string
  model: ModelData
  dataset: DatasetPlace
}

/** Programs devices through the write-verify loop. */
export interface ProgramJob extends Programming {
  id: string
}

/** Solves one tile of a programmed network. */
export interface InspectJob extends TileWork {
  id: string
}

/** Looks at a worst chip. */
export interface AnalyseJob {
  id: string
  chip: WorstChip
  work: AnalysisWork
  dataset: DatasetPlace
}

export type RunEvent =
  | { kind: 'progress'; progress: Progress }
  /** `finding`: numbers of the unit box; a point that shares that of an equal box has none of its own. */
  | { kind: 'point'; id: string; result: PointResult; finding?: Float32Array }
  | { kind: 'point-failed'; id: string; error: ErrorDocument }
  | { kind: 'data'; id: string; sha256: string }
  | { kind: 'log'; line: string }

export type ToConductor =
  | { kind: 'run'; job: RunJob }
  | { kind: 'train'; job: TrainJob }
  | { kind: 'measure'; job: MeasureJob }
  | { kind: 'program'; job: ProgramJob }
  | { kind: 'inspect'; job: InspectJob }
  | { kind: 'analyse'; job: AnalyseJob }
  | { kind: 'load'; id: string; networks: string[] }
  | { kind: 'pause' | 'continue' | 'cancel'; id: string }
  | { kind: 'close' }

export type FromConductor =
  | { kind: 'ready'; backend: BackendInfo }
  | { kind: 'unusable'; error: ErrorDocument }
  | { kind: 'event'; id: string; event: RunEvent }
  | { kind: 'training'; id: string; progress: TrainingProgress }
  | { kind: 'trained'; id: string; model: ModelData }
  | { kind: 'measured'; id: string; speeds: LoopSpeeds }
  | { kind: 'programmed'; id: string; programmed: Programmed }
  | { kind: 'inspected'; id: string; inspection: TileInspection }
  | { kind: 'analysing'; id: string; step: AnalysisStep }
  | { kind: 'analysed'; id: string; analysed: Analysed }
  | { kind: 'loaded'; id: string; backend: BackendInfo }
  | { kind: 'ended'; id: string; error?: ErrorDocument }
