import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import type { ModelData } from '../../../shared/model'
import type { Landscape, Margins, Replay, Sensitivity, WorstRecord } from '../../../shared/worst-case'
import type { Origin } from '../../engine/analyse/same-places'
import type { Executor } from '../../engine/compute/executor'
import type { ComputeContext } from '../../engine/compute/shard'
import type { Dataset } from '../../engine/data/datasets'
import type { Gate } from '../gate'

/** What is asked of a worst chip. */
export type AnalysisWork =
  | { kind: 'record' }
  | { kind: 'sensitivity' }
  | { kind: 'landscape'; zeta: number; directions: number; alphas: number; map: number; images: number }
  | { kind: 'margins'; images: number }
  | { kind: 'file'; format: 'npz' | 'csv' }
  /** On another design than the one it was found in. */
  | { kind: 'replay'; origin: Origin }

export type AnalysisKind = AnalysisWork['kind']

/** What comes of each. */
export interface Analyses {
  record: Omit<WorstRecord, 'from' | 'seconds'>
  sensitivity: Omit<Sensitivity, 'from' | 'seconds'>
  landscape: Omit<Landscape, 'from' | 'seconds'>
  margins: Omit<Margins, 'seconds'>
  file: Uint8Array<ArrayBuffer>
  replay: Pick<Replay, 'images' | 'clean' | 'accuracy'>
}

export type AnalysedOf = { [K in AnalysisKind]: { kind: K; value: Analyses[K] } }
export type Analysed = AnalysedOf[AnalysisKind]

/** A worst chip: the design it was found in, and its numbers of the unit box. */
export interface WorstChip {
  design: Design
  z: Float32Array
  /** Design of the point that quotes it, whose set holds it. */
  quotedBy: Design
  model: ModelData
  technology: DeviceData
}

/** How far an analysis is. */
export interface AnalysisStep {
  doing: string
  done: number
  of: number
}

export interface AnalysisTools {
  executorOf: (context: ComputeContext) => Executor
  dataset: Dataset
  gate: Pick<Gate, 'checkpoint'>
  tell: (step: AnalysisStep) => void
}

/** Tells a step, lets messages in, so that it can be cancelled, and waits while paused. Throws `cancelled`. */
export async function step({ gate, tell }: Pick<AnalysisTools, 'gate' | 'tell'>, now: AnalysisStep): Promise<void> {
  tell(now)
  await new Promise((resolve) => setImmediate(resolve))
  await gate.checkpoint()
}
