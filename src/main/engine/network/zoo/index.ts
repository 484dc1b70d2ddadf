import { NadirError } from '../../../../shared/errors'
import type { LayerShape } from '../../../../shared/device-math'
import type { NetworkDefinition } from '../definition'
import { graphOf } from '../graph'
import { layerName } from '../layout'

const files = import.meta.glob<{ default: NetworkDefinition }>('./*.ts', { eager: true })

/** All networks by id, the file's name. */
export const networks: ReadonlyMap<string, NetworkDefinition> = new Map(
  Object.entries(files)
    .filter(([path]) => path !== './index.ts')
    .map(([path, module]) => [path.slice(2, -3), module.default]),
)

/** Throws unknown-model where the zoo has no such network. */
export function networkOf(id: string): NetworkDefinition {
  const network = networks.get(id)
  if (network === undefined)
    throw new NadirError('unknown-model', `There is no network ${id}.`, { hint: `The networks are ${[...networks.keys()].join(', ')}.` })
  return network
}

/** The layers of a network as the array sees them. */
export function layerShapes(id: string): LayerShape[] {
  return graphOf(networkOf(id))
    .arrays.filter((array) => array.kind === 'device')
    .map(({ name, shape, positions }) => {
      const columns = shape.at(-1) ?? 1
      const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1)
      return { name: layerName(name), rows, columns, positions }
    })
}
