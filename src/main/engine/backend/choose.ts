import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { dirname, join, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { NadirError } from '../../../shared/errors'
import { registerKernels } from './kernels'
import { backendNames, type BackendName } from './names'

export interface Backend {
  name: BackendName
  /** Native: the library's own version first, since its numbers are what a run's depend on. */
  version: string
  /** Threads that one operation runs on. */
  threads: number
  /** Why a faster one was not taken, in one line. */
  note?: string
  /** It was named, whether or not another one is faster. */
  asked?: true
}

const require = createRequire(import.meta.url)

/**
 * Loads a TensorFlow.js backend into this thread: the first of `order` that this machine has (`preferredBackends`).
 * `wanted` names one and allows no other. Registers our kernels once. Throws bad-value for a name
 * there is not, internal where the wanted one does not load.
 */
export async function chooseBackend(wanted?: string, order: readonly BackendName[] = backendNames): Promise<Backend> {
  if (wanted !== undefined && !(backendNames as readonly string[]).includes(wanted)) {
    throw new NadirError('bad-value', `There is no backend ${wanted}.`, { hint: `Use one of ${backendNames.join(', ')}.` })
  }
  tf.enableProdMode()
  const notes: string[] = []
  for (const name of wanted === undefined ? order : backendNames) {
    if (wanted !== undefined && name !== wanted) continue
    try {
      const loaded = await load[name]()
      registerKernels(name)
      return { name, ...loaded, ...(notes.length > 0 ? { note: notes.join('; ') } : {}), ...(wanted === undefined ? {} : { asked: true }) }
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      if (wanted !== undefined)
        throw new NadirError('internal', `The backend ${wanted} does not load: ${reason}`, {
          hint: 'Leave out --backend to take the fastest one present.',
          cause: error,
        })
      notes.push(name === 'tensorflow' ? whyNotNative(reason) : `${name} does not load: ${reason}`)
    }
  }
  throw new NadirError('internal', `No TensorFlow.js backend loads: ${notes.join('; ')}`)
}

const load: Record<BackendName, () => Promise<Pick<Backend, 'version' | 'threads'>>> = {
  async tensorflow() {
    // Called by tfjs-node 4.22, gone since Node 23.
    const util = require('node:util') as Record<string, unknown>
    util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined
    util['isArray'] ??= (value: unknown) => Array.isArray(value)
    const node = require('@tensorflow/tfjs-node') as { version: Record<string, string> }
    await tf.setBackend('tensorflow')
    const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
    return { version: `${binding.TF_Version} (tfjs-node ${node.version['tfjs-node'] ?? ''})`, threads: nativeThreads() }
  },
  async wasm() {
    const { setWasmPaths, setThreadsCount, version_wasm } = await import('@tensorflow/tfjs-backend-wasm')
    const dist = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + sep
    setWasmPaths(dist)
    setThreadsCount(1)
    if (!(await tf.setBackend('wasm'))) throw new Error('WebAssembly did not start')
    return { version: version_wasm, threads: 1 }
  },
  async cpu() {
    const { version_cpu } = await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    return { version: version_cpu, threads: 1 }
  },
}

/** What the library was told in the process's environment; told nothing, it takes every core. */
function nativeThreads(): number {
  return Number(process.env['TF_NUM_INTRAOP_THREADS']) || availableParallelism()
}

const stampSchema = z.object({ native: z.boolean(), why: z.string().default('') })

/** Set-up leaves beside the package what came of it. */
function whyNotNative(reason: string): string {
  const again = '`npm run setup -- --native` tries again'
  try {
    const file = join(dirname(require.resolve('@tensorflow/tfjs-node/package.json')), 'nadir-native.json')
    const { native, why } = stampSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return native ? `native TensorFlow does not load (${reason}): ${again}` : `native TensorFlow could not be installed (${why}): ${again}`
  } catch {
    return `native TensorFlow is not installed: ${again}`
  }
}
