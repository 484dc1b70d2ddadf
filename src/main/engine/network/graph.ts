import { backend_util } from '@tensorflow/tfjs-core'
import type { LayerDefinition, NetworkDefinition } from './definition'

/** One operation of a network: which values it takes, which arrays it uses, and what comes out. Value 0 is the image. */
export interface Node {
  operation: 'conv2d' | 'dense' | 'bias' | 'normalise' | 'activation' | 'sum' | 'average'
  inputs: number[]
  /** Places in `Graph.arrays`. */
  arrays: number[]
  stride: number
  padding: 'same' | 'valid'
  pool: number
  /** Place of an activation's clip, and of the clip of a product's inputs: the image's is 0, the first hidden activation's 1. */
  clip: number
}

/** An array of a network. `statistics` are running means and variances: digital, and moved by no gradient. */
export interface GraphArray {
  name: string
  shape: number[]
  kind: 'device' | 'digital' | 'statistics'
  /** What a new network starts with; devices start at random. */
  start: 0 | 1
  /** Products of a device array with a vector an image: output positions of a convolution, 1 of a dense layer; else 0. */
  positions: number
}

/** A network in the order in which it is computed: node i gives value i + 1, the last one the logits. */
export interface Graph {
  nodes: Node[]
  arrays: GraphArray[]
  /** Number of hidden activations, each with a clip of its own. */
  activations: number
  /** Multiplications of the array for one image. */
  products: number
}

const known = new WeakMap<NetworkDefinition, Graph>()

/** The operations of a network. Batch norm: METHODS 1, `digital`. */
export function graphOf(network: NetworkDefinition): Graph {
  const found = known.get(network)
  if (found !== undefined) return found
  const graph = build(network)
  known.set(network, graph)
  return graph
}

function build(network: NetworkDefinition): Graph {
  const graph: Graph = { nodes: [], arrays: [], activations: 0, products: 0 }
  const shapes: number[][] = [network.input]
  /** Of each value, the clip that its numbers stay below. */
  const clips: number[] = [0]

  const add = (
    operation: Node['operation'],
    inputs: number[],
    shape: number[],
    arrays: number[] = [],
    more: Partial<Node> = {},
  ): number => {
    const clip = more.clip ?? clips[inputs[0] ?? 0] ?? 0
    graph.nodes.push({ operation, inputs, arrays, stride: 1, padding: 'valid', pool: 1, ...more, clip })
    shapes.push(shape)
    clips.push(clip)
    return graph.nodes.length
  }
  const array = (name: string, shape: number[], kind: GraphArray['kind'] = 'digital', start: GraphArray['start'] = 0): number =>
    graph.arrays.push({ name, shape, kind, start, positions: 0 }) - 1
  const devices = (name: string, shape: number[], positions: number): number =>
    graph.arrays.push({ name, shape, kind: 'device', start: 0, positions }) - 1
  const shapeOf = (value: number): number[] => shapes[value] ?? []
  const activate = (value: number, arrays: number[] = [], pool = 1): number => {
    const [height = 0, width = 0, ...channels] = shapeOf(value)
    const shape = pool === 1 ? shapeOf(value) : [Math.floor(height / pool), Math.floor(width / pool), ...channels]
    return add('activation', [value], shape, arrays, { pool, clip: ++graph.activations })
  }

  const layer = (value: number, at: LayerDefinition): number => {
    switch (at.kind) {
      case 'conv2d': {
        const [height = 0, width = 0, channels = 0] = shapeOf(value)
        const { filters, size, padding, stride = 1, pool = 1, normalise = false, activation = true } = at
        const filter: [number, number, number, number] = [size, size, channels, filters]
        const info = backend_util.computeConv2DInfo([1, height, width, channels], filter, stride, 1, padding)
        const shape = [info.outHeight, info.outWidth, filters]
        graph.products += info.outHeight * info.outWidth * size * size * channels * filters
        const weights = devices(`${at.name}.weight`, filter, info.outHeight * info.outWidth)
        const sums = add('conv2d', [value], shape, [weights], { stride, padding })
        if (!normalise) {
          const bias = array(`${at.name}.bias`, [filters])
          return activation ? activate(sums, [bias], pool) : add('bias', [sums], shape, [bias])
        }
        const names = ['scale', 'shift', 'mean', 'variance'] as const
        const norm = names.map((name) =>
          array(
            `${at.name}.${name}`,
            [filters],
            name === 'mean' || name === 'variance' ? 'statistics' : 'digital',
            name === 'scale' || name === 'variance' ? 1 : 0,
          ),
        )
        const normal = add('normalise', [sums], shape, norm)
        return activation ? activate(normal, [], pool) : normal
      }
      case 'dense': {
        const length = shapeOf(value).reduce((a, b) => a * b, 1)
        graph.products += length * at.units
        const sums = add('dense', [value], [at.units], [devices(`${at.name}.weight`, [length, at.units], 1)])
        const bias = array(`${at.name}.bias`, [at.units])
        return at.activation ? activate(sums, [bias]) : add('bias', [sums], [at.units], [bias])
      }
      case 'residual': {
        const body = at.body.reduce(layer, value)
        const shortcut = at.shortcut.reduce(layer, value)
        return activate(add('sum', [body, shortcut], shapeOf(body)))
      }
      case 'average':
        return add('average', [value], shapeOf(value).slice(-1))
    }
  }

  network.layers.reduce(layer, 0)
  return graph
}
