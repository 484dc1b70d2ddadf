import * as tf from '@tensorflow/tfjs-core'
import { takeRows } from '../backend/kernels/rows'
import { tiledArray, type Tiled } from '../crossbar/tiled'
import type { NetworkDefinition } from './definition'
import { graphOf, type Graph, type Node } from './graph'
import { operations } from './layers'
import type { Situation } from './layers/operation'
import type { Layout } from './layout'

/** Activation quantisers of a forward pass: upper clips (image first, then hidden layers) and levels, 0 for float. */
export interface ActivationQuantiser {
  clips: readonly number[]
  levels: number
}

/** Largest level of an `A` bit quantiser, 0 for float. */
export function levelsOf(bits: number | 'float'): number {
  return bits === 'float' ? 0 : 2 ** bits - 1
}

/** A forward pass under way. */
interface Pass {
  /** Value 0 is the image, value i + 1 what node i gave. */
  values: tf.Tensor[]
  saved: (tf.Tensor[] | undefined)[]
  graph: Graph
  arrays: readonly tf.Tensor[]
  quantiser: ActivationQuantiser
  tiled: Tiled | undefined
  training: boolean
}

/** A forward pass that can be differentiated. */
export interface ForwardPass extends Pass {
  logits: tf.Tensor2D
}

/**
 * Logits of a batch. The image has been quantised already (`imageTable`).
 * Source: METHODS 1 (activations) and 9. `x` [B,H,W,C]; `arrays` in layout order, devices' levels where the network is
 * `tiled`; result [B, classes].
 */
export function forward(
  network: NetworkDefinition,
  arrays: readonly tf.Tensor[],
  x: tf.Tensor4D,
  quantiser: ActivationQuantiser,
  { training = false, tiled }: { training?: boolean; tiled?: Tiled | undefined } = {},
): ForwardPass {
  const graph = graphOf(network)
  const pass: Pass = { values: [x], saved: [], graph, arrays, quantiser, tiled, training }
  for (const node of graph.nodes) {
    const { value, saved } = operations[node.operation].forward(situation(pass, node))
    pass.values.push(value)
    pass.saved.push(saved)
  }
  return { ...pass, logits: pass.values.at(-1) as tf.Tensor2D }
}

/** What a node of a pass is computed with. */
export function situation(pass: Pass, node: Node, value = (at: number): tf.Tensor => valueOf(pass, at)): Situation {
  const { arrays, quantiser, tiled, training } = pass
  const clip = quantiser.clips[node.clip] ?? 0
  const levels = quantiser.levels
  const isProduct = node.operation === 'conv2d' || node.operation === 'dense'
  return {
    node,
    inputs: node.inputs.map(value),
    arrays: node.arrays.map((at) => {
      const array = arrays[at]
      if (array === undefined) throw new Error(`array ${at} is missing`)
      return array
    }),
    clip,
    levels,
    ...(tiled !== undefined && isProduct ? { tiled: { ...tiledArray(tiled, node.arrays[0] ?? 0), clip, levels } } : {}),
    training,
  }
}

function valueOf(pass: Pass, at: number): tf.Tensor {
  const value = pass.values[at]
  if (value === undefined) throw new Error(`value ${at} was not computed`)
  return value
}

/**
 * Gradient of `sum(slopes * logits)` by every array, straight through the quantisers; in layout order, digital numbers
 * only if asked for. `rows` are the images with a slope, `slopes` [rows, classes] theirs: an image without one adds
 * nothing. In training all rows are needed, since batch norm joins the images of a batch.
 */
export function backward(pass: ForwardPass, rows: readonly number[], slopes: tf.Tensor2D, digital: boolean): (tf.Tensor | undefined)[] {
  const { graph } = pass
  const all = rows.length === pass.logits.shape[0]
  const picked = new Map<number, tf.Tensor>()
  const pick = (at: number): tf.Tensor => {
    const known = picked.get(at) ?? (all ? valueOf(pass, at) : takeRows(valueOf(pass, at), rows))
    picked.set(at, known)
    return known
  }
  const gradients: (tf.Tensor | undefined)[] = []
  const arriving: (tf.Tensor | undefined)[] = []
  arriving[graph.nodes.length] = slopes
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i]
    const slope = arriving[i + 1]
    if (node === undefined || slope === undefined) continue
    const at = { ...situation(pass, node, pick), saved: pass.saved[i] ?? [], slope }
    const { inputs, arrays } = operations[node.operation].backward(at, { inputs: node.inputs.some((v) => v > 0), digital })
    arrays?.forEach((gradient, k) => {
      gradients[node.arrays[k] ?? -1] = gradient
    })
    inputs?.forEach((gradient, k) => {
      const to = node.inputs[k] ?? 0
      const known = arriving[to]
      if (to > 0) arriving[to] = known === undefined ? gradient : tf.add(known, gradient)
    })
  }
  return gradients
}

/** The flat vector as one tensor an array. The caller disposes of them. */
export function toTensors(flat: Float32Array, layout: Layout): tf.Tensor[] {
  return layout.arrays.map(({ offset, length, shape }) => tf.tensor(flat.slice(offset, offset + length), shape, 'float32'))
}
