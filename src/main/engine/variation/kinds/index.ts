import { variationKinds, type VariationKindId } from '../../../../shared/variation-fields'
import type { Variation } from './define'

const files = import.meta.glob<{ default: Variation }>(['./*.ts', '!./index.ts', '!./define.ts'], { eager: true })

/** All kinds of variation by id, the file's name. */
export const variations: ReadonlyMap<string, Variation> = new Map(
  Object.entries(files).map(([path, module]) => [path.slice(2, -3), module.default] as const),
)

/** A kind that the spec names. */
export function variationOf(id: VariationKindId): Variation {
  const variation = variations.get(id)
  if (variation === undefined) throw new Error(`no variation ${id} among ${variationKinds.join(', ')}`)
  return variation
}
