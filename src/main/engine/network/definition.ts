/** A layer that is programmed into the array, with what follows it on the digital side. */
export type LayerDefinition =
  | { kind: 'conv2d'; name: string; filters: number; size: number; padding: 'same' | 'valid'; pool: number }
  | { kind: 'dense'; name: string; units: number; activation: boolean }

/** A network as data; what the zoo holds. Images are [height, width, channels], values 0 to 1. */
export interface NetworkDefinition {
  label: string
  source: string
  summary: string
  input: [number, number, number]
  classes: number
  layers: LayerDefinition[]
}

export function defineNetwork(network: NetworkDefinition): NetworkDefinition {
  return network
}
