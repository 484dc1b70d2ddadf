/**
 * A stage of a network as its author writes it. Weights are programmed into the array; bias, batch norm, rectifier,
 * quantiser and pooling follow on the digital side.
 */
export type LayerDefinition =
  | {
      kind: 'conv2d'
      name: string
      filters: number
      size: number
      padding: 'same' | 'valid'
      /** 1 unless given. */
      stride?: number
      /** Side of the pooling window behind the activation, 1 for none. */
      pool?: number
      /** Batch norm in place of a bias. */
      normalise?: boolean
      /** Rectifier and quantiser, on unless given. */
      activation?: boolean
    }
  | { kind: 'dense'; name: string; units: number; activation: boolean }
  /** Sum of a body and of what goes round it (the input itself, or the layers of a shortcut), then an activation. */
  | { kind: 'residual'; name: string; body: LayerDefinition[]; shortcut: LayerDefinition[] }
  /** Mean over height and width. */
  | { kind: 'average'; name: string }

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
