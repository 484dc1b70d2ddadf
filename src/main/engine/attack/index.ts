import { NadirError } from '../../../shared/errors'
import type { Attack } from './define'

const files = import.meta.glob<{ default?: Attack<unknown> }>(
  ['./*.ts', '!./index.ts', '!./define.ts', '!./objective.ts', '!./params.ts', '!./surrogate.ts', '!./start.ts'],
  { eager: true },
)

/** All searches by id, the file's name. */
export const attacks: ReadonlyMap<string, Attack<unknown>> = new Map(
  Object.entries(files).flatMap(([path, module]) => (module.default === undefined ? [] : [[path.slice(2, -3), module.default] as const])),
)

/** Throws unknown-method where there is no such search. */
export function attackOf(id: string): Attack<unknown> {
  const attack = attacks.get(id)
  if (attack === undefined)
    throw new NadirError('unknown-method', `There is no search ${id}.`, { hint: `The searches are ${[...attacks.keys()].join(', ')}.` })
  return attack
}
