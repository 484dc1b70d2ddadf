import * as tf from '@tensorflow/tfjs-core'
import { simd } from '../simd'

export type Four = [number, number, number, number]

/** How a filter moves over an image. */
export interface Strides {
  strides: [number, number] | number
  dilations?: [number, number] | number
  pad: 'same' | 'valid' | number
}

/** Sizes of a convolution, in the order in which the kernels read them (`assembly/geometry.ts`). */
const sizes = [
  'batch',
  'height',
  'width',
  'channels',
  'top',
  'left',
  'borderedHeight',
  'borderedWidth',
  'filterHeight',
  'filterWidth',
  'columns',
  'outHeight',
  'outWidth',
  'stride',
] as const
export type Geometry = Record<(typeof sizes)[number], number>

/** Hands sizes to a kernel. */
export const geometry = (g: Geometry): number => simd().structure(sizes.map((size) => g[size]))

/** Sizes of a convolution. Same stride both ways, no dilation. */
export function geometryOf(x: Four, filter: Four, { strides, dilations = 1, pad }: Strides): Geometry {
  const [stride = 1, other = stride] = [strides].flat()
  if (stride !== other || [dilations].flat().some((d) => d !== 1)) throw new Error('convolutions here have one stride and no dilation')
  const info = tf.backend_util.computeConv2DInfo(x, filter, stride, 1, pad)
  const { top, left, bottom, right } = info.padInfo
  return {
    batch: x[0],
    height: x[1],
    width: x[2],
    channels: x[3],
    top,
    left,
    borderedHeight: x[1] + top + bottom,
    borderedWidth: x[2] + left + right,
    filterHeight: filter[0],
    filterWidth: filter[1],
    columns: filter[3],
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    stride,
  }
}

/** Bytes of one image with its border, and of a matrix packed into panels of eight columns. */
export const borderedBytes = (g: Geometry): number => g.borderedHeight * g.borderedWidth * g.channels * 4
export const panelBytes = (rows: number, columns: number): number => rows * Math.ceil(columns / 8) * 32
