import type { ArrayPlace } from '../../../shared/model'
import type { NetworkDefinition } from './definition'
import { shapesOf } from './layers'

/** Where each array of a network lies in the flat vector of all its numbers. */
export interface Layout {
  arrays: ArrayPlace[]
  /** Numbers in all, and how many of them are devices' weights. */
  length: number
  deviceLength: number
}

/** Arrays in order: each layer's weight (HWIO for a convolution, in x out for a dense layer), then its bias. */
export function layoutOf(network: NetworkDefinition): Layout {
  const arrays: ArrayPlace[] = []
  let offset = 0
  const place = (name: string, shape: number[], kind: ArrayPlace['kind']): void => {
    const length = shape.reduce((a, b) => a * b, 1)
    arrays.push({ name, shape, offset, length, kind })
    offset += length
  }
  let shape: number[] = network.input
  for (const layer of network.layers) {
    const { weight, bias, output } = shapesOf(layer, shape)
    place(`${layer.name}.weight`, weight, 'device')
    place(`${layer.name}.bias`, bias, 'digital')
    shape = output
  }
  const deviceLength = arrays.reduce((n, array) => n + (array.kind === 'device' ? array.length : 0), 0)
  return { arrays, length: offset, deviceLength }
}
