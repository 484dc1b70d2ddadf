import { normalQuantile } from '../../../shared/normal'
import { CounterRandom } from '../../../shared/rng'
import { standardDeviation } from '../../../shared/stats'
import type { ModelManifest } from '../../../shared/model'
import type { Executor } from '../compute/executor'
import { levelsOf, type ActivationQuantiser } from '../network/forward'
import { graphOf } from '../network/graph'
import { layoutOf, type Layout } from '../network/layout'
import { programmedWith, quantiseWeights } from '../network/quantise'
import { networkOf } from '../network/zoo'
import { Adam } from './adam'
import { calibrateClips } from './calibrate'
import type { CommonParams, Training } from './define'
import { trainingStep } from './step'

export interface TrainingOptions {
  training: Training<CommonParams>
  params: CommonParams
  executorFor: (quantiser: ActivationQuantiser) => Executor
  /** Waits while paused, throws `cancelled`. */
  checkpoint: () => Promise<void>
  report: (at: { epoch: number; step: number; steps: number; loss: number; accuracy: number }) => void
}

export interface Trained {
  weights: Float32Array
  clips: number[]
  log: ModelManifest['training']['log']
}

const calibrationImages = 2000

/**
 * Trains a network with quantised weights and activations: Adam on the float weights, gradients straight through the
 * quantisers, best epoch by accuracy on held-out training images. Source: METHODS 8.
 * The first epoch runs with float activations; then the clips are calibrated and kept. Deterministic for a seed.
 */
export async function trainNetwork(options: TrainingOptions): Promise<Trained> {
  const { training, params, executorFor } = options
  const layout = layoutOf(networkOf(params.network))
  const held = Math.floor(params.images / 12)
  const used = Uint32Array.from({ length: params.images - held }, (_, i) => i)
  const validation = Uint32Array.from({ length: held }, (_, i) => params.images - held + i)
  const { activations } = graphOf(networkOf(params.network))
  let quantiser: ActivationQuantiser = { clips: [1, ...Array.from({ length: activations }, () => 0)], levels: 0 }
  const values = initialise(params.network, layout, params.seed)
  const adam = new Adam(layout.length, params.rate)
  const stepsAnEpoch = Math.floor(used.length / params.batch)
  const total = stepsAnEpoch * params.epochs
  const log: Trained['log'] = []
  let best: { accuracy: number; weights: Float32Array } | undefined

  /** Upper clips: the image's, then what the hidden activations of some training images call for. */
  const clipsOf = async (executor: Executor, trained: Float64Array): Promise<number[]> => [
    1,
    ...(await calibrateClips(executor, program(trained, layout, params).values, used.subarray(0, calibrationImages), params.percentile)),
  ]

  for (let epoch = 1; epoch <= params.epochs; epoch++) {
    const executor = executorFor(quantiser)
    const order = new CounterRandom(params.seed, 'shuffle').permutation(used.length, epoch)
    const sums = { loss: 0, correct: 0, images: 0 }
    for (let k = 0; k < stepsAnEpoch; k++) {
      await options.checkpoint()
      const step = (epoch - 1) * stepsAnEpoch + k
      const images = Uint32Array.from(order.subarray(k * params.batch, (k + 1) * params.batch), (i) => used[i] ?? 0)
      const programmed = program(values, layout, params)
      const dW = await training.disturb({ params, layout, programmed, executor, images, step, steps: total })
      const weights = dW === undefined ? programmed.values : programmedWith(programmed, dW)
      adam.rate = params.rate * (1 - (0.95 * step) / total)
      const pass = await trainingStep({ values, adam, layout, executor }, weights, images)
      if (params.weightClip > 0) clipWeights(values, layout, params.weightClip)
      sums.loss -= pass.loss
      sums.correct += pass.correct
      sums.images += images.length
      options.report({
        epoch,
        step: k + 1,
        steps: stepsAnEpoch,
        loss: sums.loss / sums.images,
        accuracy: (100 * sums.correct) / sums.images,
      })
    }
    if (epoch === 1 && params.activationBits !== 'float') {
      quantiser = { clips: await clipsOf(executor, values), levels: levelsOf(params.activationBits) }
    }
    const correct = await executorFor(quantiser).evaluate(program(values, layout, params).values, validation)
    const accuracy = (100 * correct) / validation.length
    log.push({ epoch, loss: sums.loss / sums.images, trainAccuracy: (100 * sums.correct) / sums.images, validationAccuracy: accuracy })
    if (best === undefined || accuracy >= best.accuracy) best = { accuracy, weights: new Float32Array(values) }
  }
  const weights = best?.weights ?? new Float32Array(values)
  // Float activations were trained without clips; who quantises or converts them later needs some.
  const clips = params.activationBits === 'float' ? await clipsOf(executorFor(quantiser), Float64Array.from(weights)) : [...quantiser.clips]
  return { weights, clips, log }
}

function program(values: Float64Array, layout: Layout, params: CommonParams): ReturnType<typeof quantiseWeights> {
  return quantiseWeights(new Float32Array(values), layout, {
    'weights.bits': params.weightBits,
    'weights.scale': 'layer',
    'mapping.scheme': 'sign-magnitude',
  })
}

/** Clips each layer's device weights at some standard deviations. Source: METHODS 8, as its PCM study clips filters. */
function clipWeights(values: Float64Array, layout: Layout, deviations: number): void {
  for (const { kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    const weights = values.subarray(offset, offset + length)
    const limit = deviations * standardDeviation(weights)
    for (let i = 0; i < length; i++) weights[i] = Math.max(-limit, Math.min(limit, weights[i] ?? 0))
  }
}

/** He initialisation, source: He et al. 2015 Eq. 10: `N(0, 2 / inputs)` for weights; digital numbers as the network says. */
function initialise(network: string, layout: Layout, seed: number): Float64Array {
  const random = new CounterRandom(seed, 'initialise')
  const values = new Float64Array(layout.length)
  const { arrays } = graphOf(networkOf(network))
  layout.arrays.forEach(({ kind, offset, length, shape }, array) => {
    if (kind !== 'device') return void values.fill(arrays[array]?.start ?? 0, offset, offset + length)
    const deviation = Math.sqrt(2 / (length / (shape.at(-1) ?? 1)))
    const units = new Float64Array(length)
    random.fill(units, 0, array)
    units.forEach((u, i) => {
      values[offset + i] = deviation * normalQuantile(u)
    })
  })
  return values
}
