import { NadirError } from '../../../shared/errors'
import type { CommonParams, Training } from './define'

const files = import.meta.glob<{ default?: Training<CommonParams> }>(
  ['./*.ts', '!./index.ts', '!./define.ts', '!./loop.ts', '!./adam.ts', '!./calibrate.ts', '!./step.ts'],
  { eager: true },
)

/** All training methods by id, the file's name. */
export const trainings: ReadonlyMap<string, Training<CommonParams>> = new Map(
  Object.entries(files).flatMap(([path, module]) => (module.default === undefined ? [] : [[path.slice(2, -3), module.default] as const])),
)

/** Throws unknown-method where there is no such training. */
export function trainingOf(id: string): Training<CommonParams> {
  const training = trainings.get(id)
  if (training === undefined)
    throw new NadirError('unknown-method', `There is no training method ${id}.`, {
      hint: `The methods are ${[...trainings.keys()].join(', ')}.`,
    })
  return training
}
