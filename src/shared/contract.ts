import { z } from 'zod'
import { anySpec, returns } from './call'
import { costCalls } from './cost-calls'
import type { CostConstantInfo } from './cost-constants'
import { crossbarCalls } from './crossbar-calls'
import { deviceCalls } from './device-calls'
import type { LayerShape } from './device-math'
import type { ErrorDocument } from './errors'
import type { FieldInfo } from './fields'
import type { Point, Progress, RunDetail, RunSummary } from './results'
import type { Spec } from './spec'
import { worstCalls } from './worst-calls'
import type { AnalysisProgress } from './worst-case'

const runId = z.string().regex(/^r-\d{5,}$/, 'a run is named r-00001')
const modelName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens')
const runIds = z.array(runId).min(1).max(10_000)
const nothing = z.strictObject({})

export interface AppInfo {
  version: string
  platform: string
  /** `starting` until the first worker has loaded it; `threads` are those of one operation. */
  backend: { name: string; version: string; workers: number; threads?: number; note?: string }
  database: { dir: string; bytes: number; runs: number }
  memory: { used: number; total: number }
}

export interface Settings {
  /** Lowest acceptable worst case, percent: the line in every chart. */
  accuracySpec: number
  theme: 'system' | 'light' | 'dark'
}

export interface Preview {
  spec: Spec
  points: number
  /** Points that cannot be built, and why the first of them cannot. */
  infeasible: number
  infeasibleReason?: ErrorDocument
  /** Gradient passes and images evaluated in all, the expected time, and peak memory in bytes. */
  passes: number
  seconds: number
  memory: number
  warnings: string[]
}

export interface ModelInfo {
  id: string
  label: string
  network: string
  shipped: boolean
  sha256: string
  bytes: number
  layers: LayerShape[]
  parameters: number
  /** Training method, its parameters and seed; the command that repeats it. */
  training: { method: string; label: string; params: Record<string, unknown>; seed: number; command: string; seconds: number }
  /** Accuracies recorded with the model, percent, at t = 0.03 on the test images. */
  recorded: { clean: number; montecarloMean?: number; worst?: number; worstMethod?: string }
  weightBits: number | 'float'
  activationBits: number | 'float'
}

export interface DatasetInfo {
  id: string
  label: string
  source: string
  licence: string
  classes: number
  shape: number[]
  images: { train: number; test: number }
  present: boolean
  sha256?: string
  problem?: ErrorDocument
}

export interface MethodInfo {
  id: string
  kind: 'attack' | 'surrogate' | 'certificate' | 'variation' | 'device' | 'training' | 'network' | 'report'
  label: string
  source: string
  summary: string
  params: FieldInfo[]
}

export interface CheckLine {
  name: string
  ok: boolean
  /** What was found, with its unit. */
  text: string
  /** The number in the text, for programs. */
  value?: number
  hint?: string
}

export interface ReportFile {
  name: string
  mime: string
  text: string
}

export interface TrainingProgress {
  name: string
  epoch: number
  epochs: number
  step: number
  steps: number
  loss: number
  accuracy: number
  secondsLeft?: number
}

/** Every call of every door: `noun.verb`, its input checked on arrival, its output typed. */
export const calls = {
  'app.info': returns<AppInfo>().to(nothing),
  'app.doctor': returns<CheckLine[]>().to(z.strictObject({ check: z.boolean().default(false) })),
  'settings.get': returns<Settings>().to(nothing),
  'settings.set': returns<Settings>().to(
    z.strictObject({ accuracySpec: z.number().min(0).max(100).optional(), theme: z.enum(['system', 'light', 'dark']).optional() }),
  ),
  'designs.fields': returns<FieldInfo[]>().to(nothing),
  'designs.default': returns<Spec>().to(nothing),
  'designs.parse': returns<Spec>().to(
    z.strictObject({ spec: anySpec, axes: z.array(z.strictObject({ field: z.string(), value: z.unknown() })).default([]) }),
  ),
  'designs.file': returns<{ text: string }>().to(z.strictObject({ spec: anySpec })),
  /** SPICE netlist of one tile of a design's network; of a sweep its first point. */
  'designs.netlist': returns<{ text: string; name: string }>().to(
    z.strictObject({
      spec: anySpec,
      layer: z.string(),
      down: z.int().min(0).default(0),
      across: z.int().min(0).default(0),
      sign: z.enum(['positive', 'negative']).default('positive'),
      /** Volts at every row. */
      volts: z.number().min(-10).max(10).default(0.2),
    }),
  ),
  'designs.preview': returns<Preview>().to(z.strictObject({ spec: anySpec })),
  'runs.start': returns<RunSummary>().to(
    z.strictObject({
      spec: anySpec,
      name: z.string().min(1).max(200).optional(),
      /** The spec is that of a saved run: fields that came after it stay as they acted then. */
      saved: z.boolean().default(false),
    }),
  ),
  'runs.list': returns<RunSummary[]>().to(
    z.strictObject({ filter: z.string().max(2000).default(''), deleted: z.boolean().default(false) }),
  ),
  'runs.get': returns<RunDetail>().to(z.strictObject({ id: runId })),
  'runs.pause': returns<RunSummary>().to(z.strictObject({ id: runId })),
  'runs.continue': returns<RunSummary>().to(z.strictObject({ id: runId })),
  'runs.cancel': returns<RunSummary>().to(z.strictObject({ id: runId })),
  'runs.resume': returns<RunSummary>().to(z.strictObject({ id: runId })),
  'runs.rerun': returns<RunSummary>().to(z.strictObject({ id: runId })),
  'runs.update': returns<RunSummary[]>().to(
    z.strictObject({
      ids: runIds,
      name: z.string().min(1).max(200).optional(),
      notes: z.string().max(20_000).optional(),
      starred: z.boolean().optional(),
      archived: z.boolean().optional(),
      addTags: z.array(z.string().min(1).max(40)).optional(),
      removeTags: z.array(z.string()).optional(),
    }),
  ),
  'runs.delete': returns<{ deleted: number }>().to(z.strictObject({ ids: runIds })),
  'runs.restore': returns<RunSummary[]>().to(z.strictObject({ ids: runIds })),
  'models.list': returns<ModelInfo[]>().to(nothing),
  'models.check': returns<CheckLine[]>().to(z.strictObject({ id: z.string() })),
  /** Takes in a file that `nadir models export` wrote; without a name, under the one it had. */
  'models.import': returns<ModelInfo>().to(z.strictObject({ file: z.string().min(1), name: modelName.optional() })),
  'models.train': returns<ModelInfo>().to(
    z.strictObject({
      method: z.string(),
      name: modelName,
      params: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  'datasets.list': returns<DatasetInfo[]>().to(nothing),
  'datasets.check': returns<CheckLine[]>().to(z.strictObject({ id: z.string() })),
  /** Copies a data set that lies in a folder of this machine. */
  'datasets.add': returns<DatasetInfo>().to(z.strictObject({ path: z.string().min(1) })),
  /** Fetches a data set that is not here: the one call that may connect. */
  'datasets.get': returns<DatasetInfo>().to(z.strictObject({ id: z.string() })),
  ...deviceCalls,
  ...costCalls,
  ...crossbarCalls,
  ...worstCalls,
  'methods.list': returns<MethodInfo[]>().to(nothing),
  'reports.create': returns<ReportFile>().to(z.strictObject({ runs: z.array(runId).min(1).max(8), format: z.string() })),
} as const

export type CallName = keyof typeof calls
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>
export type CallParsed<N extends CallName> = z.output<(typeof calls)[N]['input']>
export type CallOutput<N extends CallName> = (typeof calls)[N]['output']

/** What the core tells every door. A run's points come in full rows; a door replaces those it holds by id. */
export interface Events {
  'run.changed': { summary: RunSummary; points: Point[] }
  'run.progress': { id: string; progress: Progress }
  'run.removed': { ids: string[] }
  'training.progress': TrainingProgress
  'models.changed': Record<string, never>
  'devices.changed': Record<string, never>
  'corners.changed': Record<string, never>
  'analysis.progress': AnalysisProgress
  'costs.changed': CostConstantInfo[]
  'settings.changed': Settings
  'app.changed': AppInfo
}
export type EventName = keyof Events
export type EventMessage = { [N in EventName]: { event: N; data: Events[N] } }[EventName]

/** What a door answers. */
export type Reply<N extends CallName> = { ok: true; output: CallOutput<N> } | { ok: false; error: ErrorDocument }
/** The core as a door's client sees it. */
export type Call = <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N>>
