import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { dirname, join, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { NadirError } from '../../../shared/errors'
import { registerKernels } from './kernels'
import { backendNames, type BackendName } from './names'

export interface Backend {
  name: BackendName
  version: string
  /** Why a faster one was not taken, in one line. */
  note?: string
}

const require = createRequire(import.meta.url)

/**
 * Loads the fastest TensorFlow.js backend this machine has into this thread: native `tensorflow`, else `wasm`, else `cpu`.
 * `wanted` names one and allows no other. Registers our kernels once. Throws bad-value for a name
 * there is not, internal where the wanted one does not load.
 */
export async function chooseBackend(wanted?: string): Promise<Backend> {
  if (wanted !== undefined && !(backendNames as readonly string[]).includes(wanted)) {
    throw new NadirError('bad-value', `There is no backend ${wanted}.`, { hint: `Use one of ${backendNames.join(', ')}.` })
  }
  tf.enableProdMode()
  const notes: string[] = []
  for (const name of backendNames) {
    if (wanted !== undefined && name !== wanted) continue
    try {
      const version = await load[name]()
      registerKernels(name)
      return { name, version, ...(notes.length > 0 ? { note: notes.join('; ') } : {}) }
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      if (wanted !== undefined)
        throw new NadirError('internal', `The backend ${wanted} does not load: ${reason}`, {
          hint: 'Leave out --backend to take the fastest one present.',
          cause: error,
        })
      notes.push(name === 'tensorflow' ? 'native TensorFlow is not installed' : `${name} does not load: ${reason}`)
    }
  }
  throw new NadirError('internal', `No TensorFlow.js backend loads: ${notes.join('; ')}`)
}

const load: Record<BackendName, () => Promise<string>> = {
  async tensorflow() {
    // Called by tfjs-node 4.22, gone since Node 23.
    const util = require('node:util') as Record<string, unknown>
    util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
    util['isArray'] ??= (value: unknown) => Array.isArray(value)
    const node = require('@tensorflow/tfjs-node') as { version: Record<string, string> }
    await tf.setBackend('tensorflow')
    return node.version['tfjs-node'] ?? ''
  },
  async wasm() {
    const { setWasmPaths, setThreadsCount, version_wasm } = await import('@tensorflow/tfjs-backend-wasm')
    const dist = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep
    setWasmPaths(dist)
    setThreadsCount(1)
    if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start')
    return version_wasm
  },
  async cpu() {
    const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    return version_cpu
  },
}

/** Processor of this machine, for the provenance of a run. */
export function processorName(): string {
  return cpus()[0]?.model.trim() ?? 'unknown'
}
