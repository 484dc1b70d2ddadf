import type { TrainingProgress } from '../../shared/contract'
import type { ModelData } from '../../shared/model'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { layoutOf } from '../engine/network/layout'
import { networkOf } from '../engine/network/zoo'
import { trainingOf } from '../engine/train'
import type { CommonParams } from '../engine/train/define'
import { trainNetwork } from '../engine/train/loop'
import idealDevice from '../engine/device/presets/ideal'
import { openFamily, plainDesign, requireFit } from './family'
import type { Gate } from './gate'
import { patient } from './patient'
import { evaluatePoint } from './point'
import type { TrainJob } from './protocol'

export interface TrainingTools {
  executorOf: (context: ComputeContext) => Executor
  dataset: Dataset
  gate: Gate
  backend: string
  emit: (progress: TrainingProgress) => void
}

/** The parameters of a training, defaults filled in. Throws unknown-method. */
export function parametersOf({ method, params }: Pick<TrainJob, 'method' | 'params'>): CommonParams {
  return trainingOf(method).params.parse(params)
}

/** Trains a network and records what every model carries: clean, Monte Carlo mean and worst found at t = 0.03. */
export async function runTraining(job: TrainJob, tools: TrainingTools): Promise<ModelData> {
  const began = performance.now()
  const training = trainingOf(job.method)
  const params = parametersOf(job)
  const { dataset, gate } = tools
  const executorOf = (context: ComputeContext): Executor => patient(tools.executorOf(context))
  requireFit(params.network, dataset)
  const total = params.epochs * Math.floor((params.images - Math.floor(params.images / 12)) / params.batch)
  let last = 0
  const { weights, clips, log } = await trainNetwork({
    training,
    params,
    checkpoint: gate.checkpoint,
    executorFor: (quantiser) =>
      executorOf({ network: params.network, quantiser, quantiseImage: true, images: dataset.images, labels: dataset.labels }),
    report: ({ epoch, step, steps, loss, accuracy }) => {
      const now = performance.now()
      if (now - last < 250 && step < steps) return
      last = now
      const done = (epoch - 1) * steps + step
      const seconds = (now - began) / 1000 - gate.waited
      tools.emit({
        name: job.name,
        epoch,
        epochs: params.epochs,
        step,
        steps,
        loss,
        accuracy,
        ...(done > 20 ? { secondsLeft: (seconds * (total - done)) / done } : {}),
      })
    },
  })
  const model: ModelData = {
    weights,
    manifest: {
      format: 1,
      id: job.name,
      label: `${networkOf(params.network).label}, ${training.label}`,
      network: params.network,
      arrays: layoutOf(networkOf(params.network)).arrays,
      clips,
      weightBits: params.weightBits,
      activationBits: params.activationBits,
      sha256: '',
      training: {
        method: job.method,
        label: training.label,
        params: { ...params },
        seed: params.seed,
        command: commandOf(job),
        backend: tools.backend,
        seconds: 0,
        data: { id: dataset.definition.id, sha256: dataset.sha256 },
        log,
      },
      recorded: { clean: 0 },
    },
  }
  model.manifest.training.seconds = (performance.now() - began) / 1000 - gate.waited
  model.manifest.recorded = await recordedFigures(model, { ...tools, executorOf })
  return model
}

/** What the default design at t = 0.03 gives, searched with the strongest method. */
async function recordedFigures(model: ModelData, tools: TrainingTools): Promise<ModelData['manifest']['recorded']> {
  const design = plainDesign(model, tools.dataset.definition.id, { 'attack.method': 'strongest', seed: model.manifest.training.seed })
  const family = await openFamily(design, model, tools.dataset, idealDevice, tools.executorOf)
  const clean = (100 * (await family.executor.evaluate(family.programmed.values, family.scored))) / family.scored.length
  const result = await evaluatePoint(
    family,
    clean,
    design,
    idealDevice,
    { doing: () => undefined, spent: () => undefined,
      certified: () => undefined, checkpoint: tools.gate.checkpoint },
    {},
  )
  return {
    clean,
    ...(result.montecarlo === undefined ? {} : { montecarloMean: result.montecarlo.mean }),
    worst: result.worstOwn,
    worstMethod: result.foundBy,
  }
}

function commandOf(job: TrainJob): string {
  const settings = Object.entries(job.params).map(([name, value]) => ` --set ${name}=${String(value)}`)
  return `nadir train ${job.method}${settings.join('')} --name ${job.name}`
}
