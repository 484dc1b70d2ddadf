import type * as tf from '@tensorflow/tfjs-core'
import type { Node } from '../graph'
import type { TiledLayer } from './tiled'

/** What an operation is computed with. */
export interface Situation {
  node: Node
  inputs: tf.Tensor[]
  arrays: tf.Tensor[]
  /** Upper clip and levels of an activation's quantiser, levels 0 for float. */
  clip: number
  levels: number
  /** How tiles compute the node's product, where that is not the plain one. */
  tiled?: TiledLayer
  /** Batch norm takes the statistics of the batch, not those it runs with. */
  training: boolean
}

export interface Outcome {
  value: tf.Tensor
  /** What the way back needs beside the inputs; nothing with an entry an image. */
  saved?: tf.Tensor[]
}

/** Which gradients are wanted beside those by the devices: by the inputs of a node, and by its digital numbers. */
export interface Wanted {
  inputs: boolean
  digital: boolean
}

export interface Gradients {
  inputs?: tf.Tensor[]
  /** One an array, nothing where it is not wanted. */
  arrays?: (tf.Tensor | undefined)[]
}

/** One kind of operation, forward and backward. `slope` is d loss / d value; the batch is the first axis throughout. */
export interface Operation {
  forward: (at: Situation) => Outcome
  backward: (at: Situation & { saved: tf.Tensor[]; slope: tf.Tensor }, wanted: Wanted) => Gradients
}

/** The only input, and the array at a place: what a graph gives every node of that kind. */
export function inputOf({ inputs }: Pick<Situation, 'inputs'>): tf.Tensor {
  return given(inputs[0], 'input')
}

export function arrayOf({ arrays }: Pick<Situation, 'arrays'>, place = 0): tf.Tensor {
  return given(arrays[place], 'array')
}

function given(x: tf.Tensor | undefined, what: string): tf.Tensor {
  if (x === undefined) throw new Error(`an operation lacks its ${what}`)
  return x
}
