import * as tf from '@tensorflow/tfjs-core'
import { columnSums, plainProduct, readProduct, type TilesAttributes } from '../../backend/kernels/tiles'
import { cellsOf, contributionsOf, topsOf, type CellPlan } from '../../crossbar/cells'
import type { TiledArray } from '../../crossbar/tiled'

/** A layer on tiles as a pass computes it: with the scales of its inputs. */
export interface TiledLayer extends TiledArray {
  /** Full scale of the inputs, and their largest level (0: float). */
  clip: number
  levels: number
}

/**
 * The product of a layer as its tiles compute it: in each cycle a digit of the inputs goes in, each column of each tile
 * is read by its converter, and what was read is shifted and added digitally.
 * Source: METHODS 7. `devices` [in.., outputs times devices], in levels; result [.., outputs].
 */
export function tiledProduct(x: tf.Tensor, devices: tf.Tensor, layer: TiledLayer, convolution?: TilesAttributes['convolution']): tf.Tensor {
  const { converters, plan, levels, clip, scale } = layer
  const sums = readProduct(x, devices, attributesOf(layer, convolution))
  const unit = (scale * clip * converters.step) / ((levels === 0 ? 1 : levels) * topsOf(plan).weight)
  if (plan.mapping !== 'offset') return tf.mul(sums, unit)
  // The offset is taken off digitally and exactly: s times the sum of the inputs as the array saw them.
  const given = inputsOf(x, layer)
  const ones = tf.ones([...devices.shape.slice(0, -1), 1])
  return tf.sub(tf.mul(sums, 2 * unit), tf.mul(plainProduct(given, ones, convolution), scale))
}

/** The sums that the converters of a layer read, a digit and a tile at a time. */
export function columnsOf(
  x: tf.Tensor,
  devices: tf.Tensor,
  layer: TiledLayer,
  convolution?: TilesAttributes['convolution'],
): Iterable<tf.Tensor> {
  return columnSums(x, devices, attributesOf(layer, convolution))
}

function attributesOf(layer: TiledLayer, convolution: TilesAttributes['convolution']): TilesAttributes {
  const { converters, plan, rows, levels, clip, gains } = layer
  const { digits, digitTop, step, codes } = converters
  const shares = cellsOf(plan).map((cell) => cell.share)
  return {
    rows,
    clip,
    levels,
    digits,
    base: digitTop + 1,
    step,
    codes,
    shares,
    ...(gains === undefined ? {} : { gains }),
    ...(convolution === undefined ? {} : { convolution }),
  }
}

/** Inputs as digits or an analog level give them: on the levels of their quantiser, or cut at its clip. */
function inputsOf(x: tf.Tensor, { clip, levels }: TiledLayer): tf.Tensor {
  if (levels === 0) return tf.clipByValue(x, 0, clip)
  return tf.mul(tf.round(tf.clipByValue(tf.mul(x, levels / clip), 0, levels)), clip / levels)
}

/** The weights that devices make, seen through the gains of their columns: `s sum share gain g / (2^M - 1)`, [rows.., outputs]. */
export function weightsOf(devices: tf.Tensor, layer: TiledLayer): tf.Tensor {
  const { plan, scale } = layer
  const read = withGains(devices, layer)
  const sums = tf.reshape(tf.matMul(tf.reshape(read, [-1, cellsOf(plan).length]), contributions(plan, scale)), [
    ...devices.shape.slice(0, -1),
    -1,
  ])
  return plan.mapping === 'offset' ? tf.sub(sums, scale) : sums
}

/**
 * The gradient by devices from that by the weights they make: straight through the converters, as METHODS 7 has it, also
 * where a column is above their range. What a sum beyond a calibrated range would do to a code is nothing; passing it
 * on is a reading, taken so that a search is not blind to the columns that it drives out of range.
 */
export function byDevices(gradient: tf.Tensor, devices: tf.Tensor, layer: TiledLayer): tf.Tensor {
  const { plan, scale } = layer
  const each = tf.matMul(tf.reshape(gradient, [-1, 1]), contributions(plan, scale), false, true)
  return withGains(tf.reshape(each, devices.shape), layer)
}

/** A number a device times the gain of the device's column in its tile. */
function withGains(numbers: tf.Tensor, { gains, rows }: TiledLayer): tf.Tensor {
  if (gains === undefined) return numbers
  const columns = numbers.shape.at(-1) ?? 1
  const factors = new Float32Array(numbers.size)
  for (let row = 0; row * columns < factors.length; row++) {
    const tile = Math.floor(row / rows)
    factors.set(gains.subarray(tile * columns, (tile + 1) * columns), row * columns)
  }
  return tf.mul(numbers, tf.tensor(factors, numbers.shape))
}

/** What a level of each device adds to the weight, [devices, 1]. */
function contributions(plan: CellPlan, scale: number): tf.Tensor2D {
  const each = contributionsOf(plan, scale)
  return tf.tensor2d(each, [each.length, 1])
}
