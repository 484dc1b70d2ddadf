import { NadirError } from '../../../shared/errors'
import type { Certificate } from './define'

const files = import.meta.glob<{ default?: Certificate }>(['./*.ts', '!./index.ts', '!./define.ts', '!./last-layer.ts', '!./shard.ts'], {
  eager: true,
})

/** All certificates by id, the file's name. */
export const certificates: ReadonlyMap<string, Certificate> = new Map(
  Object.entries(files).flatMap(([path, module]) => (module.default === undefined ? [] : [[path.slice(2, -3), module.default] as const])),
)

/** Throws unknown-method where there is no such certificate. */
export function certificateOf(id: string): Certificate {
  const certificate = certificates.get(id)
  if (certificate === undefined)
    throw new NadirError('unknown-method', `There is no certificate ${id}.`, {
      hint: `The certificates are ${[...certificates.keys()].join(', ')}.`,
    })
  return certificate
}
