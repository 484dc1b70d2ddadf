import type { Tiling } from './device-math'
import { NadirError } from './errors'
import type { Design } from './fields'
import { hasReference } from './technology'

/** What a search may move: some layers, some tiles, the largest weights of each. Absent: all. */
export interface Restriction {
  layers?: ReadonlySet<string>
  /** Of each layer named, its tiles as `down/across`. */
  tiles?: ReadonlyMap<string, ReadonlySet<string>>
  /** Share of the weights of each layer, 0 to 1. */
  largest?: number
}

/** The part of a network that a design's search may move; nothing where it may move all. Throws bad-value where a tile is not named as one. */
export function restrictionOf(design: Design): Restriction | undefined {
  const layers = namesIn(design['attack.layers'])
  const tiles = namesIn(design['attack.tiles'])
  const largest = design['attack.topPercent']
  if (layers === undefined && tiles === undefined && largest >= 100) return undefined
  return {
    ...(layers === undefined ? {} : { layers: new Set(layers) }),
    ...(tiles === undefined ? {} : { tiles: tilesIn(tiles) }),
    ...(largest >= 100 ? {} : { largest: largest / 100 }),
  }
}

/** True where an error of one weight is one of others: a chip on which only some of them err is none of the set. */
function sharesErrors(design: Design): boolean {
  return design['variation.kind'] === 'correlated' || hasReference(design)
}

/** Throws bad-value where a search is restricted to a layer or tile that the network does not have, or to part of shared errors. */
export function requireRestriction(design: Design, layers: readonly Tiling[]): void {
  const restriction = restrictionOf(design)
  if (restriction !== undefined && sharesErrors(design))
    throw new NadirError('bad-value', 'A search cannot be held to a part of the weights where they share errors with the rest.', {
      hint: 'Set attack.layers, attack.tiles and attack.topPercent back to all, or use another variation.kind.',
    })
  const known = new Map(layers.map((layer) => [layer.name, layer]))
  for (const name of [...(restriction?.layers ?? []), ...(restriction?.tiles?.keys() ?? [])]) {
    if (known.has(name)) continue
    throw new NadirError('bad-value', `The network of ${design.model} has no layer ${name}.`, {
      hint: `Its layers are ${[...known.keys()].join(', ')}.`,
    })
  }
  for (const [name, tiles] of restriction?.tiles ?? [])
    for (const tile of tiles) {
      const [down = 0, across = 0] = tile.split('/').map(Number)
      const layer = known.get(name)
      if (layer === undefined || (down < layer.down && across < layer.across)) continue
      throw new NadirError('bad-value', `${name} has no tile ${tile}.`, {
        hint: `It lies on ${layer.down} x ${layer.across} tiles, ${name}:0/0 to ${name}:${layer.down - 1}/${layer.across - 1}.`,
      })
    }
}

/** Throws bad-value where weights are to be protected that share devices with others. */
export function requireProtection(design: Design): void {
  if (design['weights.protect'] === 0 || !hasReference(design)) return
  throw new NadirError('bad-value', 'Weights cannot be protected one by one where a reference column in each tile errs for all of them.', {
    hint: 'Set mapping.analogReference=off, or weights.protect=0.',
  })
}

/** The names in a list; nothing for all. */
function namesIn(text: string): string[] | undefined {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '')
  return names.length === 0 || names.includes('all') ? undefined : names
}

function tilesIn(names: readonly string[]): Map<string, Set<string>> {
  const tiles = new Map<string, Set<string>>()
  for (const name of names) {
    const [, layer = '', down, across] = /^(.+):(\d+)\/(\d+)$/.exec(name) ?? []
    if (layer === '')
      throw new NadirError('bad-value', `${name} is no tile.`, {
        hint: 'A tile is LAYER:DOWN/ACROSS, as fc1:0/1; several with commas between.',
      })
    const known = tiles.get(layer) ?? new Set<string>()
    tiles.set(layer, known.add(`${Number(down)}/${Number(across)}`))
  }
  return tiles
}
