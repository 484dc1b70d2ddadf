import type * as tf from '@tensorflow/tfjs-core'
import type { LayerDefinition } from '../definition'
import { conv2d } from './conv2d'
import { dense } from './dense'
import type { LayerShapes } from './layer'

export function shapesOf(layer: LayerDefinition, input: number[]): LayerShapes {
  return layer.kind === 'conv2d' ? conv2d.shapes(layer, input) : dense.shapes(layer, input)
}

export function sumsOf(layer: LayerDefinition, x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return layer.kind === 'conv2d' ? conv2d.sums(layer, x, weight) : dense.sums(layer, x, weight)
}

export function weightGradientOf(layer: LayerDefinition, slope: tf.Tensor, x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return layer.kind === 'conv2d' ? conv2d.weightGradient(layer, slope, x, weight) : dense.weightGradient(layer, slope, x, weight)
}

export function inputGradientOf(layer: LayerDefinition, slope: tf.Tensor, x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
  return layer.kind === 'conv2d' ? conv2d.inputGradient(layer, slope, x, weight) : dense.inputGradient(layer, slope, x, weight)
}

/** Side of the pooling window after a layer, and whether an activation follows it. */
export function activationOf(layer: LayerDefinition): { pool: number; active: boolean } {
  return layer.kind === 'conv2d' ? { pool: layer.pool, active: true } : { pool: 1, active: layer.activation }
}
