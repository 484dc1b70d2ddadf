import { createRequire } from 'node:module'
import type { BackendName } from '../../src/main/engine/backend/names'

/** The backends this machine can load; native TensorFlow only where it is installed. */
export async function usableBackends(): Promise<BackendName[]> {
  const names: BackendName[] = ['wasm', 'cpu']
  try {
    const require = createRequire(import.meta.url)
    const util = require('node:util') as Record<string, unknown>
    util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
    await Promise.resolve(require('@tensorflow/tfjs-node'))
    names.unshift('tensorflow')
  } catch {
    // Not installed: the others are tested.
  }
  return names
}
