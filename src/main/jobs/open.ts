import type { LayerShape } from '../../shared/device-math'
import type { ModelData } from '../../shared/model'
import type { RunSummary } from '../../shared/results'
import type { Spec } from '../../shared/spec'
import type { RunCommand } from '../store/ownership'
import type { LoopSpeeds } from '../worker/protocol'
import { createAnalysing, type AnalysingJobs } from './analysing'
import type { JobContext } from './context'
import { inPasses } from './budget'
import { createControl } from './control'
import { estimate, type Estimate, type Speeds } from './estimate'
import { startHeartbeat } from './lease'
import { planRun, requireFeasible, type Plan } from './planner'
import { computing, measureSpeeds } from './measuring'
import { createInspecting, type InspectingJobs } from './inspecting'
import { createProgramming, type ProgrammingJobs } from './programming'
import { createQueue } from './queue'
import { runName } from './run-name'
import { createRunWork } from './run-work'
import { trainModel, type TrainingRequest } from './training'
import { watchOthers } from './watch'

/** Everything that computes, in this process and as others do it on the same data folder. */
export interface Jobs {
  /** What a spec would run and cost. Throws unknown-method (also for a device technology), unknown-model, model-damaged, unknown-dataset. */
  preview(spec: Spec): { plan: Plan; cost: Estimate }
  /** Plans a run and queues it. Throws as `preview` does, and the reason where no point can be built; then nothing is stored. */
  start(spec: Spec, name?: string): RunSummary
  /** Computes what is missing of a run that nobody computes; a whole run stays as it is. Throws unknown-run, run-busy. */
  resume(id: string): RunSummary
  /** Pause, continue or cancel, whichever process computes the run. Throws unknown-run. */
  tell: (id: string, command: RunCommand) => Promise<RunSummary>
  train(request: TrainingRequest): Promise<ModelData>
  /** Runs and trainings that compute or wait, those of other processes included. */
  computing(): string[]
  /** Images a second of the loops; nothing where work comes in between. Throws model-damaged, data-missing, worker-died. */
  measure(): Promise<LoopSpeeds | undefined>
  /** Programs devices, beside the queue. Throws as `ProgrammingJobs.program`. */
  program: ProgrammingJobs['program']
  cancelProgramming: ProgrammingJobs['cancel']
  /** Solves a tile, beside the queue. Throws as `InspectingJobs.inspect`. */
  inspect: InspectingJobs['inspect']
  cancelInspecting: InspectingJobs['cancel']
  /** Looks at a worst chip, beside the queue. Throws as `AnalysingJobs.analyse`. */
  analyse: AnalysingJobs['analyse']
  cancelAnalysing: AnalysingJobs['cancel']
  /** Stops computing: finished points are kept, what is missing can be resumed. */
  close(): Promise<void>
}

export function openJobs(context: JobContext): Jobs {
  const { stores, engine, announce, backend } = context
  const { ownership, runs, models } = stores
  const queue = createQueue()
  const heartbeat = startHeartbeat(context, queue)
  const control = createControl(context, queue, enter, (id) => void resume(id))
  const programming = createProgramming(context)
  const inspecting = createInspecting(context)
  const analysing = createAnalysing(context)
  const watch = watchOthers(context, (id, command) => control.obey(id, command))

  function enter(id: string): void {
    queue.add(createRunWork(id, context, { onUnsettled: heartbeat.retry, onDiskFull: stopQueue }))
  }

  /** What waits would meet the same full disk after computing for nothing. */
  function stopQueue(): void {
    for (const work of [...queue.waiting()]) queue.take(work.id)?.stop('close')
  }

  const shapesOf = (model: string): LayerShape[] => engine.layerShapes(models.load(model).manifest.network)
  const plan = (spec: Spec): Plan =>
    planRun(spec, { engine, networkOf: (model) => models.load(model).manifest.network, technology: context.technology })

  function resume(id: string): RunSummary {
    const failed = new Set(runs.detail(id).points.flatMap((point) => (point.state === 'failed' ? [point.id] : [])))
    if (ownership.claim(id)) {
      announce.run(
        id,
        runs.detail(id).points.filter((point) => failed.has(point.id)),
      )
      enter(id)
    }
    return runs.summary(id)
  }

  const expectedSpeeds = (): Speeds => {
    const { name, workers } = backend.expected()
    return context.speeds.speeds(name, workers)
  }

  return {
    preview(given) {
      const speeds = expectedSpeeds()
      const planned = plan(inPasses(given, engine, speeds))
      const { name, workers } = backend.expected()
      return { plan: planned, cost: estimate(planned.designs, { engine, speeds, workers, backend: name, shapesOf }) }
    },
    start(given, name = runName(given)) {
      const spec = inPasses(given, engine, expectedSpeeds())
      const planned = plan(spec)
      requireFeasible(planned)
      const id = ownership.enqueue(name, spec, planned.points)
      announce.run(id)
      enter(id)
      return runs.summary(id)
    },
    resume,
    tell: (id, command) => control.tell(id, command),
    train: (request) => trainModel(request, context, queue),
    computing: () => computing(context, queue),
    program: (job, name) => programming.program(job, name),
    cancelProgramming: (name) => programming.cancel(name),
    inspect: (job, name) => inspecting.inspect(job, name),
    cancelInspecting: (name) => inspecting.cancel(name),
    analyse: (chip, work, name) => analysing.analyse(chip, work, name),
    cancelAnalysing: (name) => analysing.cancel(name),
    measure: () => measureSpeeds(context, queue),
    async close() {
      watch.stop()
      heartbeat.stop()
      const free = queue.close()
      try {
        for (const id of ownership.leave()) announce.run(id)
      } finally {
        await context.host.close()
        await free
      }
    },
  }
}
