import type { Design } from '../../../shared/fields'
import type { PartSensitivity, Sensitivity } from '../../../shared/worst-case'
import type { Executor } from '../compute/executor'
import type { Layout } from '../network/layout'
import { programmedWith, type Programmed } from '../network/quantise'
import type { Erring } from '../variation/erring'
import { errorsOf, partsOf, type Part } from './parts'

export interface SensitivityInput {
  executor: Executor
  /** In the numbers of the executor. */
  programmed: Programmed
  erring: Erring
  /** Errors of the worst chip, of what errs. */
  errors: Float32Array
  design: Design
  /** Of the network's weights. */
  layout: Layout
  images: Uint32Array
  /** Told before each count; waits while paused, throws `cancelled`. */
  checkpoint: (doing: string, done: number, of: number) => Promise<void>
}

/**
 * Accuracy where one part of the network alone errs as the worst chip does, and where all but it do: each layer, and each
 * tile. Percent. The devices of the part keep their errors and all else is as programmed; what their array makes of that is
 * read anew.
 */
export async function sensitivity(input: SensitivityInput): Promise<Omit<Sensitivity, 'from' | 'seconds'>> {
  const { executor, programmed, erring, errors, design, images, checkpoint } = input
  const { layers, tiles } = partsOf(design, input.layout)
  const single = new Set(layers.map(({ layer }) => layer).filter((name) => tiles.filter(({ layer }) => layer === name).length === 1))
  const counted = tiles.filter(({ layer }) => !single.has(layer))
  const of = 2 + 2 * (layers.length + counted.length)
  let done = 0
  const count = async (doing: string, some: Float32Array): Promise<number> => {
    await checkpoint(doing, done++, of)
    const { error, gains } = erring.chip(some)
    return (100 * (await executor.evaluate(programmedWith(programmed, error), images, gains && { gains }))) / images.length
  }
  const look = async (part: Part): Promise<PartSensitivity> => {
    const doing = part.tile === undefined ? part.layer : `${part.layer}, tile ${part.tile.down},${part.tile.across}`
    return {
      layer: part.layer,
      ...part.tile,
      weights: part.weights.length,
      alone: await count(doing, errorsOf(errors, part, erring, design, 'alone')),
      without: await count(doing, errorsOf(errors, part, erring, design, 'without')),
    }
  }
  const clean = await count('the network as programmed', new Float32Array(errors.length))
  const worst = await count('the worst chip', errors)
  const byLayer: PartSensitivity[] = []
  for (const part of layers) byLayer.push(await look(part))
  const byTile: PartSensitivity[] = []
  for (const part of tiles) {
    // A layer on one tile is that tile.
    const whole = single.has(part.layer) ? byLayer.find(({ layer }) => layer === part.layer) : undefined
    byTile.push(whole === undefined ? await look(part) : { ...whole, ...part.tile })
  }
  return { images: images.length, clean, worst, layers: byLayer, tiles: byTile }
}
