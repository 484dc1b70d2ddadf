import type { ArrayPlace } from '../../../shared/model'
import type { NetworkDefinition } from './definition'
import { graphOf } from './graph'

/** Where each array of a network lies in the flat vector of all its numbers. */
export interface Layout {
  arrays: ArrayPlace[]
  /** Numbers in all, and how many of them are devices' weights. */
  length: number
  deviceLength: number
}

/** The layer that an array of devices belongs to: `conv1` of `conv1.weight`. */
export function layerName(array: string): string {
  return array.replace(/\.weight$/, '')
}

/** Arrays in the order in which the network uses them: a layer's weight (HWIO for a convolution, in x out for a dense layer), then its digital numbers. */
export function layoutOf(network: NetworkDefinition): Layout {
  const arrays: ArrayPlace[] = []
  let offset = 0
  for (const { name, shape, kind } of graphOf(network).arrays) {
    const length = shape.reduce((a, b) => a * b, 1)
    arrays.push({ name, shape, offset, length, kind })
    offset += length
  }
  const deviceLength = arrays.reduce((n, array) => n + (array.kind === 'device' ? array.length : 0), 0)
  return { arrays, length: offset, deviceLength }
}
