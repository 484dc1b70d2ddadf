import * as tf from '@tensorflow/tfjs-core'
import type { ForwardPass } from './forward'
import { situation } from './forward'
import { columnsOf } from './layers/tiled'

/**
 * What the converters of a pass on tiles read: for each layer, in the order of its devices in the layout, the sums of all
 * columns, a digit and a tile at a time. Units: input level times device level. The caller disposes of the tensors.
 */
export function* columnSums(pass: ForwardPass): Generator<{ layer: number; values: tf.Tensor }> {
  let layer = -1
  for (const node of pass.graph.nodes) {
    const { tiled, inputs, arrays } = situation(pass, node)
    const [x, devices] = [inputs[0], arrays[0]]
    if (tiled === undefined || x === undefined || devices === undefined) continue
    layer++
    const { stride, padding } = node
    const convolution = node.operation === 'conv2d' ? { stride, padding } : undefined
    const given = convolution === undefined ? tf.reshape(x, [x.shape[0] ?? 0, -1]) : x
    for (const values of columnsOf(given, devices, tiled, convolution)) yield { layer, values }
  }
}
