import { z } from 'zod'
import type { Executor } from '../compute/executor'
import type { Layout } from '../network/layout'
import type { Programmed } from '../network/quantise'

const text = (label: string, help: string, unit?: string): { label: string; help: string; unit?: string } => ({
  label,
  help,
  ...(unit === undefined ? {} : { unit }),
})

/** Parameters of every training method. */
export const commonParams = {
  network: z.string().default('lenet').meta(text('Network', 'Network of the zoo that is trained.')),
  data: z
    .string()
    .min(1)
    .default('mnist')
    .meta(text('Data set', 'Labelled images that it is trained on. `nadir data` lists what is there.')),
  seed: z.int().min(0).max(4_294_967_295).default(1).meta(text('Seed', 'First weights, order of images and noise follow from it.')),
  epochs: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .meta(text('Epochs', 'Passes over the training images; the first trains with float activations, whose range then sets the clips.')),
  batch: z
    .int()
    .min(1)
    .max(10_000)
    .default(128)
    .meta(text('Batch', 'Images of one step.', 'images')),
  rate: z
    .number()
    .positive()
    .max(1)
    .default(1e-3)
    .meta(text('Rate', 'Learning rate of Adam at the start; it falls linearly to a twentieth of that.')),
  weightBits: z
    .union([z.int().min(1).max(8), z.literal('float')])
    .default(4)
    .meta(text('Weights', 'Bits of magnitude a weight.', 'bit')),
  activationBits: z
    .union([z.int().min(1).max(8), z.literal('float')])
    .default(4)
    .meta(text('Activations', 'Bits of every layer input.', 'bit')),
  percentile: z
    .number()
    .gt(0.5)
    .max(1)
    .default(0.999)
    .meta(text('Clip percentile', 'Share of calibration activations below the clip of their layer.')),
  weightClip: z
    .number()
    .min(0)
    .max(100)
    .default(0)
    .meta(
      text(
        'Weight clip',
        'After each step the weights of a layer are clipped at this many standard deviations, 0 for never. The box scales with the largest weight, so a few large ones make all others err more.',
        'sd',
      ),
    ),
  images: z
    .int()
    .min(1000)
    .max(60_000)
    .default(60_000)
    .meta(text('Images', 'Training images used, the last twelfth of them for validation.', 'images')),
}

export interface CommonParams {
  weightClip: number
  network: string
  seed: number
  epochs: number
  batch: number
  rate: number
  weightBits: number | 'float'
  activationBits: number | 'float'
  percentile: number
  images: number
}

/** What a method sees of one training step. */
export interface StepContext<P> {
  params: P
  layout: Layout
  programmed: Programmed
  executor: Executor
  images: Uint32Array
  /** Steps so far and in all, over all epochs. */
  step: number
  steps: number
}

/** A way to train. What differs between those here is the error that a batch's gradient is taken at. */
export interface Training<P extends CommonParams> {
  label: string
  source: string
  summary: string
  params: z.ZodType<P>
  /** Error added to the programmed weights for this batch, flat; constant in the gradient. Nothing for none. */
  disturb: (context: StepContext<P>) => Promise<Float32Array | undefined>
}

export function defineTraining<P extends CommonParams>(training: Training<P>): Training<P> {
  return training
}

/** Images of a shard in training, where a whole batch is smaller than a shard of a pass. */
export const trainingShard = 64
